# SPDX-License-Identifier: EUPL-1.2
"""On the way to the national register: who may leave, what leaves, and what comes back."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.access import Refused
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import answers, passing, sending
from meerinbeeld.registry.actions.answers import Given as Answer
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.exports import formats
from meerinbeeld.registry.models import Dispatch, Notification, Passing, Sending, Step
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries.scope import NotInReach
from meerinbeeld.registry.rules import passing as rules
from tests.people import Village
from tests.registry.making import CONSENT, NO_GROUND, SECRET_NAME, WHOLE, notify

STATES = [rules.WAITS, rules.READY, rules.SENT, rules.ANSWERED, rules.STOPPED]
REGISTERED = Answer("registered", "NL-2026-1")


def state(row: Notification) -> str:
    return Passing.objects.get(notification=row).state


def sent_file(village: Village, *rows: Notification, by: str = "carla") -> Dispatch:
    actor = village.actor(by)
    for row in rows:
        if state(row) == rules.WAITS:
            passing.release(actor, row.reference)
    return sending.send_file(actor, [row.reference for row in rows], once=uuid.uuid4())


def saved(village: Village, dispatch: Dispatch) -> dict[str, Any]:
    _name, data = sending.save_file(village.actor("carla"), dispatch.id)
    found: dict[str, Any] = json.loads(data)
    return found


# --- Rules ----------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(sorted(rules.MOVES)), max_size=30))
def test_no_row_of_moves_leaves_the_states_or_sends_what_was_not_ready(moves: list[str]) -> None:
    now, was_ready = rules.WAITS, False
    for move in moves:
        to = rules.target(move, now)
        assert (to is not None) == (move in rules.possible(now))
        if to is None:
            continue
        assert to != rules.SENT or now == rules.READY
        now, was_ready = to, was_ready or to == rules.READY
        assert now in STATES
        assert now != rules.SENT or was_ready


def test_every_state_can_be_left_and_every_state_can_be_reached() -> None:
    assert all(rules.possible(one) for one in STATES)
    reached, waiting = {rules.WAITS}, [rules.WAITS]
    while waiting:
        now = waiting.pop()
        new = {rules.MOVES[move][1] for move in rules.possible(now)} - reached
        reached |= new
        waiting += new
    assert reached == set(STATES)


@given(
    st.builds(
        rules.Dossier,
        content=st.sampled_from([rules.DETAILS, rules.COUNT, rules.WITHDRAWAL]),
        asks_shelter=st.booleans(),
        has_consent=st.booleans(),
        is_destroyed=st.booleans(),
        missing=st.lists(st.sampled_from(["sex", "forms"]), unique=True),
    )
)
def test_nobody_is_passed_on_for_a_place_without_consent(dossier: rules.Dossier) -> None:
    against = rules.blocks(dossier)
    if dossier.content == rules.DETAILS and dossier.asks_shelter and not dossier.has_consent:
        assert against
    if dossier.content == rules.WITHDRAWAL:
        assert not against  # to be removed there never waits
    if dossier.content == rules.DETAILS and dossier.missing and not dossier.is_destroyed:
        assert rules.INCOMPLETE in against


@given(st.booleans(), st.booleans())
def test_details_leave_on_a_ground_only(grounded: bool, ending: bool) -> None:
    content = rules.content_of(rests_on_ground=grounded, has_ending=ending)
    assert (content == rules.DETAILS) == (grounded and not ending)


# --- Moves ----------------------------------------------------------------------------------------


def test_a_whole_dossier_is_made_ready_and_the_journal_tells_so(village: Village) -> None:
    row = notify(village)
    passing.release(village.actor("carla"), row.reference)
    assert state(row) == rules.READY
    entry = Entry.objects.get(thing=passing.THING, dossier=row.dossier)
    assert (entry.verb, entry.purpose, entry.reason_code) == ("change", "monitoring", "release")


def test_what_is_missing_stops_it_until_a_person_says_that_there_is_no_more(
    village: Village,
) -> None:
    carla = village.actor("carla")
    row = notify(village, codes={**WHOLE.codes, "sex": ""}, municipality="")
    assert queries.missing_of(row.passing) == ["sex", "municipality"]
    with pytest.raises(ChangeError):
        passing.release(carla, row.reference)
    passing.release(carla, row.reference, although_incomplete=True)
    assert state(row) == rules.READY


def test_a_place_is_only_asked_for_somebody_who_consents(village: Village) -> None:
    carla = village.actor("carla")
    without = notify(village, kind="registration_shelter")
    with pytest.raises(ChangeError):
        passing.release(carla, without.reference, although_incomplete=True)
    consented = notify(village, kind="registration_shelter", basis=CONSENT)
    assert passing.release(carla, consented.reference).state == rules.READY


def test_it_waits_for_a_reason_and_stops_for_another_and_is_taken_up_again(
    village: Village,
) -> None:
    carla, row = village.actor("carla"), notify(village)
    with pytest.raises(ChangeError):
        passing.hold(carla, row.reference, "no_trafficking")
    passing.hold(carla, row.reference, "not_safe")
    assert (state(row), row.passing.state) == (rules.WAITS, rules.WAITS)
    with pytest.raises(ChangeError):
        passing.stop(carla, row.reference, "not_safe")
    passing.stop(carla, row.reference, "passed_by_other")
    assert state(row) == rules.STOPPED
    assert passing.resume(carla, row.reference).reason == ""
    steps = list(Step.objects.filter(passing=row.passing).values_list("move", flat=True))
    assert steps == ["hold", "stop", "resume"]


def test_what_stopped_always_has_its_reason(village: Village) -> None:
    row = notify(village)
    with pytest.raises(IntegrityError), transaction.atomic():
        Passing.objects.filter(notification=row).update(state=rules.STOPPED)


def test_all_that_is_whole_is_made_ready_by_one_press_and_once(village: Village) -> None:
    carla, once = village.actor("carla"), uuid.uuid4()
    whole, count = notify(village), notify(village, basis=NO_GROUND, details={})
    lacking = notify(village, codes={}, own_number="x")
    shelter = notify(village, kind="registration_shelter")
    held = notify(village, own_number="y")
    passing.hold(carla, held.reference, "not_safe")
    assert passing.release_complete(carla, once=once) == 2
    assert [state(row) for row in (whole, count)] == [rules.READY] * 2
    assert [state(row) for row in (lacking, shelter, held)] == [rules.WAITS] * 3
    with pytest.raises(AlreadyDone):
        passing.release_complete(carla, once=once)


def test_the_list_in_the_database_and_the_rule_agree(village: Village) -> None:
    singles = [{**WHOLE.codes, name: ""} for name in ("sector", "scope", "origin", "sex")]
    for at, codes in enumerate([*singles, {**WHOLE.codes, "age_band": ""}, WHOLE.codes]):
        # a date of birth would tell the age
        notify(village, codes=codes, details={"name": SECRET_NAME}, own_number=f"a{at}")
    for at, name in enumerate(("forms", "nationalities")):
        notify(village, several={**WHOLE.several, name: []}, own_number=f"b{at}")
    notify(village, municipality="", own_number="c")
    notify(village, basis=NO_GROUND, details={}, codes={}, own_number="d")
    notify(village, kind="registration_shelter", own_number="e")
    rows = queries.passings(village.actor("carla"))
    whole = {row.pk for row in rows if not queries.blocks_of(row)}
    assert whole == set(rows.filter(queries.complete()).values_list("pk", flat=True))
    assert len(whole) == 2


@pytest.mark.parametrize("name", ["chris", "anna", "pim", "tess", "paula", "adam", "leo"])
def test_others_do_not_pass_on(name: str, village: Village) -> None:
    row = notify(village)
    with pytest.raises((Refused, NotInReach)):
        passing.release(village.actor(name), row.reference)
    with pytest.raises(Refused):
        passing.release_complete(village.actor(name), once=uuid.uuid4())
    with pytest.raises(Refused):
        sending.send_file(village.actor(name), [row.reference], once=uuid.uuid4())
    assert state(row) == rules.WAITS


def test_an_organisation_sees_where_its_own_stand_and_no_others(village: Village) -> None:
    own = notify(village, "chris", notifier="shelter")
    notify(village)
    rows = queries.passings(village.actor("chris"))
    assert [row.notification_id for row in rows] == [own.id]


def test_who_looked_at_an_older_version_is_told(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    seen = Seen.of(row.passing)
    passing.hold(carla, row.reference, "not_safe", seen=seen)
    with pytest.raises(Stale):
        passing.stop(carla, row.reference, "no_trafficking", seen=seen)
    assert state(row) == rules.WAITS


def test_the_same_form_sent_twice_moves_once(village: Village) -> None:
    carla, row, once = village.actor("carla"), notify(village), uuid.uuid4()
    passing.hold(carla, row.reference, "not_safe", once=once)
    with pytest.raises(AlreadyDone):
        passing.hold(carla, row.reference, "not_safe", once=once)
    assert Step.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_put_the_same_dossier_into_a_file_at_once_send_it_once(village: Village) -> None:
    row = notify(village)
    passing.release(village.actor("carla"), row.reference)

    def send(_number: int) -> bool:
        try:
            sending.send_file(village.actor("carla"), [row.reference], once=uuid.uuid4())
            return True
        except ChangeError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(send, range(3))) == [False, False, True]
    assert (Sending.objects.count(), Dispatch.objects.count()) == (1, 1)


# --- Sending --------------------------------------------------------------------------------------


def test_by_hand_it_is_written_down_how_and_when(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    with pytest.raises(ChangeError):  # it is not ready
        sending.send_by_hand(carla, row.reference, "portal", timezone.localdate())
    passing.release(carla, row.reference)
    for way, on in (("file", timezone.localdate()), ("pigeon", timezone.localdate()),
                    ("phone", timezone.localdate() + timedelta(days=1)),
                    ("phone", date(2020, 1, 1))):  # fmt: skip
        with pytest.raises(ChangeError):
            sending.send_by_hand(carla, row.reference, way, on)
    found = sending.send_by_hand(carla, row.reference, "portal", timezone.localdate())
    assert (found.way, found.content, state(row)) == ("portal", "details", rules.SENT)
    assert Entry.objects.filter(dossier=row.dossier, verb="share", ground="avg_6_1_c").exists()


def test_a_file_follows_its_format_and_names_only_those_with_a_ground(village: Village) -> None:
    named = notify(village)
    count = notify(village, basis=NO_GROUND, details={}, own_number="2")
    whole = saved(village, sent_file(village, named, count))
    assert formats.problems(whole, formats.PASSING) == []
    [registration] = whole["registrations"]
    assert registration["person"] == {"name": SECRET_NAME, "birth_date": "2005-04-03"}
    assert registration["ground"] == "avg_6_1_c"
    assert count.reference not in json.dumps(whole)
    assert (state(named), state(count)) == (rules.SENT, rules.ANSWERED)


def test_a_phone_number_goes_along_only_when_help_is_asked(village: Village) -> None:
    details = {**WHOLE.details, "phone": "0612345678"}
    plain = notify(village, details=details)
    help_asked = notify(village, details=details, kind="registration_advice")
    whole = saved(village, sent_file(village, plain, help_asked))
    by_reference = {one["reference"]: one["person"] for one in whole["registrations"]}
    assert "phone" not in by_reference[plain.reference]
    assert by_reference[help_asked.reference]["phone"] == "0612345678"


def test_taking_a_file_along_is_journaled_for_each_person_in_it(village: Village) -> None:
    rows = [notify(village), notify(village, basis=CONSENT)]
    dispatch = sent_file(village, *rows)
    assert not Entry.objects.filter(verb="export").exists()
    saved(village, dispatch)
    entries = Entry.objects.filter(verb="export", thing=passing.THING)
    assert {(e.dossier, e.ground) for e in entries} == {(r.dossier, r.ground) for r in rows}


def test_a_file_is_sent_whole_or_not_at_all_and_once(village: Village) -> None:
    carla, once = village.actor("carla"), uuid.uuid4()
    ready, waits = notify(village), notify(village)
    passing.release(carla, ready.reference)
    with pytest.raises(ChangeError):
        sending.send_file(carla, [ready.reference, waits.reference], once=once)
    assert (state(ready), Dispatch.objects.count()) == (rules.READY, 0)
    first = sending.send_file(carla, [ready.reference], once=once)
    again = sending.send_file(carla, [ready.reference], once=once)
    assert (first, Sending.objects.count()) == (again, 1)


def test_few_counts_stay_at_home_and_more_leave_protected(village: Village) -> None:
    def count(number: int, notifier: str) -> Notification:
        return notify(
            village, basis=NO_GROUND, details={}, notifier=notifier, own_number=f"n{number}"
        )

    few = [count(at, "police") for at in range(3)]
    assert saved(village, sent_file(village, *few))["counts"] == []
    more = [*(count(at + 10, "police") for at in range(4)), count(20, "lawyer")]
    counts = saved(village, sent_file(village, *more))["counts"]
    by_notifier = {one["notifier"]: one["count"] for one in counts if one["year"] == "*"}
    assert by_notifier == {"*": 8, "police": None, "lawyer": None}


def test_a_sending_is_taken_back_until_there_is_an_answer(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    dispatch = sent_file(village, row)
    sending.take_back(carla, row.reference)
    assert state(row) == rules.READY
    assert saved(village, dispatch)["registrations"] == []
    sent_file(village, row)
    answers.answer(carla, row.reference, REGISTERED)
    with pytest.raises(ChangeError):
        sending.take_back(carla, row.reference)
    assert Sending.objects.filter(passing=row.passing).count() == 2


def test_a_correction_is_sent_anew_and_the_old_sending_is_kept(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    sent_file(village, row)
    answers.answer(carla, row.reference, REGISTERED)
    with pytest.raises(ChangeError):  # nothing changed
        passing.correct(carla, row.reference)
    Notification.objects.filter(pk=row.pk).update(sex="male", version=2)
    assert queries.passings(carla).filter(queries.changed_after_sending()).count() == 1
    passing.correct(carla, row.reference)
    [registration] = saved(village, sent_file(village, row))["registrations"]
    old, new = Sending.objects.filter(passing=row.passing)
    assert (registration["corrects"], registration["number"]) == (str(old.id), "NL-2026-1")
    assert (old.answer, old.digest == new.digest) == ("registered", False)


def test_a_file_is_not_made_again_of_what_changed(village: Village) -> None:
    row = notify(village)
    dispatch = sent_file(village, row)
    Notification.objects.filter(pk=row.pk).update(version=2)
    with pytest.raises(ChangeError, match=row.reference):
        saved(village, dispatch)


# --- Answers and removal --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "to"),
    [
        (REGISTERED, rules.ANSWERED),
        (Answer("known_already", "NL-2026-1"), rules.ANSWERED),
        (Answer("refused", reason="no_ground"), rules.ANSWERED),
        (Answer("needs_more"), rules.WAITS),
    ],
)
def test_an_answer_moves_it_on(given: Answer, to: str, village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    sent_file(village, row)
    answers.answer(carla, row.reference, given)
    found = Passing.objects.get(notification=row)
    assert (found.state, found.national_number) == (to, given.number)


@pytest.mark.parametrize(
    "given",
    [Answer("registered"), Answer("refused"), Answer("refused", reason="made_up"),
     Answer("removed"), Answer("hello")],
)  # fmt: skip
def test_an_answer_that_says_too_little_is_not_taken(given: Answer, village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    with pytest.raises(ChangeError):
        answers.answer(carla, row.reference, REGISTERED)
    sent_file(village, row)
    with pytest.raises(ChangeError):
        answers.answer(carla, row.reference, given)
    assert state(row) == rules.SENT


def test_a_withdrawn_consent_is_removed_at_the_centre_as_well(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village, basis=CONSENT)
    sent_file(village, row)
    answers.answer(carla, row.reference, REGISTERED)
    withdraw_consent(village.actor("pim"), row.reference)
    assert state(row) == rules.READY
    for blocked in (passing.resume, lambda a, r: passing.hold(a, r, "not_safe")):
        with pytest.raises(ChangeError):
            blocked(carla, row.reference)
    whole = saved(village, sent_file(village, row))
    assert whole["registrations"] == []
    [removal] = whole["withdrawals"]
    assert (removal["number"], removal["reason"]) == ("NL-2026-1", "consent_withdrawn")
    answers.answer(carla, row.reference, Answer("removed"))
    found = Passing.objects.get(notification=row)
    assert (found.state, found.reason) == (rules.STOPPED, "consent_withdrawn")


def test_what_waits_to_be_corrected_is_removed_too_when_the_consent_ends(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village, basis=CONSENT)
    sent_file(village, row)
    Notification.objects.filter(pk=row.pk).update(version=2)
    passing.correct(carla, row.reference)
    withdraw_consent(village.actor("pim"), row.reference)
    assert queries.is_withdrawal(Passing.objects.get(notification=row))


def test_what_lost_its_ground_is_removed_there_and_not_counted_beside_it(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    sent_file(village, row)
    Notification.objects.filter(pk=row.pk).update(rests_on="none", ground="", version=2)
    passing.correct(carla, row.reference)
    whole = saved(village, sent_file(village, row))
    assert (whole["registrations"], len(whole["withdrawals"])) == ([], 1)
    answers.answer(carla, row.reference, Answer("removed"))
    assert state(row) == rules.STOPPED


def test_what_was_sent_does_not_simply_stop(village: Village) -> None:
    carla, row = village.actor("carla"), notify(village)
    sent_file(village, row)
    passing.stop(carla, row.reference, "no_trafficking")
    found = Passing.objects.get(notification=row)
    assert (found.state, queries.is_withdrawal(found)) == (rules.READY, True)
    passing.resume(carla, row.reference)
    assert state(row) == rules.WAITS
