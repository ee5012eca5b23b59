# SPDX-License-Identifier: EUPL-1.2
"""Whether something may go to a kind of partner, on which ground, and why. Pure.

The rules are data (`care_flow` of norms): the first one that fits gives the advice. It advises; a
person decides. There is no word here for a criminal complaint, so that no rule can wait for one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from meerinbeeld.norms.refs import Code

SHARE, SHARE_IF, DO_NOT = "share", "share_if", "do_not"
ANSWERS: Final = (SHARE, SHARE_IF, DO_NOT)
#: What the person said about a flow, as far as it is written down and holds.
GIVEN, REFUSED, NOT_ASKED = "given", "refused", "none"
#: How a ground stands to a yes of the person; `consent` of a code of `ground`.
NEEDED, ASKED, APART = "needed", "asked", "apart"


@dataclass(frozen=True)
class FlowFacts:
    """All that the advice looks at. Nothing else can change it."""

    consent: str = NOT_ASKED
    minor: str = "unknown"
    danger: bool = False
    #: Whether something of a special category goes along, such as health (AVG art. 9).
    special: bool = False

    def as_codes(self) -> dict[str, Any]:
        """As it is kept with the advice."""
        return {
            "consent": self.consent,
            "minor": self.minor,
            "danger": self.danger,
            "special": self.special,
        }


@dataclass(frozen=True)
class Advice:
    """What the assistant says: the answer, the ground, because of what, and by which norm."""

    flow: str
    answer: str
    ground: str
    special_ground: str
    because: tuple[str, ...]
    provided: tuple[str, ...]
    norm: str
    source: str


def advise(flow: Code, facts: FlowFacts) -> Advice:
    """The first rule of the flow that fits. Raises `LookupError` when none does."""
    for rule in flow.extra["rules"]:
        if _fits(rule.get("when", {}), facts):
            ground = str(rule["ground"])
            return Advice(
                flow=flow.value,
                answer=str(rule["answer"]),
                ground=ground,
                special_ground=str(rule.get("special", "")) if ground and facts.special else "",
                because=tuple(rule.get("because", ())),
                provided=tuple(rule.get("provided", ())),
                norm=str(flow.norm),
                source=flow.norm.source,
            )
    raise LookupError(f"{flow.norm} has no rule for {facts}")


def _fits(when: Mapping[str, Any], facts: FlowFacts) -> bool:
    return (
        facts.consent in when.get("consent", (facts.consent,))
        and facts.minor in when.get("minor", (facts.minor,))
        and facts.danger == when.get("danger", facts.danger)
    )


def stands_on_consent(ground: Code | None) -> str:
    """Whether a ground needs a yes, ends with a yes that was given, or stands apart from it."""
    return str(ground.extra.get("consent", APART)) if ground else APART


def usual_givers(ages: Code, age_band: str) -> tuple[str, ...]:
    """Who mostly answers at this age, the usual one first; nothing when the age is not known."""
    return tuple(ages.extra.get(age_band, ()))
