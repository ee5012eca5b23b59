# SPDX-License-Identifier: EUPL-1.2
"""``{% load caseload %}``: the lines of the caseload. No template: there are twenty of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meerinbeeld.care.queries.caseload import Row
from meerinbeeld.ui import markup
from meerinbeeld.ui.templatetags.ui import badge, phase, when

register = template.Library()
#: Has the form of a reference, and is none.
EXAMPLE: Final = "Z-0000-0000"


@register.simple_tag
def caseload_rows(rows: Sequence[Row], heads: Mapping[str, str]) -> SafeString:
    address = markup.addresses("case", EXAMPLE)
    return markup.joined(
        *(
            markup.row(
                markup.header_cell(heads["case"], *_case(row, address(row.case.reference))),
                markup.cell(heads["phase"], phase(row.phase, row.phase_number)),
                markup.cell(heads["form"], *_form(row)),
                markup.cell(heads["who"], _who(row)),
                markup.cell(heads["contact"], *_contact(row)),
                markup.cell(heads["next"], *_next(row)),
            )
            for row in rows
        )
    )


def _case(row: Row, address: str) -> list[object]:
    case = row.case
    minor = [" ", badge(_("minor"), tone="late")] if case.minor == "yes" else []
    place = case.municipality.name if case.municipality else _("municipality not known")
    return [markup.link(address, case.alias), *minor, markup.small(case.reference, " · ", place)]


def _form(row: Row) -> list[object]:
    others = [markup.small(_("also"), " ", row.other_forms)] if row.other_forms else []
    return [row.first_form or _("Not known yet"), *others]


def _who(row: Row) -> object:
    if row.is_mine:
        return markup.markup("<strong>{}</strong>", _("you"))
    return row.case.coordinator.name if row.case.coordinator else _("nobody")


def _contact(row: Row) -> list[object]:
    silent = [markup.small(badge(_("too long ago"), tone="today"))] if row.silent else []
    heard = row.case.last_contact_at
    return [when(heard) if heard else _("not yet"), *silent]


def _next(row: Row) -> list[object]:
    if row.next.on is None:
        return [row.phase]
    due = when(row.next.on, on_calendar=True)
    if row.next.state == "today":
        return [row.next.label, markup.small(badge(due, tone="today"))]
    late = [badge(_("late"), tone="late"), " "] if row.next.state == "late" else []
    return [row.next.label, markup.small(*late, due)]
