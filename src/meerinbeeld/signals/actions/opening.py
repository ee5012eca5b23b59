# SPDX-License-Identifier: EUPL-1.2
"""Opening is an act: what is read, by whom and why is journaled in the same transaction."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.signals.actions.change import Change
from meerinbeeld.signals.actions.stages import tell_stage
from meerinbeeld.signals.models import Audience, Phase, Signal
from meerinbeeld.signals.queries import reading
from meerinbeeld.signals.queries.reading import Page
from meerinbeeld.signals.queries.scope import THING, InHand, NotInReach, Way, in_hand


def open_signal(
    actor: Actor, reference: str, *, audience: str = "", reveal: UUID | None = None
) -> Page:
    """Open a signal for the purpose of the actor's role. Raises `NotInReach` or `Refused`.

    The first time that the owner opens it, its assessment begins. `reveal` names one masked item
    to show as well; that is a second entry in the journal.
    """
    with transaction.atomic():
        return _opened(in_hand(actor, Verb.OPEN, reference, locked=True), audience, reveal)


def visit_signal(actor: Actor, reference: str, *, audience: str = "") -> Page | InHand:
    """As `open_signal`. What has another page is not opened: a destroyed signal, and one that the
    actor reported, because where it went and who works on it is not for whoever reported it.
    """
    with transaction.atomic():
        hand = in_hand(actor, Verb.OPEN, reference, locked=True)
        if hand.signal.destroyed_at or hand.way is Way.MAKER:
            return hand
        return _opened(hand, audience)


def _opened(hand: InHand, audience: str, reveal: UUID | None = None) -> Page:
    _first_look(hand)
    _record(hand, Verb.OPEN)
    if reveal:
        in_hand(hand.actor, Verb.REVEAL, hand.signal.id)
        record_part(hand, Verb.REVEAL, "signals.item", reveal)
    page = reading.page(hand, audience=audience, reveal=reveal)
    if reveal and reveal not in {item.id for item in (*page.items, *page.removed)}:
        raise NotInReach
    _answers_read(hand, page.audience)
    return page


def reveal_item(actor: Actor, reference: str, item_id: UUID) -> str:
    """One masked detail, on demand. Raises `NotInReach` also for an item of another signal."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.REVEAL, reference)
        text = reading.item_text(hand, item_id)
        record_part(hand, Verb.REVEAL, "signals.item", item_id)
        return text


def print_signal(actor: Actor, reference: str) -> Page:
    """Everything the actor may see, for paper. Masked details stay masked."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.EXPORT, reference)
        _record(hand, Verb.EXPORT)
        return reading.page(hand, every_audience=True)


def _first_look(hand: InHand) -> None:
    signal = hand.signal
    if not hand.may(Verb.CHANGE) or signal.first_opened_at or signal.phase == Phase.CLOSED:
        return
    change = Change(hand, Verb.OPEN, timezone.now(), uuid4())
    signal.first_opened_at = change.now
    if signal.phase == Phase.RECEIVED:
        change.move(Phase.ASSESSING)
    if signal.next_step == "first_look":
        change.next("choose_route")
    change.step("opened")
    signal.version += 1
    signal.changed_at = change.now
    signal.save()
    tell_stage(signal, change.now)


def _answers_read(hand: InHand, audience: str) -> None:
    """Whoever follows up and reads the messages has read the answer."""
    signal = hand.signal
    if audience != Audience.REPORTER or not signal.answer_waiting or not hand.may(Verb.CHANGE):
        return
    change = Change(hand, Verb.OPEN, timezone.now(), uuid4())
    signal.answer_waiting = False
    if signal.next_step == "await_answer":
        change.next(_after_answer(signal))
    change.step("answer_read")
    signal.save()
    tell_stage(signal, change.now)


def _after_answer(signal: Signal) -> str:
    return {
        Phase.ROUTED: "partner_answers",
        Phase.FOLLOWING_UP: "follow_up",
    }.get(Phase(signal.phase), "choose_route")


def _record(hand: InHand, verb: str) -> None:
    record_part(hand, verb, THING, hand.signal.id)


def record_part(hand: InHand, verb: str, thing: str, thing_id: UUID) -> None:
    """An entry about the signal, or about one thing in it."""
    journal.record(
        hand.actor,
        verb,
        purpose=hand.purpose,
        thing=thing,
        thing_id=thing_id,
        dossier=hand.signal.dossier,
        outcome=hand.outcome,
    )
