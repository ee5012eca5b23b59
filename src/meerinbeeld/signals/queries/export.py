# SPDX-License-Identifier: EUPL-1.2
"""The inbox as rows of coded facts. Nothing sealed is opened for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor
from meerinbeeld.signals.queries import inbox, words
from meerinbeeld.signals.queries.inbox import Row, Wanted


def headings() -> list[str]:
    return [
        _("Reference"), _("Received"), _("Reported by"), _("About"), _("Municipality"),
        _("Under 18"), _("Urgency"), _("Suspected form"), _("Where it stands"), _("At"),
        _("Owner"), _("Taken on by"), _("Next step"), _("Before"), _("Reason for ending"),
    ]  # fmt: skip


def rows(actor: Actor, wanted: Wanted, now: datetime) -> Iterator[Row]:
    """Every row that the inbox shows with this filter, up to its last page."""
    page, more = 1, True
    while more:
        listing = inbox.listing(actor, _at(wanted, page), now)
        yield from listing.rows
        page, more = page + 1, listing.has_next


def cells(row: Row) -> list[str]:
    """The coded facts of one signal in words."""
    signal = row.signal
    return [
        signal.reference,
        _moment(signal.received_at),
        norms.codelist("reporter_kind").label(signal.reporter_kind),
        norms.codelist("subject_kind").label(signal.subject_kind),
        signal.municipality.name if signal.municipality else "",
        str(signal.get_minor_display()),
        norms.codelist("urgency").label(signal.urgency),
        ", ".join(row.forms),
        row.phase,
        row.where,
        signal.owner.name,
        row.holder,
        str(words.NEXT.get(row.next.code, row.next.code)),
        _moment(row.next.due_at),
        str(words.reason_label(signal.stop_reason)) if signal.stop_reason else "",
    ]


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _at(wanted: Wanted, page: int) -> Wanted:
    return Wanted(
        tile=wanted.tile,
        form=wanted.form,
        phase=wanted.phase,
        municipality=wanted.municipality,
        urgency=wanted.urgency,
        assignee=wanted.assignee,
        page=page,
    )
