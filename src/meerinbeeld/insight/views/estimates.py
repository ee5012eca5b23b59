# SPDX-License-Identifier: EUPL-1.2
"""How many people nobody sees: asking for an estimate, reading it, sharing it, throwing it away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.insight import gate
from meerinbeeld.insight.actions import estimates as actions
from meerinbeeld.insight.forms.estimates import NamedForm, RegisterForm, TableForm
from meerinbeeld.insight.models import Estimate
from meerinbeeld.insight.queries import estimates as queries
from meerinbeeld.insight.queries.capture import has_register
from meerinbeeld.insight.queries.estimate_charts import charts_of
from meerinbeeld.insight.queries.estimate_doubt import of_links
from meerinbeeld.insight.queries.estimate_words import said
from meerinbeeld.insight.queries.national import published_estimates
from meerinbeeld.ui.charts import files

UNPROCESSABLE = 422
Found = TypeVar("Found")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """One's own estimates, those that others shared, and what was published nationally."""
    actor = actor_of(request)
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    makes = queries.makes_estimates(actor)
    context = {
        "makes": makes,
        "ours": queries.ours(actor) if makes else [],
        "shared": queries.shared(actor),
        "has_register": makes and has_register(actor),
        "national": published_estimates(),
    }
    return render(request, "insight/estimates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def from_register(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CREATE, queries.KIND, queries.PURPOSE)
    if not has_register(actor):
        raise Http404

    def ask(form: RegisterForm) -> Estimate:
        given = form.cleaned_data
        return actions.ask_from_register(actor, given["name"], given["first"], form.until)

    form = RegisterForm(request.POST or None)
    return _asked(request, form, ask, "insight/estimate_register.html")


@require_http_methods(["GET", "HEAD", "POST"])
def from_table(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CREATE, queries.KIND, queries.PURPOSE)

    def ask(form: TableForm) -> Estimate:
        return actions.ask_from_table(actor, form.cleaned_data["name"], form.cleaned_data["table"])

    posted = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if posted else TableForm()
    return _asked(request, form, ask, "insight/estimate_table.html")


def _asked(
    request: HttpRequest, form: NamedForm, ask: Callable[[Any], Estimate], template: str
) -> HttpResponse:
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                return redirect("estimate", ask(form).id)
            except ChangeError as error:
                form.add_error(None, str(error))
    return render(request, template, {"form": form}, status=status)


@require_safe
def estimate(request: HttpRequest, estimate: UUID) -> HttpResponse:
    """How far it is, or what came of it with every warning; its pictures as files."""
    verb = Verb.EXPORT if request.GET.get("as") else Verb.OPEN
    found = _held(actor_of(request), lambda actor: actions.open_estimate(actor, estimate, verb))
    charts = charts_of(found)
    file = files.asked(request, charts)
    if file:
        return file
    result = found.result
    context = {
        "estimate": found,
        "charts": charts,
        "refused": said(result["refused"]) if "refused" in result else "",
        "verdict": said(result["verdict"]) if "verdict" in result else "",
        "agree": result.get("agree"),
        "notes": [
            {"text": _note(note["text"]), "ways": [said(way) for way in note["methods"]]}
            for note in result.get("notes", [])
        ],
        "links": of_links(found) if found.has_ended else [],
        "national": published_estimates(),
        "print_purpose": queries.PURPOSE.label,
    }
    return render(request, "insight/estimate.html", context)


def _note(text: str) -> str:
    """A refusal of one way begins with words of the comparison itself."""
    begin = "no number. "
    if text.startswith(begin):
        return _("No number: %(why)s") % {"why": said(text.removeprefix(begin))}
    return said(text)


@require_safe
def progress(request: HttpRequest, estimate: UUID) -> HttpResponse:
    """The part of the page that says how far it is. Nothing of the table is in it."""
    found = _held(actor_of(request), lambda actor: queries.one_of_ours(actor, Verb.LIST, estimate))
    return render(request, "insight/parts/estimating.html", {"estimate": found})


@require_POST
def stop(request: HttpRequest, estimate: UUID) -> HttpResponse:
    _held(actor_of(request), lambda actor: actions.stop(actor, estimate))
    return redirect("estimate", estimate)


@require_POST
def share(request: HttpRequest, estimate: UUID) -> HttpResponse:
    """Share it, or take that back (`shared=no`)."""
    shared = request.POST.get("shared") == "yes"
    _held(actor_of(request), lambda actor: actions.share(actor, estimate, shared=shared))
    done = _("Others can read it now, in tens.") if shared else _("Others cannot read it any more.")
    messages.success(request, done)
    return redirect("estimate", estimate)


@require_http_methods(["GET", "HEAD", "POST"])
def throw_away(request: HttpRequest, estimate: UUID) -> HttpResponse:
    actor = actor_of(request)
    found = _held(actor, lambda one: queries.one_of_ours(one, Verb.CHANGE, estimate))
    if request.method == "POST":
        actions.throw_away(actor, estimate)
        messages.success(request, _("The estimate was thrown away."))
        return redirect("estimates")
    context = {
        "question": _("Throw this estimate away?"),
        "lead": found.name,
        "what_happens": [_("The table and the outcome are deleted, also for whom it was shared.")],
        "cannot_undo": _("You can only ask for it anew."),
        "submit_label": _("Throw away"),
        "cancel_url": reverse("estimate", args=[found.id]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _held(actor: Actor, do: Callable[[Actor], Found]) -> Found:
    """What is done for an estimate of this actor, or a 404."""
    try:
        return do(actor)
    except queries.NoSuchEstimate:
        raise Http404 from None
