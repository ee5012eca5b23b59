# SPDX-License-Identifier: EUPL-1.2
"""The pages of a case, as this actor may see them: the overview, and the four national phases.

Only what a page shows is decrypted. Each room of care adds its part in `PARTS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries import (
    claims,
    course,
    documents,
    facts,
    lifeline,
    milestones,
    needs,
    non_punishment,
    person,
    plan,
    referral,
    safety,
    sharing,
    shelter,
    youth,
)
from meerinbeeld.care.queries.facts import ShownFact
from meerinbeeld.care.queries.lifeline import Dot, Running
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.vault import Box

OVERVIEW: Final = "overview"
TABS: Final = (OVERVIEW, plan.PLAN, "detect", "protect", "prosecute", "compensate")


@dataclass(frozen=True)
class Page:
    """Everything that one page of a case shows to one actor."""

    hand: InHand
    tab: str
    facts: list[ShownFact] = field(repr=False)
    dots: list[Dot] = field(repr=False)
    clocks: list[Running]
    forms: list[str]
    #: What the rooms add, by their name: `parts.plan`, `parts.shelter` …
    parts: dict[str, Any] = field(repr=False)

    @property
    def case(self) -> Case:
        return self.hand.case


#: A room reads its part of a page: `part(hand, box, tab)`.
Part = Callable[[InHand, Box, str], Any]
#: Name of the part, what reads it, and on which tabs it stands.
PARTS: Final[dict[str, tuple[Part, tuple[str, ...]]]] = {
    "shelter": (shelter.part, (OVERVIEW, "protect")),
    "referral": (referral.part, (OVERVIEW, "detect")),
    "plan": (plan.part, (OVERVIEW, plan.PLAN)),
    "documents": (documents.part, (OVERVIEW,)),
    "claims": (claims.part, ("compensate",)),
    "milestones": (milestones.part, ("protect", "prosecute")),
    "removed": (facts.removed, facts.TABS),
    "course": (course.part, TABS),
    "person": (person.part, ("detect",)),
    "safety": (safety.part, (OVERVIEW, "protect")),
    "needs": (needs.part, (OVERVIEW, "protect")),
    "youth": (youth.part, (OVERVIEW, "protect")),
    "non_punishment": (non_punishment.part, (OVERVIEW, "prosecute")),
    "sharing": (sharing.involved, (OVERVIEW,)),
}


def page(hand: InHand, tab: str, reveal: UUID | None = None) -> Page:
    """Read one page of a case. The caller has journaled it, in this same transaction."""
    now = timezone.now()
    with vault.unlocked(hand.case.dossier) as box:
        return Page(
            hand=hand,
            tab=tab,
            facts=facts.facts(hand, box, "" if tab == OVERVIEW else tab, reveal),
            dots=lifeline.dots(hand, box),
            clocks=lifeline.running(hand.clocks, now),
            forms=hand.forms,
            parts={
                name: part(hand, box, tab) for name, (part, tabs) in PARTS.items() if tab in tabs
            },
        )
