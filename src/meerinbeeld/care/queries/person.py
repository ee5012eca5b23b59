# SPDX-License-Identifier: EUPL-1.2
"""The coded facts of the person, and what was and is suspected, as the first tab shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meerinbeeld import norms
from meerinbeeld.care.models import Suspected
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.vault import Box


@dataclass(frozen=True)
class Suspicion:
    """A form of exploitation, since when, and until when if it is no longer suspected."""

    label: str
    since: datetime
    until: datetime | None
    by: str
    norm: str


@dataclass(frozen=True)
class Person:
    """What the team knows of the person in coded words."""

    suspected: list[Suspicion]
    no_longer: list[Suspicion]
    age: str
    minor: str
    municipality: str
    language: str
    needs_interpreter: bool


def part(hand: InHand, box: Box, tab: str) -> Person | None:
    """For the team alone."""
    if not hand.is_inside:
        return None
    case = hand.case
    found = [_suspicion(row) for row in case.forms.select_related("by").order_by("since")]
    return Person(
        suspected=[one for one in found if one.until is None],
        no_longer=[one for one in found if one.until is not None],
        age=norms.codelist("age_band").label(case.age_band) if case.age_band else "",
        minor=case.get_minor_display(),
        municipality=case.municipality.name if case.municipality else "",
        language=norms.codelist("language").label(case.language) if case.language else "",
        needs_interpreter=case.needs_interpreter,
    )


def _suspicion(row: Suspected) -> Suspicion:
    return Suspicion(
        label=norms.codelist("form_of_exploitation").label(row.form),
        since=row.since,
        until=row.until,
        by=row.by.name if row.by else "",
        norm=row.norm,
    )
