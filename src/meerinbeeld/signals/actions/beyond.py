# SPDX-License-Identifier: EUPL-1.2
"""What a signal keeps of the help that was asked for its person: a step, and whose turn it is.

The help itself has a record of its own, on a higher floor.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from meerinbeeld.access import Actor, Purpose, Verb
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.actions.change import Change
from meerinbeeld.signals.actions.telling import tell_owner
from meerinbeeld.signals.models import Phase, Signal
from meerinbeeld.signals.queries.scope import InHand, Way

#: What the owner could do next waits for the answer about help.
_WAITS: Final = ("first_look", "choose_route", "decide")


def help_asked(change: Change, organisation: Organisation) -> None:
    """Within a change of the signal: its owner asked for help."""
    if change.signal.next_step in _WAITS:
        change.next("partner_answers")
    change.step("care_asked", to=organisation)


def help_answered(
    actor: Actor, signal_id: UUID, kind: str, organisation: Organisation, at: datetime
) -> None:
    """Whoever was asked answered: `kind` is "care_accepted" or "care_declined".

    They need not see the signal for it; only that it was answered is written there.
    """
    signal = Signal.objects.select_for_update(of=("self",)).get(pk=signal_id)
    if signal.destroyed_at:
        return
    hand = InHand(actor, signal, Purpose.REPORTING, Way.INVOLVED)
    change = Change(hand, Verb.ANSWER, at, uuid4())
    if signal.phase != Phase.CLOSED and signal.next_step == "partner_answers":
        change.next("decide")
    change.step(kind, to=organisation)
    tell_owner(signal, kind)
    change.finish(quiet=False)
