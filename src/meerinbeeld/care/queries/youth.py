# SPDX-License-Identifier: EUPL-1.2
"""Advice for a minor that explains itself: whom to turn to, why, and by which norm."""

from __future__ import annotations

from dataclasses import dataclass

from meerinbeeld import norms
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.rules import youth as rules
from meerinbeeld.signals.models import YesNoUnknown
from meerinbeeld.vault import Box


@dataclass(frozen=True)
class Advice:
    """One party that comes into view."""

    label: str
    why: str
    norm: str
    source: str
    to_check: bool


@dataclass(frozen=True)
class Youth:
    """What is known of the authority over a minor, and where that leads."""

    is_minor: bool
    guardian: str
    guardian_known: bool
    advice: list[Advice]


def part(hand: InHand, box: Box, tab: str) -> Youth | None:
    """For the team, of whoever is a minor or may be one; None for an adult."""
    case = hand.case
    if not hand.is_inside or case.minor == YesNoUnknown.NO:
        return None
    return Youth(
        is_minor=case.minor == YesNoUnknown.YES,
        guardian=norms.codelist("guardian_state").label(case.guardian),
        guardian_known=case.guardian != "unknown",
        advice=advice(case.minor, case.guardian),
    )


def advice(minor: str, guardian: str) -> list[Advice]:
    """Under the norms of today."""
    known = norms.codelist("youth_route")
    rows = [
        rules.Rule(
            code.value,
            frozenset(code.extra.get("minor", ())),
            frozenset(code.extra.get("guardian", ())),
        )
        for code in known
    ]
    found = [known.get(target) for target in rules.advise(minor, guardian, rows)]
    return [
        Advice(code.label, code.help, str(code.norm), code.norm.source, code.norm.verify)
        for code in found
        if code is not None
    ]
