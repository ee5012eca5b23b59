# SPDX-License-Identifier: EUPL-1.2
"""Files to the national centre, the answers that come back, and one notification on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Verb, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.actions import answers as answering
from meerinbeeld.registry.actions import paper as papers
from meerinbeeld.registry.actions import sending
from meerinbeeld.registry.forms.passing import AnswersFileForm, SendForm
from meerinbeeld.registry.queries import dispatches, passing_queue
from meerinbeeld.registry.views import passing_words as words
from meerinbeeld.registry.views.passing_acting import hold
from meerinbeeld.ui.counting import BoundedPaginator

GET_POST = ["GET", "HEAD", "POST"]
PDF = "application/pdf"


@require_http_methods(GET_POST)
def send(request: HttpRequest) -> HttpResponse:
    """Choose which of the ready dossiers go into one file, and make it."""
    actor = actor_of(request)
    found = list(passing_queue.ready(actor)[: sending.AT_ONCE])
    ready = [one.notification.reference for one in found]
    form = SendForm(request.POST or None, ready, initial={"once": words.token()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                made = sending.send_file(actor, given["dossiers"], once=given["once"])
                return redirect("passing_file", made.id)
            except ChangeError as error:
                form.add_error(None, str(error))
    chosen = form["dossiers"].value() if form.is_bound else ready
    rows = [words.ready_row(one) for one in found]
    context = {"form": form, "rows": rows, "chosen": chosen, "columns": words.ready_columns()}
    return render(request, "registry/passing/send.html", context, status=status)


@require_safe
def files(request: HttpRequest) -> HttpResponse:
    rows = dispatches.listing(actor_of(request))
    page = BoundedPaginator(rows, passing_queue.PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/passing/files.html", {"page": page})


@require_safe
def file(request: HttpRequest, dispatch: UUID) -> HttpResponse:
    found, sendings = in_reach(request, lambda actor: dispatches.one(actor, dispatch, Verb.SHARE))
    context = {
        "file": found,
        "rows": [words.sent(one) for one in sendings],
        "named": sum(one.content == "details" for one in sendings),
        "removals": sum(one.content == "withdrawal" for one in sendings),
        "counted": sum(one.content == "count" for one in sendings),
        "columns": words.file_columns(),
    }
    return render(request, "registry/passing/file.html", context)


@require_POST
@stepup.required
def save(request: HttpRequest, dispatch: UUID) -> HttpResponse:
    """The file itself, made in memory for whoever asks."""
    try:
        name, data = in_reach(request, lambda actor: sending.save_file(actor, dispatch))
    except ChangeError as error:
        messages.error(request, str(error))
        return redirect("passing_file", dispatch)
    response = HttpResponse(data, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(GET_POST)
def answers(request: HttpRequest) -> HttpResponse:
    """Read a file with answers; what it did stands on the page."""
    dispatches.listing(actor_of(request))
    form = AnswersFileForm(request.POST or None, request.FILES or None)
    status, outcome = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                outcome = answering.import_answers(actor_of(request), form.cleaned_data["file"])
                status = 200
            except ChangeError as error:
                form.add_error("file", str(error))
    context = {"form": form, "outcome": outcome}
    return render(request, "registry/passing/answers.html", context, status=status)


@require_safe
@stepup.required
def paper(request: HttpRequest, notification: str) -> HttpResponse:
    """The notification as the form that goes to the centre, opened for print."""
    _hand, passing = hold(request, Verb.SHARE, notification)
    form = in_reach(request, lambda actor: papers.open_form(actor, notification))
    context = {
        "one": passing.notification,
        "form": form,
        "print_reference": passing.notification.reference,
        "print_purpose": _("passing on to the national register"),
    }
    return render(request, "registry/passing/paper.html", context)


@require_safe
@stepup.required
def paper_pdf(request: HttpRequest, notification: str) -> HttpResponse:
    data = in_reach(request, lambda actor: papers.form_pdf(actor, notification))
    response = HttpResponse(data, content_type=PDF)
    response.headers["Content-Disposition"] = f'attachment; filename="{notification}.pdf"'
    return response
