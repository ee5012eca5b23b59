# SPDX-License-Identifier: EUPL-1.2
"""The register is looked through in the background: what is proposed, what stays, what is told."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from meerinbeeld import journal
from meerinbeeld.access import Refused
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.models import Membership
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import runs, searching
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.actions.judging import judge
from meerinbeeld.registry.actions.unheard import DEAD_AFTER
from meerinbeeld.registry.models import Notification, Pair, Run
from tests.people import Village
from tests.registry.making import CONSENT, NO_GROUND, notify

JOY = {"first_name": "Joy", "last_name": "Osagiede", "birth_date": "1999-05-12", "phone": "0612300"}
JOY_TOO = {"first_name": "Joy", "last_name": "Osagie", "birth_date": "1999-12-05"}
EWA = {"first_name": "Ewa", "last_name": "Kowalska", "birth_date": "1984-02-29"}


def told(village: Village, by: str, details: dict[str, str], **other: Any) -> Notification:
    codes = {"sex": "female", "origin": "NG"}
    return notify(village, by, details=details, codes=codes, **other)


def search(village: Village, unique: Iterable[str] = ()) -> Run:
    lists = [village.organisations[name].pk for name in unique]
    run = runs.ask_run(village.actor("carla"), unique=lists)
    searching.carry_out(run.pk)
    run.refresh_from_db()
    return run


def pairs() -> set[frozenset[str]]:
    rows = Pair.objects.values_list("first__reference", "second__reference")
    return {frozenset(row) for row in rows}


def together(*rows: Notification) -> frozenset[str]:
    return frozenset(row.reference for row in rows)


@pytest.fixture
def joys(village: Village) -> tuple[Notification, Notification]:
    """One person of whom two organisations told, and somebody else."""
    told(village, "carla", EWA)
    return told(village, "pim", JOY), told(village, "chris", JOY_TOO)


def test_a_person_of_two_organisations_is_proposed_and_nobody_else(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    run = search(village)
    assert (run.state, run.progress, run.notifications, run.pairs) == ("done", 100, 3, 1)
    assert pairs() == {together(*joys)}


def test_a_pair_holds_its_reasons_and_nothing_of_the_person(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    search(village)
    pair = Pair.objects.get()
    parts = [part for part, _level, _bits in pair.weights]
    assert {"prior", "given", "family", "birth"} <= set(parts)
    assert "turned" in [level for _part, level, _bits in pair.weights]
    weight = sum(bits for _part, _level, bits in pair.weights)
    assert pair.probability == pytest.approx(1 / (1 + 2**-weight), abs=0.02)
    kept = f"{pair.weights}{Run.objects.get().settings}"
    assert [text for text in (*JOY.values(), *JOY_TOO.values()) if text in kept] == []


def test_each_dossier_that_was_opened_is_journaled_for_whoever_asked(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    search(village)
    opened = Entry.objects.get(verb="open", reason_code="linkage")
    dossiers = set(Notification.objects.values_list("dossier", flat=True))
    assert set(journal.dossiers_of(opened)) == dossiers
    assert opened.person_id == village.people["carla"].pk
    for dossier in dossiers:
        assert opened in journal.about([dossier])


def test_the_life_of_each_notification_says_that_it_was_looked_through(
    village: Village, joys: tuple[Notification, Notification], client_for: Callable[[str], Client]
) -> None:
    search(village)
    for row in joys:
        page = client_for("carla").get(reverse("notification", args=[row.reference]))
        looks = [line for line in page.context["page"].life.looks if "Vergeleken" in line.title]
        assert [line.who for line in looks] == ["u"]


def test_a_list_that_has_each_person_once_gives_its_best_match_only(village: Village) -> None:
    for at, name in enumerate(("Ewa", "Ivan", "Chi", "Sofia", "Paul", "Lan", "Omar", "Dina")):
        born = {"birth_date": f"19{70 + at}-0{at + 1}-1{at}", "last_name": f"{name}ski"}
        told(village, "carla", {"first_name": name, **born})
    police = told(village, "pim", JOY)
    best = told(village, "chris", JOY, own_number="1")
    weaker = {"first_name": "Joyce", "last_name": "Osagie", "birth_date": "1999"}
    told(village, "chris", weaker, own_number="2")
    search(village)
    assert len(pairs()) == 3
    search(village, unique=["opvang"])
    assert pairs() == {together(police, best)}


def test_a_notification_without_a_ground_is_not_compared(village: Village) -> None:
    told(village, "pim", JOY)
    notify(village, "chris", details={}, basis=NO_GROUND)
    assert search(village).notifications == 1


def test_what_was_decided_survives_a_new_search(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    search(village)
    pair = Pair.objects.get()
    judge(village.actor("carla"), pair.pk, "different", once=uuid.uuid4())
    pair.refresh_from_db()
    version, weights = pair.version, pair.weights
    search(village)
    pair.refresh_from_db()
    assert (pair.verdict, pair.version, pair.weights) == ("different", version, weights)


def test_an_open_pair_that_is_not_found_any_more_goes(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    first, second = sorted((joys[0], Notification.objects.earliest("made_at")), key=lambda r: r.pk)
    wrong = Pair.objects.create(first=first, second=second, probability=0.9)
    search(village)
    assert not Pair.objects.filter(pk=wrong.pk).exists()


def test_a_decision_that_was_taken_back_keeps_its_pair(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    first, second = sorted((joys[0], Notification.objects.earliest("made_at")), key=lambda r: r.pk)
    pair = Pair.objects.create(first=first, second=second, probability=0.9)
    for verdict in ("same", "open"):
        judge(village.actor("carla"), pair.pk, verdict, once=uuid.uuid4())
    search(village)
    assert Pair.objects.get(pk=pair.pk).judgements.count() == 2


def test_consent_that_is_withdrawn_while_it_runs_is_respected(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(village, "pim", JOY)
    row = told(village, "chris", JOY_TOO, basis=CONSENT)
    real = searching.link

    def link(*args: Any, **kwargs: Any) -> Any:
        withdraw_consent(village.actor("chris"), row.reference)
        return real(*args, **kwargs)

    monkeypatch.setattr(searching, "link", link)
    assert search(village).state == "done"
    assert pairs() == set()


# --- One at a time, stopping and dying ------------------------------------------------------------


def test_one_search_runs_at_a_time(village: Village) -> None:
    runs.ask_run(village.actor("carla"))
    with pytest.raises(ChangeError):
        runs.ask_run(village.actor("carla"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create()
    assert Run.objects.count() == 1


def test_the_task_is_told_an_id_and_nothing_else(village: Village) -> None:
    run = runs.ask_run(village.actor("carla"))
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs == {"args": [str(run.pk)], "kwargs": {}}


def test_a_search_whose_worker_was_killed_failed_and_can_be_asked_anew(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    run = runs.ask_run(village.actor("carla"))
    long_ago = timezone.now() - DEAD_AFTER - timedelta(seconds=1)
    Run.objects.update(state="runs", started_at=long_ago, heard_at=long_ago)
    runs.tick_runs()
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "killed")
    searching.carry_out(run.pk)  # the queue hands the task out once more
    run.refresh_from_db()
    assert run.state == "failed"
    assert search(village).state == "done"


def test_a_search_can_be_stopped_and_stores_nothing_then(
    village: Village, joys: tuple[Notification, Notification], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = runs.ask_run(village.actor("carla"))
    real = searching.link

    def link(*args: Any, **kwargs: Any) -> Any:
        runs.stop_run(village.actor("carla"), run.pk)
        return real(*args, **kwargs)

    monkeypatch.setattr(searching, "link", link)
    searching.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem, pairs()) == ("failed", "stopped", set())


def test_of_a_failure_the_kind_is_kept_and_no_word_of_it(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*args: Any, **kwargs: Any) -> Any:
        raise ValueError("Joy Osagiede")

    monkeypatch.setattr(searching, "link", link)
    run = search(village)
    assert (run.state, run.problem) == ("failed", "ValueError")


def test_where_spark_is_asked_for_and_is_not_there_the_search_says_so_and_opens_nothing(
    village: Village, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    told(village, "pim", JOY)
    settings.MIB_LINKAGE_ENGINE = "spark"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    run = search(village)
    assert (run.state, run.problem) == ("failed", "no_place")
    assert not Entry.objects.filter(reason_code="linkage").exists()


def test_nothing_is_opened_for_somebody_whose_role_ended(village: Village) -> None:
    told(village, "pim", JOY)
    run = runs.ask_run(village.actor("carla"))
    Membership.objects.filter(person=village.people["carla"]).delete()
    searching.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "no_right")
    assert not Entry.objects.filter(reason_code="linkage").exists()


@pytest.mark.parametrize("name", ["anna", "chris", "pim", "paula", "adam"])
def test_only_who_keeps_the_register_has_it_looked_through(village: Village, name: str) -> None:
    with pytest.raises(Refused):
        runs.ask_run(village.actor(name))


# --- At night -------------------------------------------------------------------------------------


def night(day: int, hour: int = 3) -> datetime:
    return timezone.make_aware(datetime(2026, 3, day, hour))


def test_each_night_something_new_is_looked_through_once(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    now = timezone.localtime().replace(hour=3, minute=0) + timedelta(days=1)
    run = runs.ask_nightly_run(now)
    assert run is not None
    searching.carry_out(run.pk)
    assert pairs() == {together(*joys)}
    Run.objects.update(asked_at=now)
    assert runs.ask_nightly_run(now + timedelta(hours=1)) is None  # this night it was done
    assert runs.ask_nightly_run(now + timedelta(days=1)) is None  # nothing came in since
    opened = Entry.objects.filter(reason_code="linkage")
    assert {entry.role for entry in opened} == {"system"}


def test_by_day_nothing_is_asked_by_itself(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    assert runs.ask_nightly_run(night(3, hour=12)) is None


def test_the_night_keeps_to_what_was_said_of_the_lists(
    village: Village, joys: tuple[Notification, Notification]
) -> None:
    said = search(village, unique=["opvang"]).settings["unique"]
    told(village, "pim", EWA)
    run = runs.ask_nightly_run(timezone.localtime().replace(hour=3) + timedelta(days=1))
    assert run is not None and run.settings["unique"] == said
