# SPDX-License-Identifier: EUPL-1.2
"""How two records are compared: per part of what is known, levels from "the same" to "different".

A pair falls in the first level that is true. What may say nothing about a pair is no evidence, for
or against: it is a null level. Levels are SQL of DuckDB.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

ELSE: Final = "else"
#: What is a person's own; the rest may be shared by the people of one household.
_OWN: Final = frozenset({"given", "birth", "sex", "number"})
EXACT: Final = "exact"


@dataclass(frozen=True)
class Level:
    """`name` is what the shipped parameters and the explanation of a pair call it."""

    name: str
    sql: str
    #: The column whose common values weigh less.
    frequency_of: str = ""


@dataclass(frozen=True)
class Comparison:
    """`null` is when nothing can be said. The last level is always: anything else."""

    name: str
    null: str
    levels: tuple[Level, ...]

    @property
    def is_shared(self) -> bool:
        """Whether the people of one household have this in common."""
        return self.name not in _OWN

    @property
    def level_names(self) -> list[str]:
        """From the strongest down, as the engine numbers them from high to low."""
        return [*(level.name for level in self.levels), ELSE]


def comparisons(columns: Collection[str]) -> list[Comparison]:
    """The comparisons that these features allow."""
    return list(_comparisons(frozenset(columns)))


def _comparisons(has: frozenset[str]) -> Iterator[Comparison]:
    both_names = {"given", "family"} <= has
    if "given" in has:
        yield _given(both_names, "alias" in has)
    if "family" in has:
        yield _family(both_names)
    if "year" in has:
        yield _birth("dob" in has)
    for name in ("sex", "nationality"):
        if name in has:
            yield Comparison(name, _missing(name), (_exact(name),))
    if "birth_place" in has:
        yield _words("birth_place")
    if "number" in has:
        yield _code("number")
    if "phone" in has:
        yield _phone()
    if "email" in has:
        yield _email()
    if "postcode" in has:
        yield _postcode()
    if "street" in has:
        yield _words("street")
    if "place" in has:
        # a town says nothing more when the postcode is the same
        known = " OR postcode_l = postcode_r" if "postcode" in has else ""
        yield _words("place", known)
    for name in sorted(has):
        if name.startswith("other_"):
            yield _words(name)


def _given(both: bool, aliases: bool) -> Comparison:
    swapped = (Level("swapped", _SWAPPED),) if both else ()
    alias = (Level("alias", _BY_ALIAS),) if aliases else ()
    return Comparison(
        "given",
        _missing("given"),
        (
            _exact("given"),
            *swapped,
            Level("form", "root_l = root_r"),
            Level("close", f"({_SAME_SOUND} AND {_like('given', 0.8)}) OR {_like('given', 0.92)}"),
            *alias,
            Level("initial", _INITIAL),
            Level("part", _within("given")),
            Level("alike", _like("given", 0.8)),
        ),
    )


def _family(both: bool) -> Comparison:
    # the swap of both names is counted once, with the given name
    known = f" OR (given_l <> given_r AND {_SWAPPED})" if both else ""
    same_sound = "family_sound_l = family_sound_r"
    return Comparison(
        "family",
        _missing("family") + known,
        (
            _exact("family"),
            Level("close", f"({same_sound} AND {_like('family', 0.8)}) OR {_like('family', 0.92)}"),
            Level("part", _within("family")),
            Level("alike", _like("family", 0.8)),
        ),
    )


def _birth(days: bool) -> Comparison:
    """With days: also swapped day and month, one slip, a guessed first of January."""
    with_days = (
        Level(EXACT, "dob_l = dob_r", "dob"),
        Level(
            "turned",
            "year_l = year_r AND substr(md_l, 1, 2) = substr(md_r, 3, 2) "
            "AND substr(md_l, 3, 2) = substr(md_r, 1, 2)",
        ),
        Level(
            "slip", "(year_l = year_r OR md_l = md_r) AND damerau_levenshtein(dob_l, dob_r) <= 1"
        ),
        Level(
            "year",
            "year_l = year_r AND "
            "(dob_l IS NULL OR dob_r IS NULL OR md_l = '0101' OR md_r = '0101')",
        ),
        Level("two_slips", "levenshtein(dob_l, dob_r) <= 2"),
        Level("same_year", "year_l = year_r"),
        Level("near_year", f"{_APART} <= 1"),
        Level("same_day", "md_l = md_r AND md_l <> '0101'"),
        Level("years_apart", f"{_APART} <= 5"),
    )
    years_only = (
        Level("year", "year_l = year_r", "year"),
        Level("near_year", f"{_APART} <= 1"),
        Level("years_apart", f"{_APART} <= 5"),
    )
    return Comparison("birth", _missing("year"), with_days if days else years_only)


def _code(name: str) -> Comparison:
    return Comparison(name, _missing(name), (_exact(name), Level("slip", _slip(name, 2, 2))))


def _phone() -> Comparison:
    tail = "right(phone_l, 8) = right(phone_r, 8)"
    levels = (_exact("phone"), Level("tail", tail), Level("slip", _slip("phone", 6, 4)))
    return Comparison("phone", _missing("phone"), levels)


def _email() -> Comparison:
    return Comparison(
        "email", _missing("email"), (_exact("email"), Level("close", _like("email", 0.92)))
    )


def _postcode() -> Comparison:
    levels = (
        _exact("postcode"),
        Level("slip", _slip("postcode", 2, 2)),
        Level("area", "area_l = area_r"),
    )
    return Comparison("postcode", _missing("postcode"), levels)


def _words(name: str, known: str = "") -> Comparison:
    return Comparison(
        name,
        _missing(name) + known,
        (
            _exact(name),
            Level("close", _like(name, 0.92)),
            Level("part", _within(name)),
            Level("alike", _like(name, 0.8)),
        ),
    )


_SWAPPED: Final = "(given_l = family_r AND family_l = given_r)"
_SAME_SOUND: Final = "given_sound_l = given_sound_r"
_BY_ALIAS: Final = "root_l = alias_r OR alias_l = root_r OR alias_l = alias_r"
_APART: Final = "abs(cast(year_l AS int) - cast(year_r AS int))"
_INITIAL: Final = (
    "(length(given_l) = 1 OR length(given_r) = 1) AND substr(given_l, 1, 1) = substr(given_r, 1, 1)"
)


def _missing(name: str) -> str:
    return f"{name}_l IS NULL OR {name}_r IS NULL"


def _exact(name: str) -> Level:
    return Level(EXACT, f"{name}_l = {name}_r", name)


def _like(name: str, least: float) -> str:
    return f"jaro_winkler_similarity({name}_l, {name}_r) >= {least}"


def _slip(name: str, head: int, tail: int) -> str:
    """One sign more, less or other, or two that changed places.

    That measure is slow. One slip spares the beginning or the end, so that is asked first.
    """
    left, right = f"{name}_l", f"{name}_r"
    spared = (
        f"(left({left}, {head}) = left({right}, {head}) OR "
        f"right({left}, {tail}) = right({right}, {tail}))"
    )
    return f"{spared} AND damerau_levenshtein({left}, {right}) <= 1"


def _within(name: str) -> str:
    """All the words of one stand, beside each other, in the other."""
    left, right = f"{name}_l", f"{name}_r"
    return f"({_holds(left, right)} OR {_holds(right, left)})"


def _holds(whole: str, part: str) -> str:
    """First cheaply, as signs; then as words."""
    as_words = f"instr(concat(' ', {whole}, ' '), concat(' ', {part}, ' ')) > 0"
    return f"(instr({whole}, {part}) > 0 AND {as_words})"


# --- Shipped parameters ---------------------------------------------------------------------------


@lru_cache(maxsize=1)
def shipped() -> dict[str, Any]:
    """The parameters that come with the program, with where they come from."""
    text = files(__package__).joinpath("data/parameters.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def shipped_levels(comparison: Comparison) -> list[tuple[float, float]]:
    """(m, u) of each level: how often it is true among matches, and among others."""
    known = shipped()["comparisons"]
    levels = known.get(comparison.name) or known["other"]
    pairs = [tuple(levels[name]) for name in comparison.level_names]
    m_total, u_total = sum(m for m, _ in pairs), sum(u for _, u in pairs)
    return [(m / m_total, u / u_total) for m, u in pairs]
