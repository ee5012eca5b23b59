# SPDX-License-Identifier: EUPL-1.2
"""What the notices about cases say, and where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access import Actor, Refused, Role, Verb
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.scope import NotInReach, in_hand, visible
from meerinbeeld.signals.models import Notice
from meerinbeeld.signals.queries.notices import Subject, told_to_overseer

WORDS: Final[dict[str, Any]] = {
    # somebody is referred
    "referral_in": _("Somebody was referred to you for help"),
    "referral_question": _("The team asks you something about your referral"),
    "referral_answered": _("The referrer answered your question"),
    "referral_accepted": _("Your referral was accepted"),
    "referral_declined": _("Your referral was not accepted"),
    "referral_withdrawn": _("A referral was withdrawn"),
    # within the team
    "case_given": _("A case was given to you"),
    "task_given": _("You have a new task in a case"),
    "task_soon": _("A task in a case is due tomorrow"),
    "task_done": _("A partner finished a task in a case"),
    "task_late": _("A task in a case is late"),
    "clock_soon": _("A term in a case ends soon"),
    "clock_late": _("A term in a case has passed"),
    "document_expires": _("A document in a case expires soon"),
    "case_closed": _("A case was closed"),
    "case_reopened": _("A case was reopened"),
    "break_glass": _("Somebody used emergency access to a case"),
    # with partners
    "shared_with_you": _("Something in a case was shared with your organisation"),
    "request_in": _("Your organisation is asked to help"),
    "request_accepted": _("A partner takes part in a case"),
    "request_declined": _("A partner does not take part in a case"),
    "request_done": _("A partner has finished its part in a case"),
    "request_revoked": _("The request to your organisation was taken back"),
    "message": _("There is a message in a case"),
    "consent_withdrawn": _("A consent was withdrawn"),
    "grant_ends": _("What was shared in a case ends within a week"),
    "grant_ended": _("What was shared with your organisation has ended"),
    # places to stay
    "shelter_asked": _("A place to stay is asked for"),
    "shelter_answered": _("There is an answer about a place to stay"),
}
#: To whoever referred, who reads them on a page of their own.
TO_REFERRER: Final = frozenset({"referral_question", "referral_accepted", "referral_declined"})
#: In the colour of what cannot wait.
PRESSING: Final = frozenset({"task_late", "clock_late", "break_glass", "consent_withdrawn"})


def page_of(actor: Actor, notice: Notice) -> str:
    """The case while it is in this actor's reach; what is not, leads to the list."""
    if notice.kind == "break_glass" and actor.role == Role.PRIVACY_OFFICER:
        return reverse("after_login")
    case = Case.objects.filter(pk=notice.thing).first() if notice.thing else None
    if case is None:
        return reverse("notices")
    if notice.kind in TO_REFERRER:
        return reverse("my_referral", args=[case.reference])
    try:
        in_hand(actor, Verb.OPEN, case.id)
    except (NotInReach, Refused):
        return reverse("caseload")
    return reverse("case", args=[case.reference])


def numbered(actor: Actor, rows: Sequence[Notice]) -> set[UUID]:
    """Those about a case that is in this actor's reach at this instant."""
    wanted = {row.thing for row in rows if row.thing}
    try:
        seen = set(visible(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    except Refused:
        seen = set()
    return {row.id for row in rows if row.thing in seen} | told_to_overseer(actor, rows)


SUBJECT: Final = Subject(WORDS, PRESSING, page_of, numbered)
