# SPDX-License-Identifier: EUPL-1.2
"""People decide who is the same person: once, with undo, and never against what was decided."""

from __future__ import annotations

import uuid
from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meerinbeeld.access import Refused
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions.judging import judge
from meerinbeeld.registry.models import Judgement, Notification, Pair, Victim
from meerinbeeld.registry.rules.merging import conflict, persons, together
from tests.people import Village
from tests.registry.making import notify


def likely(one: Notification, other: Notification) -> Pair:
    first, second = sorted((one, other), key=lambda row: row.pk)
    return Pair.objects.create(first=first, second=second, probability=0.97)


def say(village: Village, pair: Pair, verdict: str) -> Pair:
    return judge(village.actor("carla"), pair.pk, verdict, once=uuid.uuid4())


def counted() -> int:
    return Victim.objects.filter(retired_into=None).count()


@pytest.fixture
def three(village: Village) -> list[Notification]:
    return [notify(village, own_number=str(number)) for number in range(3)]


def test_the_same_person_is_counted_once_under_the_oldest_number(
    village: Village, three: list[Notification]
) -> None:
    oldest = three[0].victim.reference
    say(village, likely(three[0], three[1]), "same")
    say(village, likely(three[1], three[2]), "same")
    assert counted() == 1
    assert {row.victim.reference for row in Notification.objects.all()} == {oldest}


def test_taking_it_back_gives_the_number_back(village: Village, three: list[Notification]) -> None:
    before = {row.pk: row.victim_id for row in three}
    pair = likely(three[0], three[1])
    say(village, pair, "same")
    say(village, pair, "open")
    assert {row.pk: row.victim_id for row in Notification.objects.all()} == before
    assert counted() == 3
    assert Judgement.objects.count() == 2  # what was decided stays known


def test_parting_a_chain_in_the_middle_leaves_each_with_its_own(
    village: Village, three: list[Notification]
) -> None:
    one, two = likely(three[0], three[1]), likely(three[1], three[2])
    say(village, one, "same")
    say(village, two, "same")
    say(village, one, "different")
    victims = dict(Notification.objects.values_list("pk", "victim_id"))
    assert victims[three[1].pk] == victims[three[2].pk] != victims[three[0].pk]
    assert counted() == 2


def test_strangers_are_not_pulled_together(village: Village, three: list[Notification]) -> None:
    say(village, likely(three[0], three[2]), "different")
    say(village, likely(three[0], three[1]), "same")
    with pytest.raises(ChangeError, match=three[0].reference):
        say(village, likely(three[1], three[2]), "same")
    assert counted() == 2


def test_do_not_know_moves_nothing(village: Village, three: list[Notification]) -> None:
    say(village, likely(three[0], three[1]), "unsure")
    assert counted() == 3


def test_the_same_form_twice_is_one_judgement(village: Village, three: list[Notification]) -> None:
    pair, once = likely(three[0], three[1]), uuid.uuid4()
    judge(village.actor("carla"), pair.pk, "same", once=once)
    with pytest.raises(AlreadyDone):
        judge(village.actor("carla"), pair.pk, "same", once=once)


def test_whoever_looked_at_an_older_verdict_looks_again(
    village: Village, three: list[Notification]
) -> None:
    pair = likely(three[0], three[1])
    seen = Seen.of(pair)
    say(village, pair, "different")
    with pytest.raises(Stale):
        judge(village.actor("carla"), pair.pk, "same", once=uuid.uuid4(), seen=seen)


def test_both_dossiers_keep_who_decided(village: Village, three: list[Notification]) -> None:
    say(village, likely(three[0], three[1]), "same")
    entries = Entry.objects.filter(verb="merge", reason_code="same")
    assert {entry.dossier for entry in entries} == {three[0].dossier, three[1].dossier}


@pytest.mark.parametrize("name", ["chris", "pim", "anna", "paula"])
def test_only_who_keeps_the_register_decides(
    village: Village, three: list[Notification], name: str
) -> None:
    with pytest.raises(Refused):
        judge(village.actor(name), likely(*three[:2]).pk, "same", once=uuid.uuid4())


# --- The rule -------------------------------------------------------------------------------------

NUMBERS = range(7)
EDGES = st.lists(st.sampled_from(list(combinations(NUMBERS, 2))), unique=True)


@given(EDGES)
def test_everybody_belongs_to_one_person_led_by_the_oldest(same: list[tuple[int, int]]) -> None:
    leads = persons(NUMBERS, same, {number: number for number in NUMBERS})
    for number in NUMBERS:
        group = together(number, same)
        assert {leads[member] for member in group} == {min(group)}


@given(EDGES, EDGES)
def test_a_conflict_is_found_exactly_when_there_is_one(
    same: list[tuple[int, int]], different: list[tuple[int, int]]
) -> None:
    group = together(0, same)
    clash = any(one in group and other in group for one, other in different)
    assert (conflict(group, different) is not None) == clash


VERDICTS = st.lists(
    st.tuples(st.sampled_from(list(combinations(range(4), 2))),
              st.sampled_from(["same", "different", "unsure", "open"])),
    max_size=8,
)  # fmt: skip


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(VERDICTS)
def test_after_any_verdicts_no_person_holds_two_who_differ(
    village: Village, verdicts: list[tuple[tuple[int, int], str]]
) -> None:
    rows = [notify(village, own_number=str(uuid.uuid4())) for _ in range(4)]
    pairs = {edge: likely(rows[edge[0]], rows[edge[1]]) for edge in combinations(range(4), 2)}
    for edge, verdict in verdicts:
        with suppress(ChangeError):
            say(village, pairs[edge], verdict)
    made = Notification.objects.filter(pk__in=[row.pk for row in rows])
    now = dict(made.values_list("pk", "victim"))
    for pair in Pair.objects.filter(pk__in=[p.pk for p in pairs.values()]):
        one, other = now[pair.first_id], now[pair.second_id]
        assert pair.verdict != "same" or one == other
        assert pair.verdict != "different" or one != other
