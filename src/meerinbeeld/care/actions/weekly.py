# SPDX-License-Identifier: EUPL-1.2
"""The bed board as a list to take along, such as providers send each week. It names nobody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.care.actions.facilities import THING
from meerinbeeld.care.queries import board
from meerinbeeld.care.queries.board import Line
from meerinbeeld.ui import moments, sheets

#: Beds, taken and free; who waits, and who stays long.
NUMBERS = [*(False,) * 3, *(True,) * 3, False, True, True]


def weekly_list(actor: Actor, now: datetime) -> sheets.Table:
    """Each shelter with its numbers and the reasons for long stays; taking it is journaled."""
    require(actor, Verb.EXPORT, board.KIND, Purpose.CARE)
    journal.record(actor, Verb.EXPORT, purpose=Purpose.CARE, thing=THING, thing_id="list")
    lines = board.board(actor, now).lines
    return sheets.table(_headings(now), map(_cells, lines), NUMBERS)


def _headings(now: datetime) -> list[str]:
    return [
        _("Shelter on %(day)s") % {"day": moments.exact(now.date())}, _("Provider"),
        _("Kind of shelter"), _("Beds"), _("Taken"), _("Free"), _("Takes new people"),
        _("Wait"), _("Longer than three months"), _("Reasons"),
    ]  # fmt: skip


def _cells(line: Line) -> list[str]:
    facility, full = line.facility, line.full
    reasons = [f"{label} ({count})" for label, count in line.reasons]
    if line.without_reason:
        reasons.append(_("no reason given (%(count)d)") % {"count": line.without_reason})
    return [
        facility.name,
        facility.provider.name,
        line.kind,
        str(full.beds),
        str(full.taken),
        str(full.free),
        _("yes") if facility.is_open and facility.ended_at is None else _("no"),
        str(line.waiting),
        str(full.long),
        ", ".join(reasons),
    ]
