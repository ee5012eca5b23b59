# SPDX-License-Identifier: EUPL-1.2
"""``{% load inbox %}``: the lines of the inbox. No template: there are twenty of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.signals.queries.inbox import Row
from meerinbeeld.signals.templatetags.signals import code, deadline, moment, next_step, tone
from meerinbeeld.ui import markup
from meerinbeeld.ui.parts import Column
from meerinbeeld.ui.templatetags.ui import badge, phase

register = template.Library()
#: Has the form of a reference, and is none.
EXAMPLE: Final = "S-0000-0000"


@register.simple_tag
def inbox_rows(rows: Sequence[Row], columns: Sequence[Column]) -> SafeString:
    address = markup.addresses("signal", EXAMPLE)
    reference, about, form, stands, _who, following = (column.label for column in columns)
    taken_on = _("Taken on by")
    return markup.joined(
        *(
            markup.row(
                markup.header_cell(reference, *_reference(row, address(row.signal.reference))),
                markup.cell(about, *_about(row)),
                markup.cell(form, *_form(row)),
                markup.cell(stands, _standing(row)),
                markup.cell(taken_on, *_holder(row)),
                markup.cell(following, *_next(row)),
            )
            for row in rows
        )
    )


def _reference(row: Row, address: str) -> list[object]:
    signal = row.signal
    url = f"{address}?voor=reporter" if row.next.code == "read_answer" else address
    acute = [" ", badge(_("acute"), tone="late")] if row.urgent else []
    received = markup.small(moment(signal.received_at, row.is_new), " · ", row.reporter)
    return [markup.link(url, signal.reference), *acute, received]


def _about(row: Row) -> list[object]:
    signal = row.signal
    minor = [" ", badge(_("minor"), tone="late")] if row.minor else []
    place = signal.municipality.name if signal.municipality else _("municipality not known")
    # of others one sees the files that were shared, and not how many there are
    number = 0 if row.of_others else signal.attachments_count
    files = [" · ", _files(number)] if number else []
    return [row.about, *minor, markup.small(place, *files)]


def _files(number: int) -> str:
    return ngettext("%(number)s file", "%(number)s files", number) % {"number": number}


def _form(row: Row) -> list[object]:
    others = [markup.small(_("also"), " ", row.other_forms)] if row.other_forms else []
    return [row.first_form or _("Not known yet"), *others]


def _standing(row: Row) -> SafeString:
    said = _("At %(where)s") % {"where": row.where} if row.where else row.phase
    return phase(said, row.phase_number)


def _holder(row: Row) -> list[object]:
    whose = [markup.small(row.signal.owner.name)] if row.of_others else []
    if row.is_mine:
        return [markup.markup("<strong>{}</strong>", _("you")), *whose]
    return [row.holder or _("nobody"), *whose]


def _next(row: Row) -> list[object]:
    reason = row.signal.stop_reason
    when = code(reason, "stop_reason") if reason else deadline(row.next)
    return [badge(next_step(row.next.code), tone=tone(row.next.state)), markup.small(when)]
