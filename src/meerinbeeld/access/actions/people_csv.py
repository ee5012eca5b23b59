# SPDX-License-Identifier: EUPL-1.2
"""A list of people with their roles, out and in. Reading the same list twice changes nothing."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access.actions import people as act
from meerinbeeld.access.models import Person
from meerinbeeld.access.policy import Actor, require
from meerinbeeld.access.roles import Purpose, Role, Verb
from meerinbeeld.parties.models import Organisation
from meerinbeeld.ui.cells import safe

COLUMNS = ("email", "name", "organisation", "role", "valid_from", "valid_to")
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One line of a list: what would happen, or what is wrong with it."""

    number: int
    email: str
    name: str
    organisation: str
    role: str
    message: str
    state: str  # new, role, same, wrong
    given: act.RoleGiven | None = None


def export(actor: Actor, people: Iterable[Person]) -> Iterator[str]:
    """The list as lines of CSV. Journaled once, when the first line is asked for."""
    require(actor, Verb.EXPORT, act.THING, Purpose.ADMINISTRATION)
    journal.record(
        actor, Verb.EXPORT, purpose=Purpose.ADMINISTRATION, thing="access.person", thing_id="list"
    )
    yield _line(COLUMNS)
    for person in people:
        for membership in person.memberships.all():
            yield _line(
                (
                    person.email,
                    person.name,
                    membership.organisation.slug,
                    membership.role,
                    membership.valid_from.isoformat(),
                    membership.valid_to.isoformat() if membership.valid_to else "",
                )
            )


def preview(actor: Actor, text: str) -> list[Row]:
    """What reading this list would do, row by row; nothing is changed.

    Raises `act.NotPossible` when it is not such a list at all.
    """
    require(actor, Verb.IMPORT, act.THING, Purpose.ADMINISTRATION)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text))
    missing = [name for name in COLUMNS[:4] if name not in (reader.fieldnames or [])]
    if missing:
        raise act.NotPossible(
            _("These columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        )
    organisations = {o.slug: o for o in Organisation.objects.filter(is_active=True)}
    seen: set[tuple[str, str, str]] = set()
    return [
        _row(actor, number, cells, organisations, seen)
        for number, cells in enumerate(reader, start=2)
    ]


def read_in(actor: Actor, text: str) -> tuple[list[Row], list[Person]]:
    """Do what the preview showed, the rows that are right only; returns them and who is new."""
    with transaction.atomic():
        rows = preview(actor, text)
        new: dict[str, Person] = {}
        for row in rows:
            if row.state in {"new", "role"} and row.given is not None:
                _apply(actor, row, row.given, new)
        journal.record(
            actor,
            Verb.IMPORT,
            purpose=Purpose.ADMINISTRATION,
            thing="access.person",
            thing_id="list",
        )
    return rows, list(new.values())


def _apply(actor: Actor, row: Row, given: act.RoleGiven, new: dict[str, Person]) -> None:
    person = Person.objects.filter(email=row.email).first()
    if person is None:
        new[row.email] = act.add(actor, email=row.email, name=row.name, language="nl", given=given)
    else:
        act.give(actor, person, given)


def _row(
    actor: Actor,
    number: int,
    cells: dict[str, Any],
    organisations: dict[str, Organisation],
    seen: set[tuple[str, str, str]],
) -> Row:
    texts = {name: _plain(cells.get(name) or "") for name in COLUMNS}
    email, name = texts["email"].lower(), texts["name"]
    shown = (number, email, name, texts["organisation"], texts["role"])
    try:
        given = _given(texts, organisations)
        _check(email, name, seen, given)
    except act.NotPossible as error:
        return Row(*shown, str(error), "wrong")
    return _compared(actor, shown, given)


def _compared(actor: Actor, shown: tuple[int, str, str, str, str], given: act.RoleGiven) -> Row:
    person = Person.objects.filter(email=shown[1]).first()
    if person is None:
        return Row(*shown, _("New person: gets an invitation."), "new", given)
    if person.id == actor.person_id:
        return Row(*shown, _("You cannot change your own access."), "wrong")
    if act.has_role(person, given):
        return Row(*shown, _("Has this role already."), "same")
    return Row(*shown, _("Gets this role."), "role", given)


def _given(texts: dict[str, str], organisations: dict[str, Organisation]) -> act.RoleGiven:
    organisation = organisations.get(texts["organisation"])
    if organisation is None:
        raise act.NotPossible(_("There is no such organisation."))
    if texts["role"] not in Role.values:
        raise act.NotPossible(_("There is no such role."))
    start = _day(texts["valid_from"]) or timezone.localdate()
    end = _day(texts["valid_to"])
    if end is not None and end < start:
        raise act.NotPossible(_("The last day is before the first day."))
    return act.RoleGiven(organisation, texts["role"], start, end or act.usual_end(start))


def _check(email: str, name: str, seen: set[tuple[str, str, str]], given: act.RoleGiven) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise act.NotPossible(_("This is not an e-mail address.")) from error
    if not name or len(name) > 100:
        raise act.NotPossible(_("The name is missing or too long."))
    key = (email, given.organisation.slug, given.role)
    if key in seen:
        raise act.NotPossible(_("This row stands in the list twice."))
    seen.add(key)


def _day(text: str) -> datetime.date | None:
    if not text:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise act.NotPossible(_("Write dates like 2026-11-23.")) from error


def _delimiter(text: str) -> str:
    """Dutch spreadsheets write semicolons."""
    first = text.splitlines()[0] if text.strip() else ""
    return ";" if first.count(";") > first.count(",") else ","


def _plain(text: str) -> str:
    return text.strip().removeprefix("'").strip()


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe(cell) for cell in cells])
    return out.getvalue()
