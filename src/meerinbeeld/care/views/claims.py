# SPDX-License-Identifier: EUPL-1.2
"""Compensation: begin a claim, keep its checklist, take the bundle along, say how it ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import claims as actions
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.forms.claims import PieceForm, ProgressForm
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.claims import ShownClaim, ShownPiece
from meerinbeeld.care.queries.scope import InHand, NotInReach
from meerinbeeld.care.views import facing
from meerinbeeld.care.views.acting import answer, hold

GET_POST = ["GET", "HEAD", "POST"]
TAB = "compensate"


@require_POST
def start(request: HttpRequest, case: str, kind: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = CaseForm(request.POST, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.start_claim(hand.actor, case, kind, once=once),
        done=_("Begun. Below stands what is needed."),
        tab=TAB,
        context={"heading": _("Begin a claim")},
    )


@require_safe
def show(request: HttpRequest, case: str, claim: UUID) -> HttpResponse:
    hand, shown = _opened(request, case, claim)
    context = {
        "hand": hand,
        "case": hand.case,
        "claim": shown,
        "can": facing.allowed(hand),
        "may_export": hand.may(Verb.EXPORT),
        "purpose": facing.purpose_words(hand),
        "print_reference": hand.case.reference,
        "print_purpose": facing.purpose_words(hand),
    }
    return render(request, "care/claim.html", context)


@require_http_methods(GET_POST)
def piece(request: HttpRequest, case: str, claim: UUID, needed: str) -> HttpResponse:
    hold(request, Verb.CHANGE, case)
    hand, shown = _opened(request, case, claim)
    wanted = in_reach(request, lambda actor: _piece_of(shown, needed))
    papers = [(str(key), label) for key, label in shown.papers]
    form = PieceForm(request.POST or None, papers, case=hand.case)
    form.initial.update(PieceForm.initial_of(wanted))
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.keep_piece(
            hand.actor, case, claim, needed, form.state(), once=once, seen=seen
        ),
        back_to=_url(hand.case, claim),
        context={"heading": wanted.label, "lead": wanted.help},
    )


@require_http_methods(GET_POST)
def progress(request: HttpRequest, case: str, claim: UUID) -> HttpResponse:
    hold(request, Verb.CHANGE, case)
    hand, shown = _opened(request, case, claim)
    form = ProgressForm(request.POST or None, case=hand.case)
    form.initial.update({"status": shown.status, "outcome": shown.outcome})
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.move_claim(
            hand.actor,
            case,
            claim,
            form.cleaned_data["status"],
            form.cleaned_data["on"],
            outcome=form.cleaned_data["outcome"],
            once=once,
            seen=seen,
        ),
        back_to=_url(hand.case, claim),
        context={"heading": _("How the claim stands"), "lead": shown.label},
    )


@require_safe
def bundle(request: HttpRequest, case: str, claim: UUID) -> HttpResponse:
    try:
        name, content = in_reach(request, lambda actor: actions.claim_bundle(actor, case, claim))
    except ChangeError as error:
        messages.error(request, str(error))
        return redirect("claim", case, claim)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _opened(request: HttpRequest, case: str, claim: UUID) -> tuple[InHand, ShownClaim]:
    return in_reach(request, lambda actor: actions.open_claim(actor, case, claim))


def _piece_of(shown: ShownClaim, kind: str) -> ShownPiece:
    found = next((piece for piece in shown.pieces if piece.kind == kind), None)
    if found is None:
        raise NotInReach
    return found


def _url(case: Case, claim: UUID) -> str:
    return reverse("claim", args=[case.reference, claim])
