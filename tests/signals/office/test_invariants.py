# SPDX-License-Identifier: EUPL-1.2
"""What must always be true of a signal, by the database first and by the actions above it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.policy import Actor
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions import assess, ending, enrich, exchange, joining, opening, route
from meerinbeeld.signals.actions.ending import Ending
from meerinbeeld.signals.actions.exchange import Word
from meerinbeeld.signals.models import (
    Involvement,
    Letter,
    Notice,
    Phase,
    PublicReport,
    Signal,
    Step,
)
from meerinbeeld.signals.public.envelope import open_for_reporter
from meerinbeeld.vault import hpke
from tests.people import Village
from tests.signals.office.desk import entries, taken_in, to_safe_home, wish

pytestmark = pytest.mark.django_db

ActorOf = Callable[[str], Actor]


def closed(actor: Actor, signal: Signal, reason: str = "no_trafficking", **more: Any) -> Signal:
    word = Word("letter", "Dank u wel. Wij hebben gekeken.")
    return ending.close_signal(actor, signal.reference, Ending(reason, "klaar", word=word, **more))


# --- 1: nothing is lost, nothing is orphaned ------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        {"owner": None},
        {"due_at": None},
        {"phase": Phase.CLOSED},
        {"phase": Phase.CLOSED, "due_at": None, "closed_at": timezone.now()},
        {
            "phase": Phase.CLOSED,
            "due_at": None,
            "closed_at": timezone.now(),
            "stop_reason": "no_trafficking",
        },
        {"stop_reason": "no_trafficking"},
    ],
)
def test_the_database_refuses_a_signal_without_owner_clock_reason_or_feedback(
    broken: dict[str, Any], village: Village
) -> None:
    signal = taken_in(village)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(**broken)


def test_a_signal_does_not_end_before_the_reporter_heard_or_it_is_said_why_not(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    with pytest.raises(ChangeError):
        ending.close_signal(anna, signal.reference, Ending("no_trafficking", "klaar"))
    ending.close_signal(
        anna, signal.reference, Ending("no_trafficking", "klaar", waived_because="not_safe")
    )
    signal.refresh_from_db()
    assert signal.phase == Phase.CLOSED and signal.feedback_waived == "not_safe"


def test_feedback_is_sealed_to_the_reporter_alone(village: Village, actor: ActorOf) -> None:
    keypair = hpke.KeyPair.generate()
    signal = taken_in(village, keypair=keypair)
    exchange.give_feedback(actor("anna"), signal.reference, Word("letter", "Wij kijken ernaar."))
    letter = Letter.objects.get()
    assert b"kijken" not in bytes(letter.sealed)
    read = open_for_reporter(keypair, letter.id, bytes(letter.sealed))
    assert read.text == "Wij kijken ernaar."
    signal.refresh_from_db()
    assert signal.feedback_given_at is not None


def test_a_first_word_keeps_the_promise_of_a_last_word(village: Village, actor: ActorOf) -> None:
    signal = taken_in(village)
    first_promise = signal.feedback_due_at
    word = Word("letter", "Een mens heeft gekeken.", final=False)
    exchange.give_feedback(actor("anna"), signal.reference, word)
    signal.refresh_from_db()
    assert signal.feedback_given_at is None
    assert first_promise and signal.feedback_due_at and signal.feedback_due_at > first_promise


def test_a_question_to_the_reporter_does_not_stop_the_clock_of_a_partner(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    exchange.ask_reporter(anna, signal.reference, "Welke kleur?")
    signal.refresh_from_db()
    assert signal.next_step == "await_answer"
    route.route_signal(anna, signal.reference, to_safe_home(village))
    signal.refresh_from_db()
    due_at = signal.due_at
    exchange.ask_reporter(anna, signal.reference, "En hoe laat?")
    signal.refresh_from_db()
    assert (signal.next_step, signal.due_at) == ("partner_answers", due_at)


def test_questions_that_nobody_answered_end_with_the_signal(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    route.route_signal(anna, signal.reference, to_safe_home(village))
    closed(anna, signal)
    assert signal.routes.get().status == "revoked"
    assert not Involvement.objects.filter(until=None).exists()


def test_every_route_has_somebody_who_is_told_and_no_notice_holds_content(
    village: Village, actor: ActorOf
) -> None:
    signal = taken_in(village)
    route.route_signal(actor("anna"), signal.reference, to_safe_home(village))
    notice = Notice.objects.get(kind="routed_to_you")
    assert notice.person == village.people["carla"]


# --- 2: reading is an act -------------------------------------------------------------------------


def test_a_change_and_its_entry_stand_or_fall_together(
    village: Village, actor: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = taken_in(village)

    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("the journal is away")

    monkeypatch.setattr("meerinbeeld.journal.record", broken)
    steps = Step.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        enrich.add_item(actor("anna"), signal.reference, "vehicle", "grijze bus")
    with pytest.raises(RuntimeError), transaction.atomic():
        opening.open_signal(actor("anna"), signal.reference)
    signal.refresh_from_db()
    assert Step.objects.count() == steps and signal.phase == Phase.RECEIVED


# --- 3: sealed means sealed -----------------------------------------------------------------------


def test_nothing_that_people_write_stands_readable_in_the_database(
    village: Village, actor: ActorOf
) -> None:
    from django.apps import apps

    signal, anna = taken_in(village), actor("anna")
    marker = "Zeldzaamwoord"
    exchange.write_remark(anna, signal.reference, "team", marker)
    exchange.ask_reporter(anna, signal.reference, marker)
    enrich.add_item(anna, signal.reference, "person_name", marker)
    assess.suspect(anna, signal.reference, ["sexual_exploitation"], reason=marker)
    asked = wish(village, "safe_home", "veilig-thuis")
    route.route_signal(anna, signal.reference, type(asked)(**{**asked.__dict__, "note": marker}))
    closed(anna, signal)
    ending.reopen_signal(anna, signal.reference, explanation=marker)
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert marker.encode() not in raw, model


# --- 7 and 9: people decide, under the norm of the day --------------------------------------------


def test_every_decision_keeps_who_why_and_which_norm(village: Village, actor: ActorOf) -> None:
    signal, anna = taken_in(village), actor("anna")
    route.route_signal(anna, signal.reference, to_safe_home(village))
    made = signal.routes.get()
    assert made.asked_by_id == anna.person_id and made.reason == "as_advised" and made.norm
    step = signal.steps.get(kind="routed")
    assert step.by_id == anna.person_id and step.norm == made.norm
    entry = Entry.objects.get(dossier=signal.dossier, verb="route")
    assert entry.reason_code == "as_advised" and entry.norm and entry.ground == "avg_6_1_e"


def test_ticking_indicators_decides_nothing(village: Village, actor: ActorOf) -> None:
    signal, anna = taken_in(village), actor("anna")
    before = Signal.objects.values("phase", "urgency", "minor", "next_step", "due_at").get()
    forms = list(signal.forms.filter(until=None).values_list("form", flat=True))
    every = [code.value for code in norms.codelist("indicator")]
    assess.tick_indicators(anna, signal.reference, every)
    assert Signal.objects.values("phase", "urgency", "minor", "next_step", "due_at").get() == before
    assert list(signal.forms.filter(until=None).values_list("form", flat=True)) == forms


def test_a_suspicion_changes_over_time_and_what_was_thought_stays(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    assess.suspect(anna, signal.reference, ["criminal_exploitation"])
    assess.suspect(anna, signal.reference, ["criminal_exploitation", "sexual_exploitation"])
    assess.suspect(anna, signal.reference, ["sexual_exploitation"])
    history = {row.form: row.until for row in signal.forms.all()}
    assert history["sexual_exploitation"] is None
    assert history["criminal_exploitation"] is not None
    assert all(row.norm for row in signal.forms.all())
    with pytest.raises(ChangeError):
        assess.suspect(anna, signal.reference, ["made_up"])


def test_more_urgency_brings_the_clock_forward_and_less_never_hides_what_is_late(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    opening.open_signal(anna, signal.reference)
    facts = {"minor": "yes", "identifiable": "yes", "municipality": "GM0193", "reason": "nu"}
    assess.assess(anna, signal.reference, assess.Assessment(danger=True, urgency="acute", **facts))
    signal.refresh_from_db()
    assert signal.due_at and signal.due_at < timezone.now() + datetime.timedelta(hours=3)
    late = timezone.now() - datetime.timedelta(days=1)
    Signal.objects.update(due_at=late)
    assess.assess(anna, signal.reference, assess.Assessment(danger=False, urgency="none", **facts))
    signal.refresh_from_db()
    assert signal.due_at == late


def test_an_acute_signal_gets_its_own_short_clock_for_each_step(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    Signal.objects.update(urgency="acute")
    opening.open_signal(anna, signal.reference)
    signal.refresh_from_db()
    assert "term.choose_route_acute@" in signal.due_norm
    assert signal.due_at and signal.due_at < timezone.now() + datetime.timedelta(hours=5)
    route.route_signal(anna, signal.reference, wish(village, "other_help", "opvang"))
    signal.refresh_from_db()
    assert "term.confirm_route_acute@" in signal.due_norm
    assert signal.due_at and signal.due_at < timezone.now() + datetime.timedelta(hours=5)


def test_a_change_of_urgency_is_counted_from_receipt_and_gives_no_time(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    an_hour_ago = timezone.now() - datetime.timedelta(hours=1)
    Signal.objects.update(received_at=an_hour_ago)
    opening.open_signal(anna, signal.reference)
    opened = Signal.objects.get().first_opened_at
    assert opened
    without_urgency = norms.term("choose_route").after(opened)

    assert due_after(anna, signal, "acute") == an_hour_ago + datetime.timedelta(hours=2)
    assert due_after(anna, signal, "day") == an_hour_ago + datetime.timedelta(hours=24)
    for urgency in ("none", "week", "none"):
        assert due_after(anna, signal, urgency) == without_urgency


def test_what_turns_out_acute_after_its_term_is_due_now(village: Village, actor: ActorOf) -> None:
    signal, anna = taken_in(village), actor("anna")
    Signal.objects.update(received_at=timezone.now() - datetime.timedelta(days=3))
    opening.open_signal(anna, signal.reference)
    before = timezone.now()
    assert before <= due_after(anna, signal, "acute") <= timezone.now()


def due_after(actor: Actor, signal: Signal, urgency: str) -> datetime.datetime:
    facts = {"minor": "yes", "identifiable": "yes", "municipality": "GM0193", "reason": "nu"}
    assess.assess(
        actor, signal.reference, assess.Assessment(danger=False, urgency=urgency, **facts)
    )
    due = Signal.objects.get().due_at
    assert due is not None
    return due


# --- 10: not confirmed is not lost ----------------------------------------------------------------


def test_other_help_is_an_outcome_of_its_own_and_says_where(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    with pytest.raises(ChangeError):
        closed(anna, signal, "no_trafficking_other_help")
    shelter = village.organisations["opvang"]
    closed(anna, signal, "no_trafficking_other_help", other_help="housing", helped_by=shelter.id)
    helped = signal.steps.get(kind="helped")
    assert (helped.reason, helped.to_organisation) == ("housing", shelter)
    assert PublicReport.objects.get().stage == "finished"


# --- The retention clock --------------------------------------------------------------------------


def test_no_ending_and_no_reopening_moves_destruction_later(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    from_receipt = signal.retention_until
    for reason in norms.codelist("stop_reason").values:
        if reason in ("duplicate", "no_trafficking_other_help"):
            continue
        closed(anna, signal, reason)
        signal.refresh_from_db()
        assert signal.retention_until <= from_receipt, reason
        ending.reopen_signal(anna, signal.reference, explanation="weer")
        signal.refresh_from_db()
        assert signal.retention_until == from_receipt, reason


def test_a_part_keeps_the_dates_of_the_whole_and_has_a_key_of_its_own(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    story, plate = signal.items.get(kind="story"), signal.items.get(kind="plate")
    part = joining.split_signal(
        anna,
        signal.reference,
        {story.id: joining.BOTH, plate.id: joining.ALONG},
        explanation="twee mensen",
    )
    assert part.dossier != signal.dossier and part.split_from == signal
    assert (part.received_at, part.retention_until) == (signal.received_at, signal.retention_until)
    assert sorted(part.items.values_list("kind", flat=True)) == ["plate", "story"]
    assert part.marks.filter(kind="plate").exists()
    plate.refresh_from_db()
    assert plate.removed_at is not None
    page = opening.open_signal(anna, part.reference)
    assert page.told and page.told.text
    assert [kind for kind, _other in page.linked] == ["split_from"]
    assert ("create", "reporting", "done") in entries(part)


def test_the_joined_signal_keeps_the_earliest_dates_and_answers_both_reporters(
    village: Village, actor: ActorOf
) -> None:
    first, second, anna = taken_in(village), taken_in(village), actor("anna")
    early = timezone.localdate() + datetime.timedelta(days=30)
    promised = timezone.now() + datetime.timedelta(days=1)
    Signal.objects.filter(pk=first.pk).update(retention_until=early, feedback_due_at=promised)
    joining.merge_signals(anna, first.reference, second.reference, explanation="zelfde busje")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.phase, first.stop_reason) == (Phase.CLOSED, "duplicate")
    assert first.merged_into == second
    assert second.retention_until == early and second.feedback_due_at == promised
    exchange.give_feedback(anna, second.reference, Word("letter", "Dank u wel"))
    assert Letter.objects.filter(direction="to_reporter").count() == 2
    closed(anna, second)
    assert set(PublicReport.objects.values_list("stage", flat=True)) == {"finished"}


def test_signals_of_two_owners_cannot_be_joined(village: Village, actor: ActorOf) -> None:
    own, foreign = taken_in(village), taken_in(village, "gemeente-deventer")
    with pytest.raises(ChangeError):
        joining.merge_signals(actor("anna"), own.reference, foreign.reference, explanation="x")
    with pytest.raises(ChangeError):
        joining.merge_signals(actor("anna"), own.reference, own.reference, explanation="x")
    assert not Signal.objects.filter(phase=Phase.CLOSED).exists()


def test_what_was_removed_is_out_of_matching_and_can_be_put_back(
    village: Village, actor: ActorOf
) -> None:
    signal, anna = taken_in(village), actor("anna")
    plate = signal.items.get(kind="plate")
    enrich.remove_item(anna, signal.reference, plate.id)
    assert not signal.marks.filter(item=plate).exists()
    enrich.restore_item(anna, signal.reference, plate.id)
    assert signal.marks.filter(item=plate).count() == 1
