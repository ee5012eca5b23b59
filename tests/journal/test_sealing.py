# SPDX-License-Identifier: EUPL-1.2
"""The sealer: everything once, in any order of committing, with any number of workers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction

from meerinbeeld import journal
from meerinbeeld.journal import keys as signing_keys
from meerinbeeld.journal import sealing
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf, Pending
from meerinbeeld.vault import KeeperError
from tests.journal.conftest import Tamper, Write

Queries = Callable[..., object]


def test_with_nothing_waiting_nothing_is_sealed(keys: Path, db: None) -> None:
    assert journal.seal_pending() is None
    assert not Checkpoint.objects.exists()


def test_what_waits_is_sealed_once(keys: Path, write: Write) -> None:
    entries = write(5)
    checkpoint = journal.seal_pending()
    assert checkpoint is not None
    assert checkpoint.tree_size == 5
    assert set(Leaf.objects.values_list("entry", flat=True)) == {entry.pk for entry in entries}
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(5))
    assert not Pending.objects.exists()
    assert journal.seal_pending() is None
    assert sealing.is_sealed(entries[0].pk)


def test_the_tree_goes_on_where_it_was(keys: Path, write: Write) -> None:
    for number in (1, 2, 4, 7):
        write(number)
        journal.seal_pending()
    sizes = Checkpoint.objects.order_by("tree_size").values_list("tree_size", flat=True)
    assert list(sizes) == [1, 3, 7, 14]
    assert journal.verify().ok


def test_much_is_sealed_in_batches(
    keys: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    write(10)
    checkpoint = journal.seal_pending()
    assert checkpoint is not None
    assert checkpoint.tree_size == 10
    assert Checkpoint.objects.count() == 3
    assert journal.verify().ok


def test_sealing_costs_as_much_as_there_is_new(
    keys: Path, write: Write, django_assert_max_num_queries: Queries
) -> None:
    write(300)
    journal.seal_pending()
    write(1)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        journal.seal_pending()


def test_without_the_signing_key_nothing_is_sealed_and_nothing_is_lost(
    keys: Path, write: Write
) -> None:
    write(2)
    (keys / "journal.key").rename(keys / "away")
    with pytest.raises(KeeperError):
        journal.seal_pending()
    assert (Leaf.objects.count(), Pending.objects.count()) == (0, 2)
    (keys / "away").rename(keys / "journal.key")
    journal.seal_pending()
    assert journal.verify().ok


def test_nothing_is_sealed_on_top_of_a_damaged_checkpoint(
    keys: Path, write: Write, tamper: Tamper
) -> None:
    write(2)
    journal.seal_pending()
    for column, value in (("root", bytes(32)), ("frontier", b"x")):
        with transaction.atomic():
            tamper(f"UPDATE journal_checkpoint SET {column} = %s", value)  # noqa: S608
            write(1)
            with pytest.raises(journal.BrokenJournal):
                journal.seal_pending()
            transaction.set_rollback(True)


def test_an_entry_that_vanished_while_waiting_stops_the_sealer(
    keys: Path, write: Write, tamper: Tamper
) -> None:
    write(2)
    tamper("DELETE FROM journal_entry WHERE thing_id = '0'")
    with pytest.raises(journal.BrokenJournal):
        journal.seal_pending()


def test_an_older_signing_key_stays_trusted_after_a_rotation(keys: Path, write: Write) -> None:
    write(2)
    first = journal.seal_pending()
    new_id = signing_keys.rotate()
    write(2)
    second = journal.seal_pending()
    assert first is not None
    assert second is not None
    assert first.key_id != second.key_id == new_id
    assert set(signing_keys.public_keys()) == {first.key_id, second.key_id}
    assert journal.verify().ok


@pytest.mark.django_db(transaction=True)
def test_several_sealers_at_once_seal_everything_once(keys: Path) -> None:
    def work(number: int) -> None:
        try:
            for _ in range(5):
                journal.record(journal.SYSTEM, "open", purpose="care", thing="x", thing_id="1")
                journal.seal_pending()
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    journal.seal_pending()
    assert Entry.objects.count() == Leaf.objects.count() == 20
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(20))
    assert journal.verify().ok


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_skipped(keys: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    written, may_commit = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                journal.record(journal.SYSTEM, "open", purpose="care", thing="x", thing_id="slow")
                written.set()
                may_commit.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    journal.record(journal.SYSTEM, "open", purpose="care", thing="x", thing_id="quick")
    first = journal.seal_pending()
    may_commit.set()
    thread.join(20)
    second = journal.seal_pending()
    assert first is not None
    assert second is not None
    assert (first.tree_size, second.tree_size) == (1, 2)
    assert journal.verify().ok


def test_a_sealer_that_finds_its_place_taken_tries_again(
    keys: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(2)
    honest, collisions = sealing._seal_batch, iter([True, True])

    def collide() -> Checkpoint | None:
        if next(collisions, False):
            raise IntegrityError
        return honest()

    monkeypatch.setattr(sealing, "_seal_batch", collide)
    checkpoint = journal.seal_pending()
    assert checkpoint is not None
    assert checkpoint.tree_size == 2
    assert journal.verify().ok


def test_a_sealer_gives_up_on_a_place_that_stays_taken(
    keys: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(1)

    def collide() -> None:
        raise IntegrityError

    monkeypatch.setattr(sealing, "_seal_batch", collide)
    with pytest.raises(IntegrityError):
        journal.seal_pending()
    assert Pending.objects.count() == 1
