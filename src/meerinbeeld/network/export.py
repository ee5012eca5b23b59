# SPDX-License-Identifier: EUPL-1.2
"""The directory as CSV, for whoever wants it on paper or in a phone."""

from __future__ import annotations

import csv
import io

from meerinbeeld import journal
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.network.actions.guard import KIND
from meerinbeeld.network.models import ContactPoint
from meerinbeeld.network.queries import directory as read
from meerinbeeld.ui.cells import safe

COLUMNS = (
    "function",
    "organisation",
    "municipality",
    "name",
    "deputy",
    "phone",
    "email",
    "hours",
    "reviewed_at",
)


def contacts_csv(actor: Actor) -> str:
    """Who can be found today, one line each; saving it is journaled."""
    require(actor, Verb.EXPORT, KIND, Purpose.PROGRAMME)
    journal.record(
        actor,
        Verb.EXPORT,
        purpose=Purpose.PROGRAMME,
        thing="network.contactpoint",
        thing_id="list",
    )
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for shown in read.contacts(actor):
        if isinstance(shown.entry, ContactPoint):
            writer.writerow([safe(cell) for cell in _cells(shown.entry)])
    return out.getvalue()


def _cells(contact: ContactPoint) -> tuple[str, ...]:
    return (
        contact.get_function_display(),
        contact.organisation.name,
        contact.municipality.name if contact.municipality else "",
        contact.person_name,
        contact.deputy_name,
        contact.phone,
        contact.email,
        contact.hours,
        contact.reviewed_at.isoformat(),
    )
