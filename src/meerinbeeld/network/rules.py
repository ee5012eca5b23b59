# SPDX-License-Identifier: EUPL-1.2
"""When an entry has to be looked at again. Pure functions of dates."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from meerinbeeld import norms

#: This long before the end of a term it is time to name a successor.
ENDS_SOON = timedelta(days=30)


class Freshness(StrEnum):
    """In order of how urgent it is."""

    ENDED = "ended"
    ENDS_SOON = "ends_soon"
    REVIEW = "review"
    LATER = "later"
    FINE = "fine"


def review_due(reviewed_at: date) -> date:
    return norms.term("contact_point_review").after(reviewed_at)


def freshness(
    today: date, *, reviewed_at: date, valid_from: date | None = None, valid_to: date | None = None
) -> Freshness:
    """Whether one can rely on an entry today, and if not, why."""
    if valid_to is not None and valid_to < today:
        return Freshness.ENDED
    if valid_from is not None and valid_from > today:
        return Freshness.LATER
    if valid_to is not None and valid_to <= today + ENDS_SOON:
        return Freshness.ENDS_SOON
    if review_due(reviewed_at) <= today:
        return Freshness.REVIEW
    return Freshness.FINE
