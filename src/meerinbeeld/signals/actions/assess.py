# SPDX-License-Identifier: EUPL-1.2
"""Taking a signal on and assessing it: people decide, and a decision is kept with its norm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.signals.actions.change import TERM_OF, Change, changing
from meerinbeeld.signals.actions.telling import tell
from meerinbeeld.signals.models import SeenIndicator, Signal, SuspectedForm
from meerinbeeld.signals.queries.inbox import colleagues

#: Urgencies whose first look is in hours: they bring every step of the desk forward.
QUICK: Final = ("acute", "day")
#: What makes the desk take a first look, or choose a route.
BEGINS: Final = (
    "received", "handed_over", "opened", "answer_read", "reopened", "split_from",
    "route_declined", "route_revoked", "route_done",
)  # fmt: skip


@dataclass(frozen=True)
class Assessment:
    """What a person concludes from what is known."""

    minor: str
    identifiable: str
    danger: bool
    urgency: str
    municipality: str | None
    reason: str


def assign(
    actor: Actor,
    reference: str,
    person_id: UUID | None,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Give a signal to somebody of the owner's organisation, or to nobody."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        if person_id and person_id not in {person.id for person in colleagues(actor)}:
            raise ChangeError(_("This person cannot take on signals of your organisation."))
        change.signal.assignee_id = person_id
        change.step("taken_on" if person_id else "let_go")
        if person_id and person_id != actor.person_id:
            tell(change.signal, [person_id], "assigned")
    return change.signal


def assess(
    actor: Actor,
    reference: str,
    assessment: Assessment,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Set what is known. Another urgency counts the clock of the next step anew."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        signal = change.signal
        urgency_changed = signal.urgency != assessment.urgency
        signal.minor, signal.identifiable = assessment.minor, assessment.identifiable
        signal.danger, signal.urgency = assessment.danger, assessment.urgency
        signal.municipality_id = assessment.municipality
        if urgency_changed and signal.next_step in ("first_look", "choose_route"):
            _count_anew(change)
        change.reason_code = assessment.urgency
        change.step("assessed", reason=assessment.urgency, explanation=assessment.reason)
    return signal


def suspect(
    actor: Actor,
    reference: str,
    forms: Iterable[str],
    *,
    reason: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Say which forms are suspected from now on. What was suspected before stays readable."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        wanted, now = list(dict.fromkeys(forms)), change.now
        current = {row.form: row for row in change.signal.forms.filter(until=None)}
        for form, row in current.items():
            if form not in wanted:
                row.until = now
                row.save(update_fields=["until"])
                change.step("form_no_longer", reason=form, explanation=reason)
        for form in wanted:
            if form not in current:
                _begin(change, form, reason)
    return change.signal


def tick_indicators(
    actor: Actor, reference: str, indicators: Iterable[str], *, once: UUID | None = None
) -> Signal:
    """Keep which indicators were talked about. They are never counted up to a score."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        wanted = set(indicators)
        change.signal.indicators.exclude(indicator__in=wanted).delete()
        ticked = set(change.signal.indicators.values_list("indicator", flat=True))
        SeenIndicator.objects.bulk_create(
            SeenIndicator(signal=change.signal, indicator=one, by_id=actor.person_id)
            for one in sorted(wanted - ticked)
        )
        change.step("indicators")
    return change.signal


def _begin(change: Change, form: str, reason: str) -> None:
    code = norms.codelist("form_of_exploitation").get(form)
    if code is None or code not in norms.codelist("form_of_exploitation").codes:
        raise ChangeError(_("Choose a form from the list."))
    SuspectedForm.objects.create(
        signal=change.signal,
        form=form,
        norm=str(code.norm),
        since=change.now,
        by_id=change.actor.person_id,
    )
    change.step("form_suspected", reason=form, explanation=reason, norm=str(code.norm))


def _count_anew(change: Change) -> None:
    """The clock that this urgency gives, counted from receipt: a change of mind adds no time.

    What is late already stays late, and what would have ended yesterday is due now.
    """
    signal = change.signal
    if signal.due_at is not None and signal.due_at <= change.now:
        return
    ends = [_end_of(signal, signal.next_step, _began(signal))]
    if signal.urgency in QUICK:
        ends.append(_end_of(signal, "first_look", signal.received_at))
    end, norm = min(ends)
    signal.due_at, signal.due_norm = max(end, change.now), norm
    change.norm = norm


def _end_of(signal: Signal, step: str, since: datetime) -> tuple[datetime, str]:
    term = norms.term(TERM_OF[step], timezone.localdate(since), urgency=signal.urgency)
    return term.after(since), str(term.norm)


def _began(signal: Signal) -> datetime:
    """Since when the next step waits: receipt, or whatever put the signal on this desk again."""
    last = signal.steps.filter(kind__in=BEGINS).order_by("at").last()
    return last.at if last else signal.received_at
