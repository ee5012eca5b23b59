# SPDX-License-Identifier: EUPL-1.2
"""The bed board, its list to take along, and keeping the shelters on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Actor, Purpose, Verb, may, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import facilities as actions
from meerinbeeld.care.actions.weekly import weekly_list
from meerinbeeld.care.forms.shelter import BedsForm, FacilityForm
from meerinbeeld.care.models import Facility
from meerinbeeld.care.queries import board as queries
from meerinbeeld.care.queries.board import Board
from meerinbeeld.network.actions.guard import Conflict
from meerinbeeld.network.views.conflict import conflict_page
from meerinbeeld.ui import sheets
from meerinbeeld.ui.parts import Column, EmptyState

GET_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    board = queries.board(actor, now)
    manages = _manages(actor)
    context = {
        "board": board,
        "now": now,
        "manages": manages,
        "may_export": bool(may(actor, Verb.EXPORT, queries.KIND, Purpose.CARE)),
        "sentence": _sentence(board),
        "columns": _columns(),
        "empty": _empty(manages),
        "print_purpose": Purpose.CARE.label,
    }
    return render(request, "care/board.html", context)


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.EXPORT, queries.KIND, Purpose.CARE)
    if kind not in sheets.KINDS:
        raise Http404
    return sheets.download(weekly_list(actor, timezone.now()), "opvang", kind)


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CREATE, queries.KIND, Purpose.CARE)
    form = FacilityForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and _saved(request, actor, form, None):
            return redirect("bed_board")
    context = {"form": form, "heading": _("Add a shelter")}
    return render(request, "care/facility.html", context, status=status)


@require_http_methods(GET_POST)
def change(request: HttpRequest, facility: UUID) -> HttpResponse:
    """Everything about a shelter, for who keeps them all; a provider keeps its beds."""
    found = in_reach(request, lambda actor: queries.facility(actor, facility, Verb.CHANGE))
    actor = actor_of(request)
    if not _manages(actor):
        return redirect("facility_beds", facility)
    form = FacilityForm(request.POST or None, initial=FacilityForm.initial_of(found))
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        try:
            if form.is_valid() and _saved(request, actor, form, found):
                return redirect("bed_board")
        except Conflict as conflict:
            theirs = FacilityForm.initial_of(conflict.current)  # type: ignore[arg-type]
            return conflict_page(request, form, theirs)
    context = {"form": form, "heading": found.name, "facility": found}
    return render(request, "care/facility.html", context, status=status)


@require_http_methods(GET_POST)
def beds(request: HttpRequest, facility: UUID) -> HttpResponse:
    found = in_reach(request, lambda actor: queries.facility(actor, facility, Verb.CHANGE))
    form = BedsForm(request.POST or None, initial=BedsForm.initial_of(found))
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                actions.keep_beds(
                    actor_of(request),
                    facility,
                    beds=form.cleaned_data["beds"],
                    is_open=form.cleaned_data["is_open"],
                    version=form.seen(),
                )
            except Conflict as conflict:
                return conflict_page(request, form, BedsForm.initial_of(conflict.current))  # type: ignore[arg-type]
            messages.success(request, _("The board is up to date."))
            return redirect("bed_board")
    context = {"form": form, "heading": found.name, "lead": _("How full it is follows by itself.")}
    return render(request, "care/facility.html", context, status=status)


@require_POST
def end(request: HttpRequest, facility: UUID) -> HttpResponse:
    """Take a shelter off the board, or put it back: the other button undoes it."""
    back = request.POST.get("back") == "yes"
    found = in_reach(request, lambda actor: actions.end_facility(actor, facility, back=back))
    said = _("%(name)s is on the board again.") if back else _("%(name)s is off the board.")
    messages.success(request, said % {"name": found.name})
    return redirect("facility", facility)


def _saved(request: HttpRequest, actor: Actor, form: FacilityForm, found: Facility | None) -> bool:
    try:
        actions.save_facility(
            actor, form.facts(), facility_id=found.id if found else None, version=form.seen()
        )
    except ChangeError as error:
        form.add_error("name", str(error))
        return False
    messages.success(request, _("The board is up to date."))
    return True


def _manages(actor: Actor) -> bool:
    return bool(may(actor, Verb.CREATE, queries.KIND, Purpose.CARE))


def _sentence(board: Board) -> str:
    """The board in words, as the picture and the table say it."""
    values = {"taken": board.taken, "beds": board.beds, "free": board.free}
    words = [_("%(taken)d of %(beds)d beds are taken, %(free)d can be had now.") % values]
    if board.over:
        words.append(_("People beyond the number of beds: %(count)d.") % {"count": board.over})
    if board.waiting_count:
        words.append(_("Requests that wait: %(count)d.") % {"count": board.waiting_count})
    if board.long_stays:
        many = {"count": board.long_stays}
        words.append(_("People who stay longer than three months: %(count)d.") % many)
    if board.without_reason:
        words.append(_("Long stays without a reason: %(count)d.") % {"count": board.without_reason})
    return " ".join(words)


def _columns() -> list[Column]:
    return [
        Column(_("Shelter")),
        Column(_("Beds"), numeric=True),
        Column(_("Taken"), numeric=True),
        Column(_("Free"), numeric=True),
        Column(_("Wait"), numeric=True),
        Column(_("Long stays")),
        Column(_("Do"), hidden_label=True),
    ]


def _empty(manages: bool) -> Any:
    text = (
        _("Add the first shelter, with its number of beds.")
        if manages
        else _("The care coordinator adds the shelters of your organisation.")
    )
    return EmptyState(_("There is no shelter on the board yet."), text, columns=7)
