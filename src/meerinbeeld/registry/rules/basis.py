# SPDX-License-Identifier: EUPL-1.2
"""What a notification may rest on, as the assistant for legal grounds says it. Pure.

A body that is bound by law to notify does so by duty; everybody else asks the person, by the rules
of the flow `registration` of norms. It advises; a person decides.
"""

from __future__ import annotations

from typing import Final

from meerinbeeld.care.rules.grounds import SHARE, Advice, FlowFacts, advise
from meerinbeeld.norms.refs import Code

DUTY_GROUND: Final = "avg_6_1_c"
CONSENT_GROUND: Final = "avg_6_1_a"
BY_LAW: Final = "duty_to_notify"


def advise_basis(notifier: Code | None, flow: Code, consent: str) -> Advice:
    """On which ground the personal details of this notifier can stand, given what was said."""
    if notifier is not None and notifier.extra.get("duty"):
        return Advice(
            flow=flow.value,
            answer=SHARE,
            ground=DUTY_GROUND,
            special_ground="",
            because=(BY_LAW,),
            provided=(),
            norm=str(notifier.norm),
            source=notifier.norm.source,
        )
    return advise(flow, FlowFacts(consent=consent))
