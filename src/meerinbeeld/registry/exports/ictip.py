# SPDX-License-Identifier: EUPL-1.2
"""The four parts of the international classification for statistics on trafficking in persons.

IC-TIP (IOM and UNODC, adopted by the UN Statistical Commission in 2025) tells events, victims,
perpetrators and reporters apart. Its detailed variables could not be read: the split is followed,
the columns are ours. The register knows nothing of perpetrators, and says so with an empty table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from meerinbeeld import norms
from meerinbeeld.registry.queries.victims import Person
from meerinbeeld.ui import sheets

COLUMNS: Final = {
    "events": ["event", "victim", "form", "sector", "scope", "place_kind", "municipality", "means",
               "recruitment", "duration"],
    "victims": ["victim", "sex", "age_band", "age_band_at_start", "citizenship", "origin", "group",
                "standing", "first_notified_on"],
    "perpetrators": ["perpetrator", "event", "role", "sex", "citizenship"],
    "reporters": ["victim", "reporter"],
}  # fmt: skip

#: Coded columns, and the list of norms that each is held against.
CODED: Final = (
    ("events", "form", "form_of_exploitation"), ("events", "sector", "exploitation_sector"),
    ("events", "scope", "exploitation_scope"), ("events", "place_kind", "exploitation_place"),
    ("events", "means", "means_of_coercion"), ("events", "recruitment", "recruitment_way"),
    ("events", "duration", "exploitation_duration"), ("victims", "sex", "sex"),
    ("victims", "age_band", "age_band"), ("victims", "age_band_at_start", "age_band"),
    ("victims", "citizenship", "country"), ("victims", "origin", "country"),
    ("victims", "group", "victim_group"), ("victims", "standing", "victim_standing"),
    ("reporters", "reporter", "notifier_kind"),
)  # fmt: skip


def tables(persons: Iterable[Person]) -> dict[str, sheets.Table]:
    """The four tables by name, with codes of norms. An event is one form for one victim."""
    known = list(persons)
    rows = {
        "events": [_event(person, form) for person in known for form in person.forms],
        "victims": [_victim(person) for person in known],
        "perpetrators": [],
        "reporters": [[person.reference, one] for person in known for one in person.notifiers],
    }
    return {name: sheets.table(COLUMNS[name], rows[name]) for name in COLUMNS}


def _event(person: Person, form: str) -> list[str]:
    one, many = person.one, person.many
    return [
        f"{person.reference}/{form}", person.reference, form, one["sector"], one["scope"],
        one["place_kind"], one["municipality_id"], ";".join(many["means"]),
        ";".join(many["recruitment"]), one["duration"],
    ]  # fmt: skip


def _victim(person: Person) -> list[str]:
    one = person.one
    return [
        person.reference, one["sex"], one["age_band"], one["age_band_at_start"],
        ";".join(person.many["nationalities"]), one["origin"], person.group, one["standing"],
        person.first_on.isoformat(),
    ]  # fmt: skip


def problems(found: dict[str, sheets.Table]) -> list[str]:
    """What does not fit: columns, numbers given twice, rows about nobody, codes of no list."""
    wrong = [f"{name}: columns" for name, table in found.items() if table[0] != COLUMNS[name]]
    victims = [row[0] for row in found["victims"][1:]]
    if len(victims) != len(set(victims)):
        wrong.append("victims: a number is given twice")
    known = set(victims)
    for name, at in (("events", 1), ("reporters", 0)):
        wrong += [
            f"{name}: {row[at]} is no victim" for row in found[name][1:] if row[at] not in known
        ]
    for name, column, codelist in CODED:
        values = set(norms.codelist(codelist).values)
        at = COLUMNS[name].index(column)
        codes = {code for row in found[name][1:] for code in row[at].split(";") if code}
        wrong += [f"{name}.{column}: {code} is in no list" for code in sorted(codes - values)]
    return wrong
