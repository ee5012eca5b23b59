# SPDX-License-Identifier: EUPL-1.2
"""A list comes in once, whoever stops or repeats it; nothing of it is left in the open."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access import Refused
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.models import Membership
from meerinbeeld.config.queue import run_queued_tasks
from meerinbeeld.files.tables import read_table
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import broken_off, delivering, differing, reading_in, undoing
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.actions.judging import judge
from meerinbeeld.registry.models import Batch, Notification, Pair, Passing, Victim
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries.deliveries import keeps_the_register, one
from meerinbeeld.registry.queries.scope import NotInReach
from tests.people import Village
from tests.registry.delivery import (
    BAD,
    GOOD,
    HEADERS,
    NAME,
    confirmed,
    counts,
    imported,
    listed,
    waiting,
)
from tests.registry.making import notify

pytestmark = pytest.mark.django_db


def test_each_row_becomes_a_notification_with_its_codes_and_sealed_details(
    village: Village,
) -> None:
    batch = imported(village, listed(*GOOD, BAD))
    assert counts(batch) == (3, 0, 0, 1)
    row = Notification.objects.get(own_number="P-1")
    assert (row.source, row.rests_on, row.ground) == ("import", "duty", "avg_6_1_c")
    assert (row.notifier, row.sex, row.age_band, row.nationalities, row.municipality_id) == (
        "police", "female", "18_22", ["RO"], "GM0193",
    )  # fmt: skip
    assert row.forms.get().form == "sexual_exploitation"
    assert row.organisation == village.organisations["politie"] and row.batch == batch
    with vault.unlocked(row.dossier) as box:
        told = {one.kind: box.text(one, "value") for one in row.details.all()}
    assert told == {
        "first_name": NAME, "last_name": "Lijstman", "birth_date": "2005-04-03",
        "phone": "0612345678",
    }  # fmt: skip
    assert Passing.objects.get(notification=row).state == "waits"


def test_the_preview_tells_the_same_as_the_import_does(village: Village) -> None:
    imported(village, listed(GOOD[0]))
    data = listed(*GOOD, BAD, GOOD[1], GOOD[2], GOOD[0].replace(";V;", ";M;"))
    batch = waiting(village, data)
    _batch, content = delivering.open_batch(village.actor("pim"), batch.pk)
    seen = [outcome.what for outcome in reading_in.look(batch, content)]
    assert seen == ["known", "new", "new", "wrong", "known", "known", "differs"]
    again = imported(village, data)
    assert counts(again) == tuple(seen.count(what) for what in ("new", "known", "differs", "wrong"))


def test_nothing_of_a_list_stands_in_the_open_while_it_waits_or_after(village: Village) -> None:
    batch = confirmed(village, listed(*GOOD, BAD))
    batch.refresh_from_db()
    assert batch.content is not None and NAME.encode() not in bytes(batch.content)
    reading_in.import_batch.call(str(batch.pk))
    batch.refresh_from_db()
    _batch, content = delivering.open_batch(village.actor("pim"), batch.pk)
    assert content.rows == [] and [one.number for one in content.wrong] == [5]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM django_tasks_database_dbtaskresult")
        assert NAME not in str(cursor.fetchall())


def test_a_list_without_a_wrong_row_leaves_nothing_and_its_key_is_gone(village: Village) -> None:
    batch = imported(village, listed(*GOOD))
    assert batch.content is None and vault.is_shredded(batch.dossier)
    assert counts(batch) == (3, 0, 0, 0)


def test_the_same_list_twice_changes_nothing(village: Village) -> None:
    imported(village, listed(*GOOD))
    before = list(Notification.objects.order_by("pk").values())
    assert counts(imported(village, listed(*GOOD))) == (0, 3, 0, 0)
    assert list(Notification.objects.order_by("pk").values()) == before
    assert Victim.objects.count() == 3


def test_a_row_that_was_changed_is_shown_and_never_written_over(village: Village) -> None:
    imported(village, listed(*GOOD))
    batch = imported(village, listed(GOOD[0].replace(";V;", ";M;"), GOOD[1]))
    assert counts(batch) == (0, 1, 1, 0) and batch.undecided == 1
    assert Notification.objects.get(own_number="P-1").sex == "female"


def test_a_row_that_was_changed_is_taken_over_by_a_person(village: Village) -> None:
    imported(village, listed(*GOOD))
    changed = GOOD[0].replace(";V;", ";M;").replace("0612345678", "0687654321")
    batch, pim = imported(village, listed(changed)), village.actor("pim")
    beside = differing.open_difference(pim, batch.pk, 2)
    assert [(one.stands, one.told) for one in beside.differences] == [
        ("Vrouw", "Man"), ("0612345678", "0687654321"),
    ]  # fmt: skip
    row = differing.take_over(pim, batch.pk, 2)
    row.refresh_from_db()
    assert (row.sex, row.nationalities) == ("male", ["RO"])
    batch.refresh_from_db()
    assert batch.undecided == 0 and batch.content is None
    assert counts(imported(village, listed(changed))) == (0, 1, 0, 0)
    with pytest.raises(NotInReach):
        differing.take_over(pim, batch.pk, 2)


def test_what_stands_can_be_kept_and_does_not_come_back(village: Village) -> None:
    imported(village, listed(*GOOD))
    changed = listed(GOOD[0].replace(";V;", ";M;"))
    batch = imported(village, changed)
    differing.keep_ours(village.actor("pim"), batch.pk, 2)
    assert Notification.objects.get(own_number="P-1").sex == "female"
    assert counts(imported(village, changed)) == (0, 1, 0, 0)


def test_a_consent_that_is_gone_from_the_list_has_to_be_withdrawn(village: Village) -> None:
    headers = HEADERS + ";Toestemming;Toestemming op"
    imported(village, listed(GOOD[0] + ";ja;01-03-2026", headers=headers), "chris")
    batch = imported(village, listed(GOOD[0] + ";nee;", headers=headers), "chris")
    assert counts(batch) == (0, 0, 1, 0)
    with pytest.raises(ChangeError):
        differing.take_over(village.actor("chris"), batch.pk, 2)
    assert Notification.objects.get().rests_on == "consent"


def test_nobody_else_decides_about_a_changed_row(village: Village) -> None:
    imported(village, listed(GOOD[0]))
    batch = imported(village, listed(GOOD[0].replace(";V;", ";M;")))
    for act in (differing.open_difference, differing.take_over, differing.keep_ours):
        with pytest.raises(NotInReach):
            act(village.actor("chris"), batch.pk, 2)
        with pytest.raises(Refused):
            act(village.actor("paula"), batch.pk, 2)


def test_a_number_that_was_typed_before_is_shown_as_a_difference(village: Village) -> None:
    notify(village, own_number="P-1")
    assert counts(imported(village, listed(GOOD[0]))) == (0, 0, 1, 0)


def test_a_number_that_stands_twice_with_other_words_is_wrong(village: Village) -> None:
    batch = imported(village, listed(GOOD[0], GOOD[0], GOOD[0].replace(";V;", ";M;")))
    assert counts(batch) == (1, 1, 0, 1)


def test_rows_without_a_ground_come_in_as_counts_about_nobody(village: Village) -> None:
    headers = HEADERS + ";Toestemming;Toestemming op"
    data = listed(GOOD[0] + ";nee;", GOOD[1] + ";ja;01-03-2026", GOOD[2] + ";;", headers=headers)
    batch = imported(village, data, "chris")
    assert counts(batch) == (3, 0, 0, 0)
    named = Notification.objects.get(rests_on="consent")
    assert named.own_number == "P-2" and named.consent_on == datetime.date(2026, 3, 1)
    nameless = Notification.objects.filter(rests_on="none")
    assert nameless.count() == 2
    assert not any(row.details.exists() or row.own_number or row.ground for row in nameless)
    assert counts(imported(village, data, "chris")) == (0, 3, 0, 0)


def test_a_list_cannot_bring_back_what_somebody_withdrew(village: Village) -> None:
    headers = HEADERS + ";Toestemming;Toestemming op"
    data = listed(GOOD[0] + ";ja;01-03-2026", headers=headers)
    imported(village, data, "chris")
    row = Notification.objects.get()
    withdraw_consent(village.actor("chris"), row.reference)
    batch = imported(village, data, "chris")
    assert counts(batch) == (0, 0, 0, 1)
    assert not Notification.objects.get().details.exists()


def test_whoever_keeps_the_register_delivers_for_another_organisation(village: Village) -> None:
    carla, police = village.actor("carla"), village.organisations["politie"]
    batch = delivering.upload(carla, "x.csv", read_table(listed(*GOOD)), police.pk)
    reading_in.confirm(carla, batch.pk)
    reading_in.import_batch.call(str(batch.pk))
    assert set(Notification.objects.values_list("organisation", "notifier", "rests_on")) == {
        (police.pk, "police", "duty")
    }
    with pytest.raises(NotInReach):
        delivering.upload(village.actor("chris"), "x.csv", read_table(listed(*GOOD)), police.pk)


# --- Who may --------------------------------------------------------------------------------------


def test_a_delivery_of_others_is_not_there(village: Village) -> None:
    batch = waiting(village, listed(*GOOD))
    for name in ("anna", "chris"):
        with pytest.raises(NotInReach):
            delivering.open_batch(village.actor(name), batch.pk)
    assert one(village.actor("carla"), batch.pk) == batch
    assert not keeps_the_register(village.actor("pim"))
    for name in ("tess", "paula", "adam", "leo", "vera", "rosa", "sam"):
        with pytest.raises(Refused):
            delivering.open_batch(village.actor(name), batch.pk)


def test_opening_a_delivery_leaves_a_trace_and_so_does_importing(village: Village) -> None:
    batch = imported(village, listed(GOOD[0], BAD))
    verbs = [entry.verb for entry in Entry.objects.filter(dossier=batch.dossier).order_by("at")]
    assert verbs == ["create", "open", "change", "import"]
    row = Notification.objects.get()
    assert Entry.objects.get(dossier=row.dossier).person_id == village.people["pim"].pk


def test_who_lost_the_role_imports_nothing_more(village: Village) -> None:
    batch = confirmed(village, listed(*GOOD))
    Membership.objects.filter(person=village.people["pim"]).delete()
    reading_in.import_batch.call(str(batch.pk))
    batch.refresh_from_db()
    assert counts(batch) == (0, 0, 0, 3) and not Notification.objects.exists()


# --- Broken off, and at the same moment -----------------------------------------------------------


def test_a_worker_that_died_goes_on_where_it_stopped(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_in, "PIECE", 2)
    headers = HEADERS + ";Toestemming"
    alike = ";07-03-2026;;;;V;;;;;nee"
    data = listed(*(row + ";nee" for row in GOOD), alike, alike, headers=headers)
    batch = confirmed(village, data)
    assert reading_in.import_piece(batch.pk)
    batch.refresh_from_db()
    assert batch.handled == 2 and Notification.objects.count() == 2
    reading_in.import_batch.call(str(batch.pk))
    reading_in.import_batch.call(str(batch.pk))
    batch.refresh_from_db()
    assert counts(batch) == (5, 0, 0, 0) and Notification.objects.count() == 5


def test_a_piece_that_breaks_off_halfway_leaves_nothing_of_it(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirmed(village, listed(*GOOD))

    def dies(*_all: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(reading_in.delivering, "keep", dies)
        with pytest.raises(SystemExit):
            reading_in.import_piece(batch.pk)
    assert not Notification.objects.exists() and not Victim.objects.exists()
    reading_in.import_batch.call(str(batch.pk))
    assert Notification.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_an_import_that_broke_off_on_an_error_is_taken_up_again(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = confirmed(village, listed(*GOOD))

    def gone(_batch: object) -> None:
        raise OperationalError("the database went away")

    with monkeypatch.context() as patch:
        patch.setattr(reading_in, "import_piece", gone)
        run_queued_tasks()
    assert broken_off.take_up_again() == 0, "it may be under way still"
    later = timezone.now() + broken_off.BROKEN_OFF + datetime.timedelta(seconds=1)
    assert [broken_off.take_up_again(later) for _ in range(2)] == [1, 0]
    run_queued_tasks()
    batch.refresh_from_db()
    assert counts(batch) == (3, 0, 0, 0)
    assert broken_off.take_up_again(later) == 0


@pytest.mark.django_db(transaction=True)
def test_taking_a_list_back_that_broke_off_on_an_error_goes_on(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = imported(village, listed(*GOOD))
    undoing.undo(village.actor("pim"), batch.pk)

    def gone(_batch: object) -> None:
        raise OperationalError("the database went away")

    with monkeypatch.context() as patch:
        patch.setattr(undoing, "undo_piece", gone)
        run_queued_tasks()
    later = timezone.now() + broken_off.BROKEN_OFF + datetime.timedelta(seconds=1)
    assert [broken_off.take_up_again(later) for _ in range(2)] == [1, 0]
    run_queued_tasks()
    batch.refresh_from_db()
    assert batch.undone_at is not None and not batch.notifications.exists()


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_list_at_the_same_moment_store_each_row_once(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_in, "PIECE", 2)
    batches = [confirmed(village, listed(*GOOD)) for _ in range(2)]

    def run(batch: Batch) -> None:
        try:
            reading_in.import_batch.call(str(batch.pk))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, batches))
    for batch in batches:
        batch.refresh_from_db()
    assert Notification.objects.count() == Victim.objects.count() == 3
    assert sum(batch.added for batch in batches) == sum(batch.known for batch in batches) == 3


def test_a_list_nobody_confirmed_goes_after_a_day_and_the_rest_after_a_month(
    village: Village,
) -> None:
    left = waiting(village, listed(*GOOD))
    done = imported(village, listed(BAD))
    assert delivering.forget_batches() == 0
    later = timezone.now() + datetime.timedelta(days=2)
    assert delivering.forget_batches(later) == 1 and vault.is_shredded(left.dossier)
    later += datetime.timedelta(days=30)
    assert delivering.forget_batches(later) == 1 and vault.is_shredded(done.dossier)
    done.refresh_from_db()
    assert done.content is None and done.wrong == 1


# --- Taking back ----------------------------------------------------------------------------------


def test_a_whole_delivery_is_taken_back(village: Village) -> None:
    kept = imported(village, listed(GOOD[0]))
    batch = imported(village, listed(*GOOD, BAD))
    dossiers = list(batch.notifications.values_list("dossier", flat=True))
    undone(village, batch)
    assert list(Notification.objects.values_list("batch", flat=True)) == [kept.pk]
    assert Victim.objects.count() == 1
    assert all(vault.is_shredded(dossier) for dossier in dossiers)
    reasons = Entry.objects.filter(dossier__in=dossiers).values_list("reason_code", flat=True)
    assert list(reasons).count("delivery_undone") == 2
    with pytest.raises(ChangeError):
        undoing.undo(village.actor("pim"), batch.pk)
    assert counts(imported(village, listed(*GOOD))) == (2, 1, 0, 0)


def undone(village: Village, batch: Batch) -> None:
    """Asked for, and taken back by the worker."""
    undoing.undo(village.actor("pim"), batch.pk)
    undoing.undo_batch.call(str(batch.pk))
    batch.refresh_from_db()


def test_taking_back_goes_on_where_a_dead_worker_stopped(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "_PART", 1)
    batch = imported(village, listed(*GOOD))
    undoing.undo(village.actor("pim"), batch.pk)
    assert undoing.undo_piece(batch.pk)
    batch.refresh_from_db()
    assert (batch.taken_back, batch.undone_at, batch.is_being_undone) == (1, None, True)
    undoing.undo_batch.call(str(batch.pk))
    batch.refresh_from_db()
    assert batch.taken_back == 3 and batch.undone_at is not None
    assert not Notification.objects.exists() and not Victim.objects.exists()


def test_what_somebody_sent_meanwhile_stays_when_a_list_is_taken_back(village: Village) -> None:
    batch = imported(village, listed(*GOOD))
    undoing.undo(village.actor("pim"), batch.pk)
    row = batch.notifications.order_by("pk")[1]
    Passing.objects.filter(notification=row).update(state="sent")
    undoing.undo_batch.call(str(batch.pk))
    batch.refresh_from_db()
    assert list(batch.notifications.all()) == [row] and batch.taken_back == 2


def test_a_list_is_not_taken_back_by_whoever_left_in_between(village: Village) -> None:
    batch = imported(village, listed(*GOOD))
    undoing.undo(village.actor("pim"), batch.pk)
    Membership.objects.filter(pk=village.actor("pim").membership_id).delete()
    undoing.undo_batch.call(str(batch.pk))
    batch.refresh_from_db()
    assert Notification.objects.count() == 3 and batch.undo_since is None


def test_a_delivery_on_which_something_rests_stays(village: Village) -> None:
    batch = imported(village, listed(*GOOD))
    first, second = sorted(Notification.objects.all()[:2], key=lambda row: row.pk)
    pair = Pair.objects.create(first=first, second=second, probability=0.9)
    assert undoing.resting(batch) == 0
    judge(village.actor("carla"), pair.pk, Verdict.SAME, once=pair.pk)
    assert undoing.resting(batch) == 2
    with pytest.raises(ChangeError):
        undoing.undo(village.actor("pim"), batch.pk)
    assert Notification.objects.count() == 3


def test_a_delivery_of_which_one_was_sent_or_corrected_stays(village: Village) -> None:
    batch = imported(village, listed(*GOOD))
    row = batch.notifications.order_by("pk")[0]
    Passing.objects.filter(notification=row).update(state="sent")
    assert undoing.resting(batch) == 1
    Passing.objects.filter(notification=row).update(state="waits")
    Notification.objects.filter(pk=row.pk).update(version=2)
    assert undoing.resting(batch) == 1
    with pytest.raises(NotInReach):
        undoing.undo(village.actor("chris"), batch.pk)
