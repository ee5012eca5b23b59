# SPDX-License-Identifier: EUPL-1.2
"""Giving out the register's coded facts: checked against the standard, and journaled.

Each notification behind a row gets its entry in the journal, in the same transaction. What does not
pass the check is not given out.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.registry.exports import htcds, ictip, standard
from meerinbeeld.registry.queries import letters
from meerinbeeld.registry.queries.figures import in_period, keeper
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, THING
from meerinbeeld.registry.queries.victims import Person
from meerinbeeld.registry.rules.period import Period
from meerinbeeld.ui import sheets

HTCDS_JSON, HTCDS_CSV, ICTIP = "htcds-json", "htcds-csv", "ic-tip"
FIGURES: Final = "registry.figures"


@dataclass(frozen=True)
class Checked:
    """An export that is ready to be given out, or what stands against it."""

    victims: int
    rows: int
    problems: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class Kind:
    """One format: its file, what it is checked against, and how it is made."""

    ending: str
    content_type: str
    check: Callable[[list[Person]], tuple[int, list[str]]]
    write: Callable[[list[Person]], bytes]


def check(actor: Actor, period: Period, kind: str) -> Checked:
    """Hold the export against its standard. Nothing is given out. Raises `Refused`."""
    require(actor, Verb.EXPORT, KIND, PURPOSE)
    persons = in_period(actor, period)
    rows, problems = KINDS[kind].check(persons)
    return Checked(len(persons), rows, tuple(problems))


def give_out(actor: Actor, period: Period, kind: str) -> tuple[str, bytes, str]:
    """The name, the bytes and the type of the file, made in memory and journaled.

    Raises `Refused`, or `ChangeError` when something in it is not of the standard.
    """
    require(actor, Verb.EXPORT, KIND, PURPOSE)
    form = KINDS[kind]
    with transaction.atomic():
        persons = in_period(actor, period)
        _rows, problems = form.check(persons)
        if problems:
            raise ChangeError(_("Not given out. This is not of the standard: ") + problems[0])
        _journal(actor, persons, kind)
        data = form.write(persons)
    name = f"{kind}-{period.code}-{timezone.localdate()}.{form.ending}"
    return name, data, form.content_type


def _journal(actor: Actor, persons: list[Person], kind: str) -> None:
    touched = [journal.Touched(*one) for person in persons for one in person.touched]
    if touched:
        journal.record_many(
            actor,
            Verb.EXPORT,
            purpose=PURPOSE,
            thing=THING,
            touched=touched,
            reason_code=kind,
        )


def _check_htcds(persons: list[Person]) -> tuple[int, list[str]]:
    found = [(person.reference, htcds.record(person)) for person in persons]
    problems = [
        f"{reference}: {problem}" for reference, one in found for problem in standard.problems(one)
    ]
    return len(found), problems


def _check_ictip(persons: list[Person]) -> tuple[int, list[str]]:
    tables = ictip.tables(persons)
    return sum(len(table) - 1 for table in tables.values()), ictip.problems(tables)


def _json(persons: list[Person]) -> bytes:
    return htcds.as_json(htcds.records(persons))


def _csv(persons: list[Person]) -> bytes:
    return sheets.as_csv(htcds.as_table(htcds.records(persons)))


def _zip(persons: list[Person]) -> bytes:
    """The four tables and a description of their columns."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, table in ictip.tables(persons).items():
            bundle.writestr(f"{name}.csv", sheets.as_csv(table))
        bundle.writestr("columns.json", json.dumps(ictip.COLUMNS, indent=1))
    return out.getvalue()


KINDS: Final = {
    HTCDS_JSON: Kind("json", "application/json; charset=utf-8", _check_htcds, _json),
    HTCDS_CSV: Kind("csv", "text/csv; charset=utf-8", _check_htcds, _csv),
    ICTIP: Kind("zip", "application/zip", _check_ictip, _zip),
}


def give_out_organisations(actor: Actor, period: Period) -> list[letters.Line]:
    """What each organisation notified, to take along for one's own use. Raises `Refused`."""
    keeper(actor, Verb.EXPORT)
    with transaction.atomic():
        journal.record(
            actor,
            Verb.EXPORT,
            purpose=PURPOSE,
            thing=FIGURES,
            reason_code=f"organisations:{period.code}",
        )
        return letters.lines(actor, period)
