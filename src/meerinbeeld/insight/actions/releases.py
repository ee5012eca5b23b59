# SPDX-License-Identifier: EUPL-1.2
"""Lets each closed year out through the gate, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from meerinbeeld.insight import gate
from meerinbeeld.insight.actions.corrections import fail_dead_corrections
from meerinbeeld.insight.models import Counted, Refusal, Release
from meerinbeeld.insight.rules.periods import year_of

#: So long after a year what came in late is still typed in; then its figures are let out.
SETTLES: Final = timedelta(days=31)


def tick_releases() -> int:
    """Let out the closed years that were neither let out nor refused. Returns how many."""
    done = 0
    fail_dead_corrections()
    for source in gate.sources():
        for year in _closed_years(source):
            done += gate.let_out_year(source, year) is not None
    return done


def _closed_years(source: str) -> list[int]:
    months = Counted.objects.filter(source=source).values_list("month", flat=True)
    decided = {
        *Release.objects.filter(source=source).values_list("year", flat=True),
        *Refusal.objects.filter(source=source).values_list("year", flat=True),
    }
    settled = timezone.localdate() - SETTLES
    closed = {month.year for month in months if year_of(month.year).until <= settled}
    return sorted(closed - decided)
