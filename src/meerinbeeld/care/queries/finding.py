# SPDX-License-Identifier: EUPL-1.2
"""Finding a case of the team: by number, by its made-up name, or by a detail of the person.

What was typed is compared as a mark; sealed text is never searched, and nothing outside the reach
of the actor is found or counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from meerinbeeld import vault
from meerinbeeld.access import Actor
from meerinbeeld.care.models import Case, Mark
from meerinbeeld.care.queries.scope import InHand, Way, owned
from meerinbeeld.signals.queries.resemblance import WHY
from meerinbeeld.signals.queries.search import beginning_of, kinds_of

SHOWN: Final = 50
#: How many cases that are alike stand beside a referral.
FEW: Final = 5
LETTER: Final = "Z"
_SHORTEST: Final = 2


@dataclass(frozen=True)
class Asked:
    """What a person typed, as what it can be."""

    reference: str = ""
    alias: str = ""
    marks: tuple[tuple[str, bytes], ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """As which details of a person it was looked up."""
        return tuple(sorted({kind for kind, _digest in self.marks}))


@dataclass(frozen=True)
class Hit:
    """A case, and as which details of the person it fits."""

    case: Case
    kinds: tuple[str, ...]

    @property
    def why(self) -> list[str]:
        return [str(WHY.get(kind, kind)) for kind in self.kinds]


def understood(typed: str) -> Asked:
    """What the typed words can be. A name and an alias can look alike: then both are tried."""
    text = " ".join(typed.split())
    if len(text) < _SHORTEST:
        return Asked()
    if reference := beginning_of(text, LETTER):
        return Asked(reference=reference)
    digests = [(kind, vault.blind_index(kind, text)) for kind in kinds_of(text)]
    alias = text if text[0].isalpha() and "@" not in text else ""
    return Asked(alias=alias, marks=tuple((kind, digest) for kind, digest in digests if digest))


def find(actor: Actor, asked: Asked) -> list[Hit]:
    """The cases of the team that fit, the newest first; one more than is shown at most."""
    ways = _ways(asked)
    if not ways:
        return []
    reach = owned(actor).filter(destroyed_at=None)
    # one query for each way, along its own index: an OR would read the whole table
    keys = {pk for way in ways for pk in _keys(reach.filter(way))}
    rows = Case.objects.filter(pk__in=keys).select_related("coordinator", "municipality")
    shown = list(rows.order_by("-received_at")[: SHOWN + 1])
    why = _why(shown, asked)
    return [Hit(row, tuple(sorted(why.get(row.pk, ())))) for row in shown]


def alike(hand: InHand) -> list[Hit]:
    """Other cases of the same team that share a detail of the person, the newest first.

    For whoever decides on a referral: a person who is helped already needs no second case.
    """
    marks = Mark.objects.filter(case=hand.case).values_list("kind", "digest")
    asked = Asked(marks=tuple((kind, bytes(digest)) for kind, digest in marks))
    if hand.way is not Way.TEAM or not asked.marks:
        return []
    found = [hit for hit in find(hand.actor, asked) if hit.case.pk != hand.case.pk]
    return found[:FEW]


def _ways(asked: Asked) -> list[Q]:
    ways = []
    if asked.reference:
        ways.append(Q(reference__gte=asked.reference, reference__lte=f"{asked.reference}999999999"))
    if asked.alias:
        ways.append(Q(alias__istartswith=asked.alias))
    if asked.marks:
        digests = [digest for _kind, digest in asked.marks]
        ways.append(Q(pk__in=Mark.objects.filter(digest__in=digests).values("case_id")))
    return ways


def _keys(rows: QuerySet[Case]) -> list[UUID]:
    return list(rows.order_by("-received_at").values_list("id", flat=True)[: SHOWN + 1])


def _why(rows: list[Case], asked: Asked) -> dict[UUID, set[str]]:
    """Which detail of each case fits."""
    found: dict[UUID, set[str]] = {}
    digests = [digest for _kind, digest in asked.marks]
    if digests:
        marks = Mark.objects.filter(case__in=rows, digest__in=digests)
        for case_id, kind in marks.values_list("case_id", "kind"):
            found.setdefault(case_id, set()).add(kind)
    return found
