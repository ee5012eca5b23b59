# SPDX-License-Identifier: EUPL-1.2
"""What others did with a case since somebody looked at it, for the page of a conflict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from meerinbeeld.care.queries.lifeline import title_of
from meerinbeeld.care.queries.scope import InHand


@dataclass(frozen=True)
class Changed:
    title: str
    who: str
    at: datetime
    why: str = ""


def since(hand: InHand, moment: datetime) -> list[Changed]:
    """The steps after a moment, the newest first; at most twenty. The team's steps are its own."""
    if not hand.is_inside:
        return []
    steps = hand.case.steps.filter(at__gt=moment).select_related("by", "to_organisation")
    return [
        Changed(title_of(step).rstrip(":"), step.by.name if step.by else "", step.at)
        for step in steps.order_by("-at")[:20]
    ]
