# SPDX-License-Identifier: EUPL-1.2
"""Both sides keep the same format: what we send, and what the stand-in of the centre answers."""

from __future__ import annotations

import json
import uuid
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from meerinbeeld.access.changing import ChangeError
from meerinbeeld.config.cli import run
from meerinbeeld.registry.actions import answers
from meerinbeeld.registry.exports import formats, receiving
from meerinbeeld.registry.models import Notification, Passing, Sending
from meerinbeeld.registry.rules import passing as rules
from tests.people import Village
from tests.registry.making import CONSENT, SECRET_NAME, WHOLE, notify
from tests.registry.test_judging import likely, say
from tests.registry.test_passing import saved, sent_file, state

DAY = date(2026, 4, 1)


def answered(village: Village, *rows: Notification) -> bytes:
    whole = saved(village, sent_file(village, *rows))
    return json.dumps(receiving.receive(whole, DAY)).encode()


@pytest.mark.parametrize("name", [formats.PASSING, formats.ANSWERS])
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(formats.schema_of(name))


def test_what_we_send_is_taken_and_what_comes_back_is_stored(village: Village) -> None:
    row = notify(village)
    data = answered(village, row)
    assert formats.problems(json.loads(data), formats.ANSWERS) == []
    outcome = answers.import_answers(village.actor("carla"), data)
    assert (outcome.stored, outcome.known, outcome.wrong) == ([row.reference], [], [])
    found = Passing.objects.get(notification=row)
    assert (found.state, found.national_number[:6]) == (rules.ANSWERED, "PROEF-")


def test_the_same_answers_twice_change_nothing(village: Village) -> None:
    row = notify(village)
    data = answered(village, row)
    answers.import_answers(village.actor("carla"), data)
    before = Passing.objects.values().get(notification=row)
    outcome = answers.import_answers(village.actor("carla"), data)
    assert (outcome.stored, outcome.known) == ([], [row.reference])
    assert Passing.objects.values().get(notification=row) == before


def test_another_answer_to_the_same_sending_is_told_and_not_taken(village: Village) -> None:
    row = notify(village)
    data = answered(village, row)
    answers.import_answers(village.actor("carla"), data)
    whole = json.loads(data)
    whole["answers"][0]["number"] = "ANDERS-1"
    outcome = answers.import_answers(village.actor("carla"), json.dumps(whole).encode())
    assert [reference for reference, _why in outcome.wrong] == [row.reference]
    assert Sending.objects.get().number.startswith("PROEF-")


def test_one_wrong_row_does_not_stop_the_others(village: Village) -> None:
    row = notify(village)
    whole = json.loads(answered(village, row))
    stranger = {"sending": str(uuid.uuid4()), "answer": "registered", "number": "X-1"}
    whole["answers"].insert(0, stranger)
    outcome = answers.import_answers(village.actor("carla"), json.dumps(whole).encode())
    assert (outcome.stored, len(outcome.wrong)) == ([row.reference], 1)


def test_an_answer_to_an_earlier_sending_is_too_late(village: Village) -> None:
    row = notify(village)
    first = answered(village, row)
    Notification.objects.filter(pk=row.pk).update(version=2)
    from meerinbeeld.registry.actions import passing

    passing.correct(village.actor("carla"), row.reference)
    sent_file(village, row)
    outcome = answers.import_answers(village.actor("carla"), first)
    assert [reference for reference, _why in outcome.wrong] == [row.reference]
    assert state(row) == rules.SENT


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"[]", b"{}", b"[" * 100_000, b'{"format": "meer-in-beeld/passing"}',
     b" " * (answers.LARGEST + 1)],
)  # fmt: skip
def test_what_is_no_file_with_answers_is_refused_whole(data: bytes, village: Village) -> None:
    with pytest.raises(ChangeError):
        answers.import_answers(village.actor("carla"), data)


def test_one_person_of_two_organisations_gets_one_number(village: Village) -> None:
    one, other = notify(village, own_number="1"), notify(village, own_number="2")
    say(village, likely(one, other), "same")
    found = json.loads(answered(village, one, other))["answers"]
    assert [row["answer"] for row in found] == ["registered", "known_already"]
    assert len({row["number"] for row in found}) == 1


def test_the_stand_in_says_what_it_does_not_take(village: Village) -> None:
    place = notify(village, kind="registration_shelter", basis=CONSENT)
    whole = saved(village, sent_file(village, place))
    del whole["registrations"][0]["consent_on"]
    [answer] = receiving.receive(whole, DAY)["answers"]
    assert (answer["answer"], answer["reason"]) == ("refused", "consent_missing")
    whole["registrations"][0]["kind"] = "registration"
    whole["registrations"][0]["coded"]["forms"] = []
    [answer] = receiving.receive(whole, DAY)["answers"]
    assert answer["answer"] == "needs_more"


def test_a_problem_in_a_file_never_repeats_what_stands_there(village: Village) -> None:
    whole = saved(village, sent_file(village, notify(village)))
    whole["registrations"][0]["person"]["name"] = [SECRET_NAME]
    whole["registrations"][0]["notified_on"] = SECRET_NAME
    with pytest.raises(receiving.NotOfTheFormat) as caught:
        receiving.receive(whole, DAY)
    assert len(caught.value.problems) == 2
    assert SECRET_NAME not in str(caught.value)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=50)
@given(ANYTHING)
def test_nothing_that_is_not_of_the_format_is_answered(document: object) -> None:
    with pytest.raises(receiving.NotOfTheFormat):
        receiving.receive(document, DAY)


def test_the_command_answers_a_file(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = notify(village, details={**WHOLE.details, "name": "Bedacht"})
    file, out = tmp_path / "aanmeldingen.json", tmp_path / "antwoorden.json"
    file.write_text(json.dumps(saved(village, sent_file(village, row))))
    assert run(["registry", "receive", str(file), "--out", str(out)]) == 0
    outcome = answers.import_answers(village.actor("carla"), out.read_bytes())
    assert outcome.stored == [row.reference]
    file.write_text('{"format": "other"}')
    assert run(["registry", "receive", str(file)]) != 0
    assert "does not follow the format" in capsys.readouterr().err
