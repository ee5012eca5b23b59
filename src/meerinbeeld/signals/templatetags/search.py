# SPDX-License-Identifier: EUPL-1.2
"""``{% load search %}``: the lines of what was found. No template: there can be fifty of them."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.templatetags.inbox import EXAMPLE
from meerinbeeld.signals.templatetags.signals import code, moment
from meerinbeeld.ui import markup
from meerinbeeld.ui.parts import Column

register = template.Library()


@register.simple_tag
def search_rows(
    rows: Sequence[tuple[Signal, Sequence[object]]], columns: Sequence[Column]
) -> SafeString:
    """Each signal with the details that fit."""
    address = markup.addresses("signal", EXAMPLE)
    reference, about, why, stands, owner = (column.label for column in columns)
    return markup.joined(
        *(
            markup.row(
                markup.header_cell(
                    reference,
                    markup.link(address(signal.reference), signal.reference),
                    markup.small(moment(signal.received_at)),
                ),
                markup.cell(
                    about, code(signal.subject_kind, "subject_kind"), markup.small(_place(signal))
                ),
                markup.cell(why, ", ".join(map(str, fits)) or "–"),
                markup.cell(stands, capfirst(signal.get_phase_display())),
                markup.cell(owner, signal.owner.name),
            )
            for signal, fits in rows
        )
    )


def _place(signal: Signal) -> str:
    return signal.municipality.name if signal.municipality else _("municipality not known")
