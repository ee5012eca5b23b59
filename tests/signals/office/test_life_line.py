# SPDX-License-Identifier: EUPL-1.2
"""Whatever people do in whatever order, a signal keeps its owner, its clock and a way to an end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.policy import Actor
from meerinbeeld.signals import rules
from meerinbeeld.signals.actions import assess, ending, exchange, opening, route
from meerinbeeld.signals.actions.ending import Ending
from meerinbeeld.signals.actions.exchange import Word
from meerinbeeld.signals.models import Involvement, Phase, Route, Signal
from meerinbeeld.signals.queries.lifeline import ahead
from tests.people import Village, build_village
from tests.signals.office.desk import taken_in, wish

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
moments = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)
)


@given(
    phase=st.sampled_from(rules.PHASES),
    due_at=moments,
    feedback=st.none() | moments,
    settled=st.booleans(),
    waiting=st.booleans(),
)
def test_an_open_signal_always_has_a_next_step_and_the_line_begins_with_it(
    phase: str, due_at: datetime, feedback: datetime | None, settled: bool, waiting: bool
) -> None:
    clocks = rules.Clocks(phase, "choose_route", due_at, feedback, settled, waiting)
    line = ahead(clocks, "", NOW)
    first = rules.next_step(clocks, NOW)
    if phase == rules.CLOSED:
        assert not line and first.due_at is None
        return
    assert line[-1].code == "close"
    assert line[0].code == first.code
    assert ("give_feedback" in [step.code for step in line]) is not settled
    late = due_at <= NOW or (not settled and feedback is not None and feedback <= NOW)
    assert any(step.state == "late" for step in line) is late


@given(due_at=moments, later=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=900)))
def test_what_is_late_never_becomes_less_late(due_at: datetime, later: timedelta) -> None:
    order = [rules.State.RUNS, rules.State.TODAY, rules.State.LATE]
    before, after = rules.state_of(due_at, NOW), rules.state_of(due_at, NOW + later)
    assert order.index(after) >= order.index(before)


class PhasesMachine(RuleBasedStateMachine):
    """Only edges of the life line, in any order: every phase leads to an end and back."""

    def __init__(self) -> None:
        super().__init__()
        self.phase = rules.RECEIVED

    @rule(then=st.sampled_from(rules.PHASES))
    def move(self, then: str) -> None:
        if rules.may_follow(self.phase, then):
            self.phase = then

    @invariant()
    def there_is_a_way_to_an_end_and_never_back_to_unread(self) -> None:
        assert rules.may_follow(self.phase, rules.CLOSED)
        assert self.phase == rules.RECEIVED or not rules.may_follow(self.phase, rules.RECEIVED)


TestPhases = PhasesMachine.TestCase


class Machine(RuleBasedStateMachine):
    """The actions themselves, on a database, in any order by any of the people concerned."""

    village: Village
    signal: Signal

    def __init__(self) -> None:
        super().__init__()
        self.signal = taken_in(self.village)
        self.anna, self.carla = self.village.actor("anna"), self.village.actor("carla")
        self.retention = self.signal.retention_until

    def now(self) -> Signal:
        self.signal.refresh_from_db()
        return self.signal

    def asked(self, status: str) -> Route | None:
        return Route.objects.filter(signal=self.signal, status=status).first()

    @rule()
    def open(self) -> None:
        opening.open_signal(self.anna, self.signal.reference)

    @precondition(lambda self: self.now().phase != Phase.CLOSED)
    @rule(party=st.sampled_from([("safe_home", "veilig-thuis"), ("police", "politie")]))
    def put_before(self, party: tuple[str, str]) -> None:
        try:
            route.route_signal(self.anna, self.signal.reference, wish(self.village, *party))
        except ChangeError:
            assert Route.objects.filter(status__in=("asked", "accepted")).exists()

    @rule(accept=st.booleans(), who=st.sampled_from(["carla", "pim"]))
    def answer(self, accept: bool, who: str) -> None:
        partner = self.village.actor(who)
        if self._open_for(partner, "asked"):
            route.answer_route(partner, self.signal.reference, accept=accept, reason="not_our_task")

    @rule(who=st.sampled_from(["carla", "pim"]))
    def finish(self, who: str) -> None:
        partner = self.village.actor(who)
        if self._open_for(partner, "accepted"):
            route.finish_route(partner, self.signal.reference, outcome="help_given")

    @rule()
    def take_back(self) -> None:
        asked = self.asked("asked") or self.asked("accepted")
        if asked:
            route.revoke_route(self.anna, self.signal.reference, asked.id)

    @precondition(lambda self: self.now().phase != Phase.CLOSED)
    @rule(urgency=st.sampled_from(["acute", "day", "week", "none"]))
    def assess(self, urgency: str) -> None:
        facts = assess.Assessment("yes", "no", False, urgency, "GM0193", "daarom")
        assess.assess(self.anna, self.signal.reference, facts)

    @precondition(lambda self: self.now().phase != Phase.CLOSED)
    @rule()
    def ask(self) -> None:
        exchange.ask_reporter(self.anna, self.signal.reference, "Welke kleur?")

    @precondition(lambda self: self.now().phase != Phase.CLOSED)
    @rule(final=st.booleans())
    def tell(self, final: bool) -> None:
        word = Word("letter", "Dank u wel", final=final)
        exchange.give_feedback(self.anna, self.signal.reference, word)

    @precondition(lambda self: self.now().phase != Phase.CLOSED)
    @rule(told=st.booleans())
    def close(self, told: bool) -> None:
        settled = bool(self.signal.feedback_given_at or self.signal.feedback_waived)
        word = Word("letter", "Dank u wel") if told else None
        try:
            ending.close_signal(
                self.anna, self.signal.reference, Ending("no_trafficking", "klaar", word=word)
            )
        except ChangeError:
            assert not told and not settled

    @precondition(lambda self: self.now().phase == Phase.CLOSED)
    @rule()
    def reopen(self) -> None:
        ending.reopen_signal(self.anna, self.signal.reference, explanation="nieuw")

    @invariant()
    def it_has_an_owner_a_clock_and_a_reason(self) -> None:
        signal = self.now()
        assert signal.owner_id
        if signal.phase == Phase.CLOSED:
            assert signal.stop_reason and signal.due_at is None and signal.closed_at
            assert signal.feedback_given_at or signal.feedback_waived
        else:
            assert signal.due_at and signal.due_norm and not signal.stop_reason

    @invariant()
    def destruction_never_moves_later(self) -> None:
        assert self.now().retention_until <= self.retention

    @invariant()
    def whoever_was_refused_or_taken_back_sees_nothing(self) -> None:
        live = set(
            Route.objects.filter(signal=self.signal)
            .exclude(status__in=("declined", "revoked"))
            .values_list("organisation_id", flat=True)
        )
        seeing = set(
            Involvement.objects.filter(signal=self.signal, until=None).values_list(
                "organisation_id", flat=True
            )
        )
        assert seeing <= live

    @invariant()
    def the_phase_agrees_with_the_routes(self) -> None:
        signal = self.now()
        statuses = set(signal.routes.values_list("status", flat=True))
        if signal.phase == Phase.ROUTED:
            assert "asked" in statuses and "accepted" not in statuses
        if "accepted" in statuses:
            assert signal.phase in (Phase.FOLLOWING_UP, Phase.CLOSED, Phase.ASSESSING)

    def _open_for(self, partner: Actor, status: str) -> bool:
        return Route.objects.filter(
            signal=self.signal, organisation_id=partner.organisation_id, status=status
        ).exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_people_do_the_signal_is_never_lost() -> None:
    village = build_village()
    machine = type("OnDatabase", (Machine,), {"village": village})
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=15,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
