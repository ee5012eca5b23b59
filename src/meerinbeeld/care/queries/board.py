# SPDX-License-Identifier: EUPL-1.2
"""The bed board: how many beds, how many taken, who waits, which stays are long.

Only coded facts. A case is named by its alias to whoever can open it; to everybody else, also to
the provider where somebody stays, it is "somebody".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from meerinbeeld import norms
from meerinbeeld.access import Actor, Purpose, Reach, Verb, may, require
from meerinbeeld.care.models import Case, Facility, Placement
from meerinbeeld.care.queries import scope
from meerinbeeld.care.queries.scope import NotInReach, openable
from meerinbeeld.care.rules.shelter import ASKED, PLACED, Occupancy
from meerinbeeld.ui.counting import spelled

KIND: Final = "shelter"
#: So many stand on the page; the sentence tells how many there are.
MOST: Final = 30
#: What the board tells of a stay or a wish.
READ: Final = (
    "case_id", "kind", "status", "beds", "requested_at", "placed_at", "wait_reason", "delay_reason",
    "facility__name",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One shelter on the board."""

    facility: Facility
    kind: str
    full: Occupancy
    waiting: int
    #: Reasons for the long stays there, with how often each is given.
    reasons: list[tuple[str, int]]
    without_reason: int


@dataclass(frozen=True)
class Somebody:
    """A stay or a wish on the board; `case` is None for whoever cannot open it."""

    placement: Placement
    kind: str
    reason: str
    case: Case | None = field(repr=False)
    #: Whether this actor may write down why the stay takes longer.
    is_ours: bool = False


@dataclass(frozen=True)
class Board:
    lines: list[Line]
    waiting: list[Somebody]
    waiting_count: int
    long: list[Somebody]

    @property
    def beds(self) -> int:
        return sum(line.full.beds for line in self.lines)

    @property
    def taken(self) -> int:
        """Beds that are taken; who stays beyond the beds is in `over`."""
        return sum(line.full.taken - line.full.over for line in self.lines)

    @property
    def over(self) -> int:
        return sum(line.full.over for line in self.lines)

    @property
    def long_stays(self) -> int:
        return sum(line.full.long for line in self.lines)

    @property
    def free(self) -> int:
        """Beds that somebody can have now: a shelter that takes nobody gives none."""
        return sum(line.full.free for line in self.lines if line.facility.is_open)

    @property
    def without_reason(self) -> int:
        return sum(line.without_reason for line in self.lines)


def facilities(actor: Actor, verb: str = Verb.LIST) -> QuerySet[Facility]:
    """The shelters in reach: of the region, or of the own organisation. Raises `Refused`."""
    reach = require(actor, verb, KIND, Purpose.CARE).reach
    found = Facility.objects.select_related("provider")
    return found if reach == Reach.REGION else found.filter(provider_id=actor.organisation_id)


def has_board(actor: Actor) -> bool:
    """Whether the board belongs in somebody's menu: the region's, or of a provider its own."""
    decision = may(actor, Verb.OPEN, KIND, Purpose.CARE)
    if decision.reach == Reach.ORGANISATION:
        return Facility.objects.filter(provider_id=actor.organisation_id).exists()
    return bool(decision)


def facility(actor: Actor, facility_id: UUID, verb: str = Verb.OPEN) -> Facility:
    """One shelter in reach. Raises `NotInReach` or `Refused`."""
    found = facilities(actor, verb).filter(pk=facility_id).first()
    if found is None:
        raise NotInReach
    return found


def board(actor: Actor, now: datetime) -> Board:
    """The whole board, in a number of queries that does not grow."""
    seen = facilities(actor)
    taken = _taken(seen, now)
    shown = [one for one in seen if one.ended_at is None or taken[one.id].taken]
    waiting, reasons = _waiting_per_facility(seen), _reasons(seen, now)
    wishes, stays = _wishes(actor, seen), _long(seen, now).order_by("placed_at")
    first, longest = _read(wishes), _read(stays)
    somebody = {one.placement.id: one for one in _somebody(actor, [*first, *longest])}
    return Board(
        lines=[_line(one, taken[one.id], waiting[one.id], reasons[one.id]) for one in shown],
        waiting=[somebody[one.id] for one in first],
        waiting_count=wishes.count(),
        long=[somebody[one.id] for one in longest],
    )


