# SPDX-License-Identifier: EUPL-1.2
"""Two notifications side by side, opened to tell whether they are about one person.

Names and dates decide, so they are shown at once; that both dossiers were opened for it is
journaled in the same transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.registry.actions.new_notification import SEVERAL
from meerinbeeld.registry.models import Notification, Pair
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.pair_words import DIFFERENT, LEVELS, SAME, parts_of
from meerinbeeld.registry.queries.pairs import pair_of
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, THING

REASON: Final = "judging"
#: Coded facts that help to tell people apart, in the order of the page.
CODED: Final = (
    "sex", "nationalities", "origin", "age_band", "municipality", "forms", "sector", "place_kind",
    "duration",
)  # fmt: skip
ONE_SIDE: Final = _("known on one side only")
PARTLY: Final = _("partly the same")
#: What the words of a row are coloured by; the words stand there too.
_TONES: Final = {"exact": "runs", "else": "today"}


@dataclass(frozen=True)
class Side:
    """One field of both notifications, and how they compare."""

    label: str
    first: str = field(repr=False)
    second: str = field(repr=False)
    said: Any
    tone: str
    sealed: bool = False


@dataclass(frozen=True)
class Compared:
    """A pair with both sides opened."""

    pair: Pair
    sides: list[Side]


def compare(actor: Actor, pair_id: UUID) -> Compared:
    """Open both notifications of a pair. Raises `Refused` or `NotInReach`."""
    with transaction.atomic():
        pair = pair_of(actor, pair_id)
        require(actor, Verb.REVEAL, KIND, PURPOSE)
        both = (pair.first, pair.second)
        journal.record_many(
            actor,
            Verb.REVEAL,
            purpose=PURPOSE,
            thing=THING,
            touched=[journal.Touched(row.id, row.dossier) for row in both],
            reason_code=REASON,
        )
        first, second = _details(both)
    return Compared(pair, [*_of_details(pair, first, second), *_of_codes(*both)])


def _details(rows: tuple[Notification, ...]) -> list[dict[str, str]]:
    """What is sealed of each; empty where it was destroyed."""
    with vault.unlocked_many(row.dossier for row in rows) as boxes:
        return [
            {one.kind: box.text(one, "value") for one in row.details.all()}
            if (box := boxes.get(row.dossier))
            else {}
            for row in rows
        ]


def _of_details(pair: Pair, first: Mapping[str, str], second: Mapping[str, str]) -> list[Side]:
    levels = {part.name: part.level for part in parts_of(pair.weights)}
    found = []
    for code in norms.codelist("registry_detail").codes:
        one, other = first.get(code.value, ""), second.get(code.value, "")
        if one or other:
            compared = levels.get(_comparison(str(code.extra.get("linkage", ""))), "")
            said, tone = _said(one, other, compared)
            first_side = words.detail_in_words(code.value, one)
            other_side = words.detail_in_words(code.value, other)
            found.append(Side(code.label, first_side, other_side, said, tone, sealed=True))
    return found


def _comparison(compared_as: str) -> str:
    """What the engine calls the comparison of a field."""
    return {"given_name": "given", "family_name": "family", "birth_date": "birth"}.get(
        compared_as, compared_as
    )


def _said(one: str, other: str, level: str) -> tuple[Any, str]:
    if not one or not other:
        return ONE_SIDE, ""
    if one.casefold() == other.casefold():
        return SAME, "runs"
    # what the engine did not compare is only told to be written differently
    return LEVELS.get(level) or DIFFERENT, _TONES.get(level or "else", "info")


def _of_codes(first: Notification, second: Notification) -> list[Side]:
    found = []
    for name in CODED:
        one, other = _in_words(first, name), _in_words(second, name)
        if one or other:
            said, tone = _coded(_codes(first, name), _codes(second, name))
            found.append(Side(words.field_label(name), one, other, said, tone))
    return found


def _in_words(row: Notification, name: str) -> str:
    return words.value_in_words(row, name)


def _codes(row: Notification, name: str) -> frozenset[str]:
    if name == "forms":
        return frozenset(row.forms.values_list("form", flat=True))
    if name == "municipality":
        return frozenset([row.municipality_id or ""]) - {""}
    value = getattr(row, name)
    return frozenset(value) if name in SEVERAL else frozenset([str(value)]) - {""}


def _coded(one: frozenset[str], other: frozenset[str]) -> tuple[Any, str]:
    known, known_too = one - {"unknown"}, other - {"unknown"}
    if not known or not known_too:
        return ONE_SIDE, ""
    if known == known_too:
        return SAME, "runs"
    return (PARTLY, "info") if known & known_too else (DIFFERENT, "today")
