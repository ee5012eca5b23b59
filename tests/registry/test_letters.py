# SPDX-License-Identifier: EUPL-1.2
"""Letters back: one's own figures, and nothing of what others know about few people."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.access import Refused
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import letters as actions
from meerinbeeld.registry.actions.answers import Given, answer
from meerinbeeld.registry.models import Letter, Notification
from meerinbeeld.registry.queries import letters as queries
from meerinbeeld.registry.queries.scope import NotInReach
from meerinbeeld.registry.rules import letter as rules
from meerinbeeld.registry.rules.letter import Told
from meerinbeeld.registry.rules.period import Period
from meerinbeeld.registry.views import letter_words
from meerinbeeld.signals.models import Notice
from tests.people import Village
from tests.registry.making import NO_GROUND, WHOLE, notify
from tests.registry.test_judging import likely, say
from tests.registry.test_passing import sent_file

ClientFor = Callable[[str], Client]
PERIOD = Period(2026)
ONE = Told("v", False, (), "duty", "waits", "", False, None, "")


def shelter(village: Village, number: str = "", **other: object) -> Notification:
    return notify(village, "chris", notifier="shelter", own_number=number, **other)


def send(village: Village, organisation: str = "opvang") -> Letter:
    to = village.organisations[organisation].id
    return actions.send_letter(village.actor("carla"), to, PERIOD, once=uuid.uuid4())


# --- Rules ----------------------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(0, 60))
def test_what_others_know_is_told_of_many_only(part: int, rest: int) -> None:
    told = rules.told_or_not(part, part + rest)
    assert told in (None, part)
    assert (told is None) == (part < rules.THRESHOLD or rest < rules.THRESHOLD)


TOLD = st.builds(
    Told,
    victim=st.sampled_from("abcdef"),
    known_elsewhere=st.booleans(),
    missing=st.lists(st.sampled_from(["sex", "forms", "origin"]), unique=True).map(tuple),
    rests_on=st.sampled_from(["duty", "consent", "none"]),
    state=st.sampled_from(["waits", "ready", "sent", "answered", "stopped"]),
    reason=st.just(""),
    counted=st.booleans(),
    days_to_sending=st.none() | st.integers(0, 400),
    answer=st.sampled_from(["", "registered", "known_already", "refused", "needs_more"]),
)


@given(st.lists(TOLD, max_size=30))
def test_the_figures_never_exceed_what_was_notified(rows: list[Told]) -> None:
    found = rules.figures(rows)
    parts = [found.persons, found.whole, found.sent, found.counted, found.without_ground]
    parts += [found.waiting + found.stopped, found.taken_up + found.refused + found.needs_more]
    assert all(0 <= part <= found.notified for part in parts)
    assert found.advice
    assert found.known_elsewhere is None or found.known_elsewhere <= found.persons - rules.THRESHOLD


def test_the_advice_follows_from_what_is_missing() -> None:
    assert rules.figures([ONE]).advice == [rules.ALL_WELL]
    lacking = replace(ONE, missing=("sex",), rests_on="none", answer="needs_more")
    assert rules.figures([lacking]).advice == [rules.FILL_IN, rules.FIND_GROUND, rules.ANSWER_MORE]


@pytest.mark.parametrize(("days", "said"), [([], "–"), ([4], "4"), ([4, 5], "4.5"), ([2, 4], "3")])
def test_the_days_are_written_as_people_write_them(days: list[int], said: str) -> None:
    found = rules.figures([replace(ONE, days_to_sending=one) for one in days])
    with translation.override("en"):
        assert letter_words.days(found) == said


# --- What it says ---------------------------------------------------------------------------------


def test_a_letter_says_what_one_organisation_notified_itself(village: Village) -> None:
    row = shelter(village, "1")
    shelter(village, "2", codes={**WHOLE.codes, "sex": ""})
    shelter(village, "3", basis=NO_GROUND, details={})
    notify(village)
    sent_file(village, row)
    answer(village.actor("carla"), row.reference, Given("registered", "NL-1"))
    [own, _police] = queries.lines(village.actor("carla"), PERIOD)
    found = own.figures
    assert (found.notified, found.persons, found.whole, found.sent) == (3, 3, 2, 1)
    assert (found.taken_up, found.without_ground, found.often_missing) == (1, 1, (("sex", 1),))


def test_that_others_know_a_few_of_them_is_not_told(village: Village) -> None:
    one, other = shelter(village), notify(village)
    say(village, likely(one, other), "same")
    [own, _police] = queries.lines(village.actor("carla"), PERIOD)
    assert own.figures.known_elsewhere is None
    with translation.override("en"):
        assert "too few to protect them" in letter_words.known_words(own.figures)


def test_what_stands_in_a_sent_letter_stays_as_it_was(village: Village) -> None:
    shelter(village, "1")
    letter = send(village)
    shelter(village, "2")
    _kept, found = queries.one(village.actor("chris"), letter.id)
    assert found.notified == 1
    again = queries.draft(village.actor("carla"), village.organisations["opvang"].id, PERIOD)
    assert again[1].notified == 2


# --- Sending --------------------------------------------------------------------------------------


def test_sending_is_journaled_and_once_for_a_period(village: Village) -> None:
    shelter(village)
    letter = send(village)
    entry = Entry.objects.get(thing=actions.THING)
    assert (entry.verb, entry.thing_id, entry.dossier) == ("share", str(letter.id), None)
    with pytest.raises(ChangeError):
        send(village)
    actions.take_back_letter(village.actor("carla"), letter.id)
    assert send(village).pk != letter.pk


def test_the_same_form_sends_one_letter(village: Village) -> None:
    shelter(village)
    to, once = village.organisations["opvang"].id, uuid.uuid4()
    for _twice in range(2):
        actions.send_letter(village.actor("carla"), to, PERIOD, once=once)
    assert Letter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_send_it_at_once_send_one(village: Village) -> None:
    shelter(village)

    def try_it(_number: int) -> bool:
        try:
            return bool(send(village))
        except ChangeError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(try_it, range(2))) == [False, True]
    assert Letter.objects.count() == 1


@pytest.mark.parametrize("name", ["chris", "anna", "pim", "tess", "paula"])
def test_only_the_keeper_sends(name: str, village: Village) -> None:
    shelter(village)
    to = village.organisations["opvang"].id
    with pytest.raises(Refused):
        actions.send_letter(village.actor(name), to, PERIOD, once=uuid.uuid4())


def test_nobody_gets_a_letter_about_nothing(village: Village) -> None:
    shelter(village)
    with pytest.raises(NotInReach):
        send(village, "politie")


# --- Pages ----------------------------------------------------------------------------------------


def test_the_organisation_reads_its_own_letter_and_others_do_not(
    village: Village, client_for: ClientFor
) -> None:
    shelter(village)
    letter = send(village)
    client = client_for("chris")
    assert str(letter.id) in client.get(reverse("letters_own")).content.decode()
    with translation.override("en"):
        url, take_back = (
            reverse(name, args=[letter.id]) for name in ("letter", "letter_take_back")
        )
    assert "Thank you" in client.get(url).content.decode()
    assert client.post(take_back).status_code == 403
    for other in ("anna", "pim"):
        assert client_for(other).get(url).status_code == 404
        assert str(letter.id) not in client_for(other).get(reverse("letters_own")).content.decode()
    for other in ("tess", "paula", "leo"):
        assert client_for(other).get(url).status_code == 403


def test_the_keeper_looks_sends_and_takes_back(village: Village, client_for: ClientFor) -> None:
    shelter(village)
    client, to = client_for("carla"), village.organisations["opvang"].id
    address = [to, PERIOD.code]
    assert "Opvang De Haven" in client.get(reverse("letters") + "?periode=2026").content.decode()
    assert client.get(reverse("letter_draft", args=address)).status_code == 200
    sent = client.post(reverse("letter_send", args=address), {"once": str(uuid.uuid4())})
    letter = Letter.objects.get()
    assert sent.headers["Location"].endswith(reverse("letter", args=[letter.id]))
    assert client.get(reverse("letter_draft", args=address)).status_code == 302
    assert client.post(reverse("letter_send", args=address), {"once": "x"}).status_code == 404
    assert client.post(reverse("letter_take_back", args=[letter.id])).status_code == 302
    assert client.get(reverse("letter", args=[letter.id])).status_code == 404
    for wrong in ("2099", "x"):
        assert client.get(reverse("letter_draft", args=[to, wrong])).status_code == 404


def test_a_letter_is_a_tagged_pdf(village: Village, client_for: ClientFor) -> None:
    shelter(village)
    to = village.organisations["opvang"].id
    draft = client_for("carla").get(reverse("letter_draft_pdf", args=[to, PERIOD.code]))
    sent = client_for("chris").get(reverse("letter_pdf", args=[send(village).id]))
    for answered in (draft, sent):
        with pikepdf.open(io.BytesIO(answered.content)) as made:
            assert made.Root.MarkInfo.Marked


# --- The bell -------------------------------------------------------------------------------------


def test_the_organisation_hears_that_a_letter_is_there_and_no_figure_of_it(
    village: Village, client_for: ClientFor
) -> None:
    shelter(village)
    letter = send(village)
    readers = {notice.person_id for notice in Notice.objects.all()}
    assert readers == {village.actor("chris").person_id}
    client = client_for("chris")
    page = client.get(reverse("notices")).text
    assert "De registratie schreef u een brief" in page and "2026" in page
    opened = client.post(reverse("notice_open", args=[Notice.objects.get().pk]))
    assert opened["Location"] == reverse("letter", args=[letter.pk])


def test_a_letter_that_was_taken_back_rings_no_bell(
    village: Village, client_for: ClientFor
) -> None:
    shelter(village)
    letter = send(village)
    told = Notice.objects.get()
    client = client_for("chris")
    client.post(reverse("notice_open", args=[told.pk]))
    actions.take_back_letter(village.actor("carla"), letter.pk)
    opened = client.post(reverse("notice_open", args=[told.pk]))
    assert opened["Location"] == reverse("letters_own")  # it was read; now it leads to the list
    send(village)
    actions.take_back_letter(village.actor("carla"), Letter.objects.get(taken_back_at=None).pk)
    assert not Notice.objects.filter(read_at=None).exists()