def occupancy(facility_ids: Iterable[UUID], now: datetime) -> dict[UUID, Occupancy]:
    """How full some shelters are, for a form that offers them."""
    found = Facility.objects.filter(pk__in=list(facility_ids))
    return dict(_taken(found, now))


def _taken(seen: QuerySet[Facility], now: datetime) -> dict[UUID, Occupancy]:
    beds = {one.id: one.beds for one in seen}
    sums = (
        Placement.objects.filter(status=PLACED, facility__in=list(beds))
        .order_by()
        .values("facility")
        .annotate(taken=Sum("beds"), long=Sum("beds", filter=Q(long_from__lte=now)))
    )
    found = {row["facility"]: (row["taken"], row["long"] or 0) for row in sums}
    return {key: Occupancy(count, *found.get(key, (0, 0))) for key, count in beds.items()}


def _waiting_per_facility(seen: QuerySet[Facility]) -> dict[UUID, int]:
    rows = (
        Placement.objects.filter(status__in=spelled(ASKED), facility__in=seen)
        .order_by()
        .values("facility")
        .annotate(people=Sum("beds"))
    )
    return defaultdict(int, {row["facility"]: row["people"] for row in rows})


def _long(seen: QuerySet[Facility], now: datetime) -> QuerySet[Placement]:
    return Placement.objects.filter(status=PLACED, facility__in=seen, long_from__lte=now)


def _reasons(seen: QuerySet[Facility], now: datetime) -> dict[UUID, Counter[str]]:
    rows = (
        _long(seen, now).order_by().values("facility", "delay_reason").annotate(stays=Count("id"))
    )
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row["facility"]][row["delay_reason"]] += row["stays"]
    return found


def _wishes(actor: Actor, seen: QuerySet[Facility]) -> QuerySet[Placement]:
    """Who waits: at these shelters, and for the region also who waits for any."""
    at_these = Q(facility__in=seen)
    reach = require(actor, Verb.LIST, KIND, Purpose.CARE).reach
    wanted = at_these | Q(facility=None) if reach == Reach.REGION else at_these
    return Placement.objects.filter(wanted, status__in=spelled(ASKED)).order_by("requested_at")


def _line(facility: Facility, full: Occupancy, waiting: int, reasons: Counter[str]) -> Line:
    labels = norms.codelist("delay_reason")
    given = [(labels.label(code), count) for code, count in reasons.most_common() if code]
    kind = norms.codelist("shelter_kind").label(facility.kind)
    return Line(facility, kind, full, waiting, given, reasons[""])


def _read(found: QuerySet[Placement]) -> list[Placement]:
    """The first of a list, with no more than the board tells of them."""
    return list(found.select_related("facility").only(*READ)[:MOST])


def _somebody(actor: Actor, rows: Collection[Placement]) -> list[Somebody]:
    read = openable(actor).only("reference", "alias", "owner_id")
    cases: dict[Any, Case] = read.in_bulk([row.case_id for row in rows])
    kinds = norms.codelist("shelter_kind")
    changes = may(actor, Verb.CHANGE, scope.KIND, scope.purpose_of(actor))

    def is_ours(case: Case | None) -> bool:
        return bool(changes) and case is not None and case.owner_id == actor.organisation_id

    return [
        Somebody(row, kinds.label(row.kind), _why(row), case, is_ours(case))
        for row, case in ((row, cases.get(row.case_id)) for row in rows)
    ]


def _why(row: Placement) -> str:
    if row.status == PLACED:
        return norms.codelist("delay_reason").label(row.delay_reason)
    return norms.codelist("waiting_reason").label(row.wait_reason)
