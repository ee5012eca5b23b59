# SPDX-License-Identifier: EUPL-1.2
"""Why two notifications may be about one person, in words. Nothing of the person is in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: What is compared, and the two parts of a sum that are no comparison.
PARTS: Final[dict[str, Any]] = {
    "prior": _("before looking: two notifications are seldom about one person"),
    "household": _("taken off: people of one household share this too"),
    "given": _("first name"),
    "family": _("last name"),
    "birth": _("date of birth"),
    "sex": _("sex"),
    "nationality": _("nationality"),
    "birth_place": _("place of birth"),
    "phone": _("phone number"),
    "email": _("e-mail address"),
    "place": _("municipality"),
}
SAME: Final = pgettext_lazy("comparison", "the same")
DIFFERENT: Final = pgettext_lazy("comparison", "different")
LEVELS: Final[dict[str, Any]] = {
    "exact": SAME,
    "swapped": _("first and last name changed places"),
    "form": _("another form of the same name"),
    "close": _("nearly the same by sound or spelling"),
    "alias": _("the first name is the other name of the other"),
    "initial": _("only an initial, which fits"),
    "part": _("one is part of the other"),
    "alike": _("somewhat alike"),
    "turned": _("day and month changed places"),
    "slip": _("one character differs"),
    "year": _("the same year, the day is not known"),
    "two_slips": _("two characters differ"),
    "same_year": _("the same year, another day"),
    "near_year": _("a year apart"),
    "same_day": _("the same day, another year"),
    "years_apart": _("up to five years apart"),
    "tail": _("the last eight digits are the same"),
    "else": DIFFERENT,
}
#: From this probability on, in words.
CHANCES: Final[tuple[tuple[float, Any], ...]] = (
    (0.99, _("almost certain")),
    (0.95, _("very likely")),
    (0.8, _("likely")),
    (0.5, _("perhaps")),
    (0.0, _("less likely")),
)
MOST_PERCENT, LEAST_PERCENT = 99.9, 0.1


class Part(NamedTuple):
    """One part of the sum of a pair: its name, its level and its bits."""

    name: str
    level: str
    bits: float

    @property
    def label(self) -> str:
        return str(PARTS.get(self.name, self.name))

    @property
    def said(self) -> str:
        return str(LEVELS.get(self.level, self.level))

    @property
    def whole(self) -> str:
        return f"{self.label}: {self.said}" if self.level else self.label


def parts_of(weights: Sequence[Sequence[Any]]) -> list[Part]:
    """The parts of a stored pair, in their order."""
    return [Part(str(name), str(level), float(bits)) for name, level, bits in weights]


def chance_words(probability: float) -> str:
    return str(next(words for least, words in CHANCES if probability >= least))


def percent(probability: float) -> float:
    """Of a hundred, with one decimal; never quite all or nothing, because it is an estimate."""
    return min(MOST_PERCENT, max(LEAST_PERCENT, round(100 * probability, 1)))


def strongest(parts: Sequence[Part], number: int = 2) -> tuple[list[str], list[str]]:
    """What speaks most for one person, and what most against, in words."""
    compared = [part for part in parts if part.level]
    strong = sorted(compared, key=lambda part: -abs(part.bits))
    for_it = [part.whole for part in strong if part.bits > 0]
    return for_it[:number], [part.whole for part in strong if part.bits < 0][:number]
