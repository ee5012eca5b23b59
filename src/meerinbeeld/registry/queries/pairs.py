# SPDX-License-Identifier: EUPL-1.2
"""Pairs to be judged and pairs that were judged. Only who keeps the register sees any.

Lists show references, organisations and reasons; nothing of a list is decrypted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F, QuerySet

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Judgement, Notification, Pair, Run
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries import pair_words
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, NotInReach
from meerinbeeld.ui.counting import bounded

PAGE: Final = 20
#: The lists, as they stand in an address.
LISTS: Final = {
    "open": Verdict.OPEN,
    "twijfel": Verdict.UNSURE,
    "zelfde": Verdict.SAME,
    "ander": Verdict.DIFFERENT,
}


@dataclass(frozen=True)
class Row:
    """One line of a list of pairs."""

    pair: Pair
    chance: str
    percent: float
    speaks_for: list[str]
    speaks_against: list[str]


def guard(actor: Actor) -> None:
    """Raises `Refused` for whoever does not keep the register."""
    require(actor, Verb.MERGE, KIND, PURPOSE)


def pairs(actor: Actor) -> QuerySet[Pair]:
    """Pairs of notifications that both still stand. Raises `Refused`."""
    guard(actor)
    return Pair.objects.filter(first__destroyed_at=None, second__destroyed_at=None)


def to_be_judged(actor: Actor) -> QuerySet[Pair]:
    """Without those that follow from what was judged already: both are one victim by now."""
    rows = pairs(actor).filter(verdict=Verdict.OPEN)
    return rows.exclude(first__victim=F("second__victim")).order_by("-probability", "id")


def listing(actor: Actor, name: str) -> QuerySet[Pair]:
    """One of `LISTS`: what is open the most likely first, what was judged the newest first."""
    verdict = LISTS.get(name, Verdict.OPEN)
    rows = to_be_judged(actor)
    if verdict != Verdict.OPEN:
        rows = pairs(actor).filter(verdict=verdict).order_by("-judged_at", "id")
    return rows.select_related("first__organisation", "second__organisation")


def counts(actor: Actor) -> dict[str, int]:
    """How long each list is, each at most `MANY`."""
    return {name: bounded(listing(actor, name)) for name in LISTS}


def rows(found: Iterable[Pair]) -> list[Row]:
    made = []
    for pair in found:
        speaks_for, against = pair_words.strongest(pair_words.parts_of(pair.weights))
        chance = pair_words.chance_words(pair.probability)
        made.append(Row(pair, chance, pair_words.percent(pair.probability), speaks_for, against))
    return made


def pair_of(actor: Actor, pair_id: UUID) -> Pair:
    """One pair. Raises `Refused` or `NotInReach`."""
    found = (
        pairs(actor)
        .filter(pk=pair_id)
        .select_related("first__organisation", "second__organisation", "first__victim",
                        "second__victim", "first__municipality", "second__municipality")
        .first()
    )  # fmt: skip
    if found is None:
        raise NotInReach
    return found


def next_pair(actor: Actor, but: UUID) -> Pair | None:
    """The most likely pair that waits, other than this one."""
    return to_be_judged(actor).exclude(pk=but).first()


def history(pair: Pair) -> list[Judgement]:
    """What was decided about a pair, the newest first."""
    return list(pair.judgements.select_related("by").order_by("-at"))


# --- Searches -------------------------------------------------------------------------------------


def last_run(actor: Actor) -> Run | None:
    guard(actor)
    return Run.objects.select_related("by").order_by("-asked_at").first()


def last_done(actor: Actor) -> Run | None:
    """The last search that ended well."""
    guard(actor)
    return Run.objects.filter(state=Run.State.DONE).order_by("-asked_at").first()


def run_of(actor: Actor, run_id: UUID) -> Run:
    """One search. Raises `Refused` or `NotInReach`."""
    guard(actor)
    found = Run.objects.select_related("by").filter(pk=run_id).first()
    if found is None:
        raise NotInReach
    return found


def notifiers(actor: Actor) -> QuerySet[Organisation]:
    """The organisations that notified."""
    guard(actor)
    told = Notification.objects.values("organisation_id")
    return Organisation.objects.filter(pk__in=told).order_by("name")
