# SPDX-License-Identifier: EUPL-1.2
"""``{% load care %}``: hours as "12:05", and how high the picture of them is."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from meerinbeeld.care.rules.hours import in_hours

register = template.Library()


@register.filter
def hours(minutes: int) -> str:
    return in_hours(minutes) if minutes else "-"


@register.simple_tag
def bars_height(bars: Sequence[object]) -> int:
    return len(bars) * 24
