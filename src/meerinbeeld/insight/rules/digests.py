# SPDX-License-Identifier: EUPL-1.2
"""Over which periods an overview is made, and until when people are told of it. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from meerinbeeld.insight.rules.periods import Span, has_ended, quarter_of, year_of

QUARTERS_BACK, YEARS_BACK = 4, 2
#: So long after a period what came in late is typed in first.
SETTLES: Final = timedelta(days=5)
#: Who was not told by then is not told any more.
TOLD_WITHIN: Final = timedelta(days=45)
_NAME: Final = re.compile(r"(\d{4})(?:-Q([1-4]))?\Z")


def named(name: str) -> Span | None:
    """The period of this name, as `Span.name` writes it."""
    found = _NAME.match(name)
    if found is None:
        return None
    year = int(found[1])
    if not 2000 <= year <= 2100:
        return None
    return quarter_of(year, int(found[2])) if found[2] else year_of(year)


def ended(today: date) -> list[Span]:
    """The last quarters and years that have ended, the newest first; a year before its quarters."""
    found: list[Span] = []
    for year in range(today.year, today.year - YEARS_BACK - 1, -1):
        spans = [year_of(year), *(quarter_of(year, number) for number in (4, 3, 2, 1))]
        found += [span for span in spans if has_ended(span, today)]
    years = [span for span in found if span.quarter is None][:YEARS_BACK]
    quarters = [span for span in found if span.quarter][:QUARTERS_BACK]
    return sorted([*years, *quarters], key=lambda span: (span.until, span.quarter is None))[::-1]


def to_tell(today: date) -> list[Span]:
    """Periods of which people are told now."""
    return [
        span for span in ended(today) if SETTLES <= today - span.until <= TOLD_WITHIN
    ]  # fmt: skip
