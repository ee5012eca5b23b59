# SPDX-License-Identifier: EUPL-1.2
"""What is known of the person: add a detail, take it away, put it back, suspect, describe."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld.access import Verb
from meerinbeeld.care.actions import facts as actions
from meerinbeeld.care.forms.facts import DescribeForm, FactForm, SuspectForm
from meerinbeeld.care.models import Case, Fact
from meerinbeeld.care.queries import facts
from meerinbeeld.care.queries.reading import OVERVIEW
from meerinbeeld.care.views.acting import answer, at_once, case_url, hold

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def add(request: HttpRequest, case: str, tab: str) -> HttpResponse:
    if tab not in facts.TABS:
        raise Http404
    hand = hold(request, Verb.CHANGE, case)
    form = FactForm(request.POST or None, case=hand.case, tab=tab)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.add_fact(
            hand.actor, case, form.cleaned_data["kind"], form.cleaned_data["text"], once=once
        ),
        tab=tab,
        done=_("The detail is kept, sealed."),
        context={
            "heading": _("Add a detail"),
            "what_happens": [
                _("Of a name or an address there is one: the new one takes the place of the old."),
                _("The old one can be put back."),
                _("A partner sees it only after you share it."),
            ],
            "submit": _("Keep the detail"),
        },
    )


@require_POST
def remove(request: HttpRequest, case: str, fact: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    return at_once(
        request,
        lambda actor: actions.remove_fact(actor, case, fact),
        back_to=case_url(hand, _tab(hand.case, fact)),
        done=_("The detail is taken away. It stands under “Taken away” and can be put back."),
    )


@require_POST
def restore(request: HttpRequest, case: str, fact: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    return at_once(
        request,
        lambda actor: actions.restore_fact(actor, case, fact),
        back_to=case_url(hand, _tab(hand.case, fact)),
        done=_("The detail is back."),
    )


@require_http_methods(GET_POST)
def suspect(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = SuspectForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.suspect_forms(
            hand.actor,
            case,
            frozenset(form.cleaned_data["forms"]),
            explanation=form.cleaned_data["explanation"],
            once=once,
            seen=seen,
        ),
        tab="detect",
        context={
            "heading": _("What is suspected"),
            "lead": _("What was suspected before stays on the life line, with its dates."),
            "submit": _("Keep"),
        },
    )


@require_http_methods(GET_POST)
def describe(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = DescribeForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.describe_person(
            hand.actor, case, form.described(), once=once, seen=seen
        ),
        tab="detect",
        context={
            "heading": _("About the person"),
            "lead": _("No names here: these words make the case findable and countable."),
            "what_happens": [
                _("Is the person a minor? Then the page of protection says whom to turn to."),
                _("How long the case is kept follows from the age."),
            ],
            "submit": _("Keep"),
        },
    )


def _tab(case: Case, fact: UUID) -> str:
    """Where a detail stands; the overview for one that is not of this case."""
    kind = Fact.objects.filter(case=case, pk=fact).values_list("kind", flat=True).first()
    return facts.tab_of(kind) if kind else OVERVIEW
