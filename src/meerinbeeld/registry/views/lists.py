# SPDX-License-Identifier: EUPL-1.2
"""Delivering a list: upload, say how it is read, look, confirm, read what became of it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Verb, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.files.uploads import problems_of
from meerinbeeld.registry.actions import delivering, differing, mappings, reading_in, undoing
from meerinbeeld.registry.actions.delivering import Content
from meerinbeeld.registry.forms.lists import ColumnsForm, UploadForm
from meerinbeeld.registry.lists import papers
from meerinbeeld.registry.lists.setting import Setting
from meerinbeeld.registry.models import Batch
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.views import list_words
from meerinbeeld.ui import sheets

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """The list to choose, and what was delivered before."""
    actor = actor_of(request)
    shown, posted = deliveries.newest(actor), request.method == "POST"
    form = UploadForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        whose=deliveries.whose(actor),
        own=actor.organisation_id,
    )
    if posted and form.is_valid():
        return _uploaded(request, form)
    status = 200
    if posted:
        too_large = any(problem.code == "too_large" for problem in problems_of(request))
        status = 413 if too_large or form.has_error("list", "too_large") else UNPROCESSABLE
    context = {"form": form, "batches": shown, "all": deliveries.keeps_the_register(actor)}
    return render(request, "registry/lists.html", context, status=status)


def _uploaded(request: HttpRequest, form: UploadForm) -> HttpResponse:
    given = form.cleaned_data
    whose = UUID(given["whose"]) if given.get("whose") else None
    name = str(request.FILES["list"].name)  # type: ignore[union-attr]
    batch = in_reach(request, lambda actor: delivering.upload(actor, name, given["list"], whose))
    if batch.mapping_id:
        return redirect("registry_list", batch.pk)
    return redirect("registry_list_columns", batch.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Which column is what, and what its words mean."""
    found, content = in_reach(request, lambda actor: delivering.open_batch(actor, batch))
    if found.confirmed_at is not None:
        return redirect("registry_list", batch)
    posted = request.method == "POST"
    form = ColumnsForm(
        request.POST if posted else None, content=content, known=deliveries.known_today()
    )
    if posted and form.is_valid():
        return _read_so(request, found, form)
    context = {
        "batch": found,
        "content": content,
        "form": form,
        "saved": deliveries.mappings(actor_of(request)).filter(organisation=found.organisation_id),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "registry/list_columns.html", context, status=status)


def _read_so(request: HttpRequest, batch: Batch, form: ColumnsForm) -> HttpResponse:
    """Keep the setting, save it when it has a name, and look."""
    actor, setting, name = actor_of(request), form.setting(), form.cleaned_data["name"].strip()
    saved = mappings.save(actor, batch.organisation_id, name, setting) if name else batch.mapping
    try:
        delivering.set_setting(actor, batch.pk, setting, saved)
        if name:
            messages.success(request, _("Saved as “%(name)s”.") % {"name": name})
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("registry_list", batch.pk)


@require_POST
def use_mapping(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Read a waiting list as a saved one."""
    chosen = request.POST.get("mapping", "")
    try:
        saved = in_reach(request, lambda actor: deliveries.one_mapping(actor, UUID(chosen)))
    except ValueError:
        raise Http404 from None
    try:
        in_reach(
            request,
            lambda actor: delivering.set_setting(actor, batch, Setting.of(saved.columns), saved),
        )
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("registry_list_columns", batch)


@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, batch: UUID) -> HttpResponse:
    """The preview while it waits, the progress while it runs, the result when it is done."""
    if request.method == "POST":
        return _confirm(request, batch)
    found, content = in_reach(request, lambda actor: delivering.open_batch(actor, batch))
    if found.confirmed_at is not None:
        return _progress(request, found, content)
    if not content.looked_at:
        return redirect("registry_list_columns", batch)
    context = {"batch": found, "content": content, **list_words.preview(found, content)}
    return render(request, "registry/list_preview.html", context)


def _confirm(request: HttpRequest, batch: UUID) -> HttpResponse:
    try:
        in_reach(request, lambda actor: reading_in.confirm(actor, batch))
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("registry_list", batch)


def _progress(request: HttpRequest, found: Batch, content: Content) -> HttpResponse:
    context = {
        "batch": found,
        "content": content,
        "may_undo": found.ended_at and not found.undo_since and found.added,
        **list_words.result(found, content),
    }
    part = bool(request.headers.get("HX-Request")) and found.runs
    name = "registry/list_progress_part.html" if part else "registry/list_result.html"
    return render(request, name, context)


@require_POST
def discard(request: HttpRequest, batch: UUID) -> HttpResponse:
    try:
        in_reach(request, lambda actor: delivering.discard(actor, batch))
        messages.success(request, _("The list is gone. Nothing was imported."))
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("registry_lists")


@require_POST
def let_go(request: HttpRequest, batch: UUID) -> HttpResponse:
    try:
        in_reach(request, lambda actor: delivering.let_go(actor, batch))
        messages.success(request, _("The rest of the list is gone."))
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("registry_list", batch)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Ask once more, and take the whole delivery back."""
    found = in_reach(request, lambda actor: deliveries.one(actor, batch))
    if request.method == "POST":
        try:
            in_reach(request, lambda actor: undoing.undo(actor, batch))
        except ChangeError as error:
            messages.error(request, str(error))
        return redirect("registry_list", batch)
    return render(request, "registry/list_undo.html", list_words.before_undoing(found))


@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: HttpRequest, batch: UUID, number: int) -> HttpResponse:
    """A row that tells something else, beside the notification: take it over, or keep ours."""
    if request.method == "POST":
        return _decide(request, batch, number)
    beside = in_reach(request, lambda actor: differing.open_difference(actor, batch, number))
    context = {"beside": beside, "columns": list_words.difference_columns()}
    return render(request, "registry/list_difference.html", context)


def _decide(request: HttpRequest, batch: UUID, number: int) -> HttpResponse:
    decide = differing.take_over if "take_over" in request.POST else differing.keep_ours
    try:
        row = in_reach(request, lambda actor: decide(actor, batch, number))
    except ChangeError as error:
        messages.error(request, str(error))
        return redirect("registry_list_difference", batch, number)
    said = _("%(reference)s was corrected.") if decide is differing.take_over else _(
        "%(reference)s stays as it is.")  # fmt: skip
    messages.success(request, said % {"reference": row.reference})
    return redirect("registry_list", batch)


@require_safe
@stepup.required
def wrong_rows(request: HttpRequest, batch: UUID) -> HttpResponse:
    """The rows that were not right, or would not be, to correct and deliver again."""
    found, content = in_reach(
        request, lambda actor: delivering.open_batch(actor, batch, Verb.EXPORT)
    )
    waits = found.confirmed_at is None
    wrong = reading_in.would_be_wrong(found, content) if waits else content.wrong
    if not wrong:
        raise Http404
    return sheets.download(papers.wrong_rows(content, wrong), "foute-rijen", "csv")


@require_safe
def empty_list(request: HttpRequest) -> HttpResponse:
    deliveries.keeps_the_register(actor_of(request))
    return sheets.download(papers.empty_list(), "aanmeldingen", "csv")
