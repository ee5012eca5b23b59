# SPDX-License-Identifier: EUPL-1.2
"""The caseload: coded facts alone, nothing is decrypted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from meerinbeeld.access import Actor
from meerinbeeld.care.models import Case, Phase
from meerinbeeld.care.queries.scope import visible
from meerinbeeld.care.rules.clocks import state_of

PAGE: Final = 20


@dataclass(frozen=True)
class Row:
    """One line of the caseload."""

    case: Case
    state: str


def rows(actor: Actor, now: datetime) -> list[Row]:
    """The open cases of an actor, the most pressing first."""
    found = visible(actor).exclude(phase=Phase.CLOSED).select_related("coordinator", "municipality")
    return [Row(case, str(state_of(case.act_at, now))) for case in found.order_by("act_at")[:PAGE]]
