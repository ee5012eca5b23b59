# SPDX-License-Identifier: EUPL-1.2
"""Earlier signals that may be about the same person, place, phone or number plate, and why.

Two signals resemble each other when they share a keyed mark. Of a signal that the reader cannot
see only its reference is told, what matches, whose it is and from which month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access import Actor
from meerinbeeld.signals.models import AccessQuestion, Mark, Resemblance, Signal
from meerinbeeld.signals.queries.scope import InHand, Way, visible

#: A mark that more signals share says little: a station, a hotline, a common name.
TOO_MANY: Final = 50
SHOWN: Final = 20

WHY: Final[dict[str, Any]] = {
    "plate": _("same number plate"),
    "phone": _("same phone number"),
    "email": _("same e-mail address"),
    "name": _("same name"),
    "birth_date": _("same date of birth"),
    "place": _("same place"),
}
COMMON: Final[dict[str, Any]] = {
    "plate": _("this number plate occurs often"),
    "phone": _("this phone number occurs often"),
    "email": _("this e-mail address occurs often"),
    "name": _("this name occurs often"),
    "birth_date": _("this date of birth occurs often"),
    "place": _("this place occurs often"),
}
#: What says most stands first.
_ORDER: Final = tuple(WHY)


@dataclass(frozen=True)
class Match:
    """A signal that shares something. `visible` tells whether the reader may open it."""

    id: UUID
    reference: str
    why: list[Any]
    owner: str
    month: datetime
    visible: bool
    verdict: str
    asked: str

    @property
    def may_ask(self) -> bool:
        return not self.visible and self.asked != AccessQuestion.Status.ASKED


@dataclass(frozen=True)
class PossiblyKnown:
    """What the page of a signal shows under "perhaps known already"."""

    matches: list[Match]
    different: list[Match]
    common: list[Any]
    more: bool

    def __bool__(self) -> bool:
        return bool(self.matches or self.different or self.common)


NOTHING: Final = PossiblyKnown([], [], [], False)


def possibly_known(hand: InHand) -> PossiblyKnown:
    """For the team of the signal at hand; a constant number of queries."""
    if hand.way is not Way.OWNER:
        return NOTHING
    marks = _marks_of(hand.signal)
    rare, common = _by_frequency(marks)
    why = _sharing(hand.signal, rare)
    found = _found(hand.actor, hand.signal, why)
    shown = found[:SHOWN]
    return PossiblyKnown(
        matches=[match for match in shown if match.verdict != Resemblance.Verdict.DIFFERENT],
        different=[match for match in shown if match.verdict == Resemblance.Verdict.DIFFERENT],
        common=[COMMON[kind] for kind in common if kind in COMMON],
        more=len(found) > SHOWN,
    )


def shares_a_mark(signal: Signal, other: UUID) -> bool:
    """Whether another signal is a match that the page of this one would show."""
    rare, _common = _by_frequency(_marks_of(signal))
    return other in _sharing(signal, rare)


def stored_one_way(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """A judgement is about a pair: the smaller id stands first."""
    return (one, other) if one < other else (other, one)


def _marks_of(signal: Signal) -> set[tuple[str, bytes]]:
    return {(kind, bytes(digest)) for kind, digest in signal.marks.values_list("kind", "digest")}


def _by_frequency(
    marks: set[tuple[str, bytes]],
) -> tuple[set[tuple[str, bytes]], list[str]]:
    """The marks that say something, and the kinds of those that are too common."""
    if not marks:
        return set(), []
    digests = {digest for _kind, digest in marks}
    counted = (
        Mark.objects.filter(digest__in=digests)
        .values_list("kind", "digest")
        .annotate(number=Count("id"))
        .order_by()
    )
    often = {(kind, bytes(digest)) for kind, digest, number in counted if number > TOO_MANY} & marks
    return marks - often, sorted({kind for kind, _digest in often}, key=_rank)


def _sharing(signal: Signal, marks: set[tuple[str, bytes]]) -> Mapping[UUID, set[str]]:
    """Which other signals share one of these marks, and of which kind."""
    why: dict[UUID, set[str]] = defaultdict(set)
    if marks:
        rows = Mark.objects.filter(digest__in={digest for _kind, digest in marks})
        for signal_id, kind, digest in rows.exclude(signal=signal).values_list(
            "signal_id", "kind", "digest"
        ):
            if (kind, bytes(digest)) in marks:
                why[signal_id].add(kind)
    return why


def _found(actor: Actor, signal: Signal, why: Mapping[UUID, set[str]]) -> list[Match]:
    if not why:
        return []
    # a part or a copy of this signal shares its marks by nature, and is linked on the page already
    kin = (
        Q(split_from=signal)
        | Q(merged_into=signal)
        | Q(pk=signal.split_from_id)
        | Q(pk=signal.merged_into_id)
    )
    others = list(
        Signal.objects.filter(pk__in=list(why), destroyed_at=None)
        .exclude(kin)
        .select_related("owner")
        .only("reference", "received_at", "owner__name")
        .order_by("-received_at")
    )
    reach = set(visible(actor).filter(pk__in=list(why)).values_list("pk", flat=True))
    verdicts, asked = _verdicts(signal, why), _asked(actor, why)
    matches = [
        Match(
            id=other.id,
            reference=other.reference,
            why=[WHY.get(kind, kind) for kind in sorted(why[other.id], key=_rank)],
            owner=other.owner.name,
            month=other.received_at,
            visible=other.id in reach,
            verdict=verdicts.get(other.id, ""),
            asked=asked.get(other.id, ""),
        )
        for other in others
    ]
    # what shares most, and what says most, first; within that the newest
    return sorted(matches, key=lambda m: (-len(m.why), min(_rank(k) for k in why[m.id])))


def _rank(kind: str) -> int:
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def _verdicts(signal: Signal, why: Mapping[UUID, set[str]]) -> dict[UUID, str]:
    pairs = Resemblance.objects.filter(
        Q(signal=signal, other__in=list(why)) | Q(other=signal, signal__in=list(why))
    )
    return {
        (second if first == signal.id else first): verdict
        for first, second, verdict in pairs.values_list("signal_id", "other_id", "verdict")
    }


def _asked(actor: Actor, why: Mapping[UUID, set[str]]) -> dict[UUID, str]:
    rows = AccessQuestion.objects.filter(
        signal__in=list(why), organisation_id=actor.organisation_id
    ).order_by("at")
    return dict(rows.values_list("signal_id", "status"))


def open_questions(hand: InHand) -> list[AccessQuestion]:
    """Who asks the owner to see this signal; the reason is opened on its own page."""
    if hand.way is not Way.OWNER:
        return []
    rows = hand.signal.access_questions.filter(status=AccessQuestion.Status.ASKED)
    return list(rows.select_related("organisation", "by").defer("reason").order_by("at"))
