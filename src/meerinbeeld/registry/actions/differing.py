# SPDX-License-Identifier: EUPL-1.2
"""Rows of a list that tell something else than the notification of that number: a person looks at
both and takes the row over, or keeps what stands. What a row does not tell stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.parties.models import Municipality
from meerinbeeld.registry.actions import delivering
from meerinbeeld.registry.actions.correct import Facts, change_details, correct_facts, rest_on
from meerinbeeld.registry.actions.delivering import Content, Differing
from meerinbeeld.registry.actions.opening import open_details, open_notification
from meerinbeeld.registry.actions.reading_in import marks
from meerinbeeld.registry.lists.rows import Entry, read_rows
from meerinbeeld.registry.models import Batch, Notification
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.queries.scope import NotInReach, visible
from meerinbeeld.registry.queries.words import field_label, labels, value_in_words

KEPT: Final = "row_not_taken_over"


@dataclass(frozen=True)
class Difference:
    """One field, with what stands and what the list tells."""

    label: str
    stands: str = field(repr=False)
    told: str = field(repr=False)


@dataclass(frozen=True)
class Beside:
    """A row beside the notification that it is about."""

    batch: Batch
    number: int
    notification: Notification
    differences: list[Difference]


def open_difference(actor: Actor, batch_id: UUID, number: int) -> Beside:
    """Open both, which is an act. Raises `NotInReach` or `Refused`."""
    with transaction.atomic():
        batch, content = delivering.open_batch(actor, batch_id)
        row, entry = _pair(actor, batch, content, number)
        open_notification(actor, row.reference)
        details = open_details(actor, row.reference)
    return Beside(batch, number, row, list(_differences(row, entry, details)))


def take_over(actor: Actor, batch_id: UUID, number: int) -> Notification:
    """Correct the notification as the row tells. Raises what correcting it raises: `ChangeError`
    for a consent that is no longer there, which has to be withdrawn instead.
    """
    with transaction.atomic():
        batch, content = _locked(actor, batch_id)
        row, entry = _pair(actor, batch, content, number)
        given = entry.given
        if (row.rests_on, row.consent_on) != (given.basis.rests_on, given.basis.consent_on):
            rest_on(actor, row.reference, given.basis)
        facts = Facts(
            notified_on=given.notified_on,
            notifier=given.notifier,
            own_number=given.own_number or row.own_number,
            municipality=given.municipality or row.municipality_id or "",
            codes=given.codes,
            several=given.several,
        )
        correct_facts(actor, row.reference, facts)
        if given.details:
            change_details(actor, row.reference, given.details)
        _settle(batch, content, number, entry, row)
    return row


def keep_ours(actor: Actor, batch_id: UUID, number: int) -> Notification:
    """Leave the notification as it is; the same row does not come back as a difference."""
    with transaction.atomic():
        batch, content = _locked(actor, batch_id)
        row, entry = _pair(actor, batch, content, number)
        delivering.record(actor, Verb.CHANGE, batch, KEPT)
        _settle(batch, content, number, entry, row)
    return row


def _locked(actor: Actor, batch_id: UUID) -> tuple[Batch, Content]:
    batch = deliveries.one(actor, batch_id, locked=True)
    if batch.ended_at is None:
        raise ChangeError(_("This import is still running."))
    return batch, delivering.unsealed(batch)


def _pair(actor: Actor, batch: Batch, content: Content, number: int) -> tuple[Notification, Entry]:
    found = _of(content, number)
    row = (
        visible(actor, Verb.CHANGE)
        .filter(pk=found.notification, organisation=batch.organisation_id)
        .select_related("municipality", "organisation")
        .first()
    )
    read = read_rows(content.headers, [found.cells], content.setting, deliveries.known_today())[0]
    if row is None or read.entry is None:
        raise NotInReach
    return row, read.entry


def _of(content: Content, number: int) -> Differing:
    found = next((one for one in content.differing if one.number == number), None)
    if found is None:
        raise NotInReach
    return found


def _settle(batch: Batch, content: Content, number: int, entry: Entry, row: Notification) -> None:
    """The row is known as it is now, and no longer waits."""
    key, mark = marks(batch.organisation_id, entry)
    Notification.objects.filter(pk=row.pk).update(row_key=key, row_mark=mark)
    content.differing = [one for one in content.differing if one.number != number]
    batch.undecided = len(content.differing)
    delivering.keep(batch, content)


# --- What differs ---------------------------------------------------------------------------------


def _differences(
    row: Notification, entry: Entry, details: Mapping[str, str]
) -> Iterator[Difference]:
    for name, stands, told in _both(row, entry):
        if told and stands != told:
            yield Difference(field_label(name), stands, told)
    for kind, told in entry.given.details.items():
        if details.get(kind, "") != told:
            yield Difference(field_label(f"detail:{kind}"), details.get(kind, ""), told)


def _both(row: Notification, entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Each field with what stands and what the list tells, in words."""
    given = entry.given
    yield "notified_on", _day(row.notified_on), _day(given.notified_on)
    yield "rests_on", str(row.get_rests_on_display()), _basis(given.basis.rests_on)
    yield "consent_on", _day(row.consent_on), _day(given.basis.consent_on)
    if given.municipality:
        town = Municipality.objects.get(pk=given.municipality).name
        yield "municipality", value_in_words(row, "municipality"), town
    yield "notifier", value_in_words(row, "notifier"), _label("notifier_kind", given.notifier)
    for name, code in given.codes.items():
        yield name, value_in_words(row, name), labels(name, [code])[0]
    for name, codes in given.several.items():
        told = ", ".join(sorted(labels(name, codes)))
        stands = ", ".join(sorted(filter(None, value_in_words(row, name).split(", "))))
        yield name, stands, told


def _label(listed: str, code: str) -> str:
    return norms.codelist(listed).label(code)


def _basis(rests_on: str) -> str:
    return str(Notification.Rest(rests_on).label)


# Any: a day or nothing
def _day(on: Any) -> str:
    return f"{on:%d-%m-%Y}" if on else ""
