# SPDX-License-Identifier: EUPL-1.2
"""The yearly figures that the European Union asks: victims, each once, in tables that add up.

Directive 2011/36/EU art. 19a as amended by (EU) 2024/1712: victims by registering organisation,
sex, age group, citizenship and form of exploitation. Each of the first four stands against the
form. Somebody with several forms is counted under "several", so that all adds up. Small counts are
protected for the four tables together, and attacked as they leave.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import disclosure
from disclosure.published import read
from meerinbeeld import norms
from meerinbeeld.registry.queries.victims import Person

#: Public cells below this are hidden (DOMAIN, law and privacy).
THRESHOLD: Final = 5
DIMENSIONS: Final = ("organisation", "sex", "age", "citizenship")
ALL: Final = "*"
UNKNOWN: Final = "unknown"
SEVERAL: Final = "several"
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Row:
    """One victim by the five codes that are asked."""

    organisation: str
    sex: str
    age: str
    citizenship: str
    form: str


@dataclass(frozen=True)
class Cell:
    """One number: as it is, and whether it may leave."""

    count: int
    status: str

    @property
    def is_hidden(self) -> bool:
        return self.status != "safe"


@dataclass(frozen=True)
class Figures:
    """The four tables. `cells` by dimension, code and form; `ALL` is a sum.

    `refused`: why nothing can leave; then nothing but the raw counts is known.
    """

    year: int
    victims: int
    cells: Mapping[Place, Cell]
    primary: int = 0
    secondary: int = 0
    refused: str = ""
    #: Dimension to the protected table, as it may leave.
    tables: Mapping[str, str] = field(default_factory=dict)

    def codes(self, dimension: str) -> list[str]:
        """The codes of a dimension that occur, without the sum."""
        found = {code for name, code, _form in self.cells if name == dimension}
        return sorted(found - {ALL})

    @property
    def forms(self) -> list[str]:
        return sorted({form for _name, _code, form in self.cells} - {ALL})


def row(person: Person) -> Row:
    """The codes of one victim. What nobody filled in is unknown."""
    sex = norms.codelist("sex").get(person.one["sex"])
    band = norms.codelist("age_band").get(person.one["age_band"])
    minor = band.extra.get("minor") if band else None
    return Row(
        organisation=person.notifiers[0],
        sex=str(sex.extra["eu"]) if sex else "UNK",
        age=UNKNOWN if minor is None else "child" if minor else "adult",
        citizenship=_citizenship(person.many["nationalities"]),
        form=_form(person.forms),
    )


def figures(year: int, persons: Iterable[Person]) -> Figures:
    """Count, protect and attack. Takes as long as the search for the least loss, some seconds."""
    rows = [row(person) for person in persons]
    counted = _counted(rows)
    if not rows:
        return Figures(year, 0, {})
    tables = [_table(dimension, rows) for dimension in DIMENSIONS]
    rules = disclosure.Rules(threshold=THRESHOLD)
    try:
        done = disclosure.protect(tables, rules, seconds=10)
    except disclosure.RefusalError as error:
        return _refused(year, len(rows), counted, str(error))
    published = [read(data, name) for name, data in done.files.items()]
    if not disclosure.attack(published, width=THRESHOLD).holds:
        return _refused(year, len(rows), counted, "the attack on what leaves found something")
    texts = [data.decode("utf-8-sig") for data in done.files.values()]
    files = {text.partition(",")[0]: text for text in texts}  # by the heading of the dimension
    cells = {
        place: Cell(counted[place], status)
        for text in files.values()
        for place, status, _count in _read(text)
    }
    return Figures(year, len(rows), cells, done.primary, done.secondary, tables=files)


def from_tables(year: int, tables: Mapping[str, str]) -> Figures:
    """Figures as they left: what was hidden is not in them."""
    cells = {
        place: Cell(int(count or 0), status)
        for dimension in DIMENSIONS
        for place, status, count in _read(tables[dimension])
    }
    whole = cells[DIMENSIONS[0], ALL, ALL]
    return Figures(year, whole.count, cells, tables=tables)


def _refused(year: int, victims: int, counted: Counter[Place], why: str) -> Figures:
    """The numbers for the register's own work; none of them may leave."""
    hidden = {place: Cell(count, "primary") for place, count in counted.items()}
    return Figures(year, victims, hidden, refused=why)


def _counted(rows: list[Row]) -> Counter[Place]:
    """Every cell and every sum."""
    found: Counter[Place] = Counter()
    for one in rows:
        for dimension in DIMENSIONS:
            code = getattr(one, dimension)
            for place in ((code, one.form), (code, ALL), (ALL, one.form), (ALL, ALL)):
                found[(dimension, *place)] += 1
    return found


def _table(dimension: str, rows: list[Row]) -> disclosure.Table:
    counts = Counter((getattr(one, dimension), one.form) for one in rows)
    return disclosure.from_dict([dimension, "form"], dict(counts), name=dimension)


def _read(text: str) -> Iterable[tuple[Place, str, str]]:
    """Each place of a table with its status and its count; "" for what is hidden."""
    rows = csv.DictReader(io.StringIO(text))
    names = list(rows.fieldnames or [""])
    for one in rows:
        yield (names[0], one[names[0]], one["form"]), one["status"], one[names[-2]]


def _citizenship(codes: Iterable[str]) -> str:
    """One group for each person: Dutch, of another member state, of elsewhere, or unknown."""
    known = [code for code in codes if code != UNKNOWN]
    if "NL" in known:
        return "NL"
    countries = norms.codelist("country")
    if any(code.extra.get("eu") for one in known if (code := countries.get(one))):
        return "EU"
    return "other" if known else UNKNOWN


def _form(forms: Iterable[str]) -> str:
    """The one form, as it counts in the Netherlands (`counts_with`), or several, or unknown."""
    codes = norms.codelist("form_of_exploitation")
    found = set()
    for one in forms:
        code = codes.get(one)
        found.add(str(code.extra.get("counts_with") or one) if code else one)
    known = found - {UNKNOWN}
    if len(known) > 1:
        return SEVERAL
    return next(iter(known), UNKNOWN)
