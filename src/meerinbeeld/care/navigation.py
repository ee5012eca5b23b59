# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of care, and what it offers beside a signal."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.access import Actor, Purpose, Reach, Role, Verb, may
from meerinbeeld.care.queries import board
from meerinbeeld.care.queries.partner import waiting_for_us
from meerinbeeld.care.queries.scope import KIND, purpose_of
from meerinbeeld.signals.models import Phase, Signal
from meerinbeeld.ui.navigation import Goal, Link, NavEntry


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    found = []
    opening = may(actor, Verb.OPEN, KIND, purpose_of(actor))
    if opening and opening.reach == Reach.ORGANISATION:
        found.append(NavEntry(Goal.CARE, _("Cases"), "caseload", order=10))
    if may(actor, Verb.CREATE, "hours", Purpose.CARE):
        found.append(NavEntry(Goal.CARE, _("Hours"), "hours", order=60))
    if may(actor, Verb.CREATE, "agenda", Purpose.CARE):
        found.append(NavEntry(Goal.CARE, _("Agenda"), "calendar", order=70))
    if board.has_board(actor):
        found.append(NavEntry(Goal.CARE, _("Bed board"), "bed_board", order=40))
    if opening:
        # a partner has no caseload: the page of a case that it sees belongs to this entry
        asked = NavEntry(Goal.CARE, _("Asked of us"), "asked_of_us", order=15, also=("/zorg/",))
        found.append(asked)
    return found + _referring(actor)


def _referring(actor: Actor) -> list[NavEntry]:
    found = []
    if may(actor, Verb.CREATE, KIND, purpose_of(actor)):
        found.append(NavEntry(Goal.CARE, _("Referrals"), "referrals", order=20))
    if may(actor, Verb.REFER, KIND, purpose_of(actor)):
        found.append(NavEntry(Goal.CARE, _("Refer somebody"), "refer", order=30))
        found.append(NavEntry(Goal.CARE, _("My referrals"), "my_referrals", order=40))
    return found


def beside_work(actor: Actor, nothing: None) -> list[Link]:
    """On the first screen of a partner: how many requests for help wait for its answer."""
    if not may(actor, Verb.ANSWER, KIND, purpose_of(actor)) or not (count := waiting_for_us(actor)):
        return []
    label = ngettext(
        "%(count)d request for help waits for your answer",
        "%(count)d requests for help wait for your answer",
        count,
    )
    return [Link(label % {"count": count}, reverse("asked_of_us"))]


def beside_signal(actor: Actor, signal: Signal) -> list[Link]:
    """On the page of a signal, for its owner: ask for help, and where that stands."""
    if signal.owner_id != actor.organisation_id or not may(actor, Verb.REFER, KIND, Purpose.CARE):
        return []
    if may(actor, Verb.HAND_OVER, "signal", Purpose.REPORTING).reach != Reach.ORGANISATION:
        return []
    asked = signal.cases.filter(referral__by_id=actor.person_id).order_by("received_at")
    links = [
        _to_referral(actor, reference) for reference in asked.values_list("reference", flat=True)
    ]
    if signal.phase != Phase.CLOSED:
        url = reverse("refer_signal", args=[signal.reference])
        links.insert(0, Link(_("Ask the care coordinator for help"), url))
    return links


def _to_referral(actor: Actor, reference: str) -> Link:
    name = "case" if actor.role == Role.CARE_COORDINATOR else "my_referral"
    return Link(
        _("Referral %(reference)s") % {"reference": reference}, reverse(name, args=[reference])
    )
