# SPDX-License-Identifier: EUPL-1.2
"""Figures in a page. A hidden number says that it is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meerinbeeld.insight.rules.numbers import Exact, Number, Protected
from meerinbeeld.insight.views import sentences

register = template.Library()


@register.filter
def figure(number: Number, per: int = 1) -> SafeString:
    """The number with its groups of three, or `per` of it as one, to a tenth.

    Raises for what is not one of our two kinds.
    """
    if not isinstance(number, Exact | Protected):
        raise TypeError(f"{type(number).__name__} is not a figure.")
    if number.value is None:
        return format_html(
            '<span class="mib-hidden-number" title="{}">{}</span>', _("hidden"), _("hidden")
        )
    return format_html("{}", sentences.amount(number.value, per))


@register.filter
def share(value: float | None) -> str:
    return sentences.percent(value)


@register.filter
def rate(value: float | None) -> str:
    return sentences.rate(value)


@register.filter
def at(names: Sequence[str], place: int) -> str:
    """The heading of a column, by its place."""
    return names[place]
