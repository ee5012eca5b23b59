# SPDX-License-Identifier: EUPL-1.2
"""The notices of one person: how many wait, and what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from meerinbeeld.access import Actor, Refused, Role
from meerinbeeld.signals.models import AccessQuestion, Notice
from meerinbeeld.signals.queries import own
from meerinbeeld.signals.queries.scope import visible

MANY: Final = 100

WORDS: Final[dict[str, Any]] = {
    "new_signal": _("A new signal came in"),
    "late": _("This signal is late"),
    "feedback_due": _("The reporter must hear something within a day"),
    "answer": _("The reporter answered"),
    "withdrawn": _("The reporter withdrew the report"),
    "question": _("The team asks you something"),
    "feedback": _("There is word about your report"),
    "routed_to_you": _("Your organisation is asked to take this up"),
    "route_accepted": _("It was taken up"),
    "route_declined": _("It was not taken up"),
    "route_done": _("The partner tells how it went"),
    "route_revoked": _("The request to your organisation was taken back"),
    "handed_over": _("Your organisation is the owner now"),
    "chain_remark": _("A partner wrote something for the chain"),
    "access_asked": _("Another organisation asks to see this signal"),
    "access_granted": _("You may see this signal now"),
    "access_refused": _("You may not see the other signal"),
    "break_glass": _("Somebody used emergency access"),
    "care_accepted": _("The care coordinator helps the person"),
    "care_declined": _("The care coordinator does not take this up"),
    "closed": _("The signal was closed"),
    "reopened": _("The signal was reopened"),
    "assigned": _("The signal was given to you"),
}
#: In the colour of what cannot wait.
PRESSING: Final = frozenset({"late", "feedback_due", "break_glass", "access_asked"})


@dataclass(frozen=True)
class Subject:
    """What the notices of a higher floor say, and where they lead."""

    words: Mapping[str, Any]
    pressing: frozenset[str]
    #: The address that a notice opens for this actor.
    page: Callable[[Actor, Notice], str]
    #: Of these notices, those whose number this actor may read today.
    numbered: Callable[[Actor, Sequence[Notice]], set[UUID]]


#: By `Notice.about`. This floor knows none: a higher one adds its own in its `AppConfig.ready`.
SUBJECTS: Final[dict[str, Subject]] = {}


@dataclass(frozen=True)
class Shown:
    id: UUID
    text: Any
    reference: str
    at: datetime
    unread: bool
    pressing: bool


def unread_count(actor: Actor) -> int:
    """At most `MANY`: a bell needs no larger number."""
    rows = Notice.objects.filter(person_id=actor.person_id, read_at=None)
    return rows.order_by()[:MANY].count()


def latest(actor: Actor) -> list[Shown]:
    """The newest notices of this person, at most `MANY`."""
    rows = list(Notice.objects.filter(person_id=actor.person_id).select_related("signal")[:MANY])
    numbered = _numbered(actor, rows)
    return [_shown(row, row.id in numbered) for row in rows]


def told_to_overseer(actor: Actor, rows: Sequence[Notice]) -> set[UUID]:
    """Emergency access has to be judged by its number, by somebody who opens nothing."""
    if actor.role != Role.PRIVACY_OFFICER:
        return set()
    return {row.id for row in rows if row.kind == "break_glass"}


def _numbered(actor: Actor, rows: Sequence[Notice]) -> set[UUID]:
    """The notices that may say which record they are about.

    What was shared for a while is gone when that while is over: then a number in the bell would be
    a last thing that somebody still sees of it.
    """
    by_subject: dict[str, list[Notice]] = defaultdict(list)
    for row in rows:
        by_subject[row.about].append(row)
    found: set[UUID] = set()
    for about, some in by_subject.items():
        subject = SUBJECTS.get(about)
        found |= subject.numbered(actor, some) if subject else _signals_in_reach(actor, some)
    return found


def _signals_in_reach(actor: Actor, rows: Sequence[Notice]) -> set[UUID]:
    wanted = {row.signal_id for row in rows if row.signal_id}
    seen = {row.signal_id for row in rows if row.signal and own.is_mine(actor, row.signal)}
    with suppress(Refused):  # a role that only reports, or only oversees
        seen |= set(visible(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    return {row.id for row in rows if row.signal_id in seen} | told_to_overseer(actor, rows)


def _shown(row: Notice, numbered: bool) -> Shown:
    subject = SUBJECTS.get(row.about)
    said, pressing = (subject.words, subject.pressing) if subject else (WORDS, PRESSING)
    reference = row.signal.reference if row.signal else row.reference
    return Shown(
        id=row.id,
        text=said.get(row.kind, _("Something changed")),
        reference=reference if numbered else "",
        at=row.at,
        unread=row.read_at is None,
        pressing=row.kind in pressing,
    )


def open_question_about(notice: Notice) -> UUID | None:
    """The question for access that a notice tells of, while nobody answered it."""
    if notice.signal_id is None:
        return None
    asked = AccessQuestion.objects.filter(signal=notice.signal, status=AccessQuestion.Status.ASKED)
    return asked.values_list("id", flat=True).first()
