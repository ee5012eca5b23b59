# SPDX-License-Identifier: EUPL-1.2
"""The caseload as rows of coded facts. Nothing sealed is opened for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor
from meerinbeeld.care.queries import caseload
from meerinbeeld.care.queries.caseload import Row, Wanted


def headings() -> list[str]:
    return [
        _("Reference"), _("Name in lists"), _("Received"), _("Phase"), _("Municipality"),
        _("Under 18"), _("Suspected form"), _("Coordinator"), _("Cooperation"),
        _("Last contact"), _("Next step"), _("Before"),
    ]  # fmt: skip


def rows(actor: Actor, wanted: Wanted, now: datetime) -> Iterator[Row]:
    """Every row that the caseload shows with this filter, up to its last page."""
    page, more = 1, True
    while more:
        listing = caseload.listing(actor, replace(wanted, page=page), now)
        yield from listing.rows
        page, more = page + 1, listing.has_next


def cells(row: Row) -> list[str]:
    """The coded facts of one case in words."""
    case = row.case
    return [
        case.reference,
        case.alias,
        _moment(case.received_at),
        row.phase,
        case.municipality.name if case.municipality else "",
        str(case.get_minor_display()),
        ", ".join(row.forms),
        case.coordinator.name if case.coordinator else "",
        str(case.get_cooperation_display()),
        _moment(case.last_contact_at),
        row.next.label,
        _moment(row.next.due_at),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""
