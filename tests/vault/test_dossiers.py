# SPDX-License-Identifier: EUPL-1.2
"""Dossier keys: one query for many, gone when shredded, rotated while others read."""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.vault import Place, actions
from meerinbeeld.vault.keeper import FileKeyKeeper
from meerinbeeld.vault.models import Blob, BlobChunk, DossierKey

pytestmark = pytest.mark.django_db
PLACE = Place("signals_item", "value", "1")
Queries = Callable[..., object]


def sealed_in(dossier: uuid.UUID, plain: bytes = b"Zwolle") -> bytes:
    with vault.unlocked(dossier) as box:
        return box.seal(plain, PLACE)


def opened(dossier: uuid.UUID, sealed: bytes) -> bytes:
    with vault.unlocked(dossier) as box:
        return box.open(sealed, PLACE)


def test_a_dossier_is_made_sealed_and_opened(keys: Path) -> None:
    dossier = vault.create_dossier()
    assert opened(dossier, sealed_in(dossier)) == b"Zwolle"


def test_the_stored_key_is_wrapped(keys: Path) -> None:
    dossier = vault.create_dossier()
    with vault.unlocked(dossier) as box:
        key = box._open_key()
    assert key not in bytes(DossierKey.objects.get(pk=dossier).wrapped or b"")


def test_a_hundred_dossiers_are_unlocked_in_one_query(
    keys: Path, django_assert_num_queries: Queries
) -> None:
    ids = [vault.create_dossier() for _ in range(100)]
    with django_assert_num_queries(1), vault.unlocked_many(ids) as boxes:  # type: ignore[attr-defined]
        assert set(boxes) == set(ids)
        for dossier in ids:
            assert boxes[dossier].open(boxes[dossier].seal(b"x", PLACE), PLACE) == b"x"


def test_a_wrapped_key_is_read_together_with_a_row_that_names_its_dossier(keys: Path) -> None:
    alive, gone = vault.create_dossier(), vault.create_dossier()
    for dossier in (alive, gone):
        Blob.objects.create(dossier=dossier, chunks=1)
    vault.shred(gone)
    Blob.objects.create(dossier=gone, chunks=1)
    read = Blob.objects.annotate(key=vault.wrapped_key("dossier")).values_list("dossier", "key")
    kept = DossierKey.objects.get(pk=alive).wrapped
    assert {dossier: key and bytes(key) for dossier, key in read} == {alive: kept, gone: None}


def test_what_was_destroyed_lately_is_told(keys: Path) -> None:
    alive, gone, before = (vault.create_dossier() for _ in range(3))
    vault.shred_many([gone, before])
    long_ago = timezone.now() - timedelta(hours=2)
    DossierKey.objects.filter(pk=before).update(shredded_at=long_ago)
    assert vault.lately_shredded() == {gone} and not vault.is_shredded(alive)


def test_unlocking_none_asks_for_no_key(keys: Path) -> None:
    with vault.unlocked_many([]) as boxes:
        assert len(boxes) == 0


def test_boxes_close_when_the_block_ends_also_on_an_error(keys: Path) -> None:
    dossier = vault.create_dossier()
    with pytest.raises(RuntimeError), vault.unlocked(dossier) as box:
        raise RuntimeError
    with pytest.raises(vault.BoxClosed):
        box.seal(b"x", PLACE)


def test_a_dossier_that_never_was_is_told_apart(keys: Path) -> None:
    nobody = uuid.uuid4()
    with pytest.raises(vault.UnknownDossier), vault.unlocked(nobody):
        pass
    with pytest.raises(vault.UnknownDossier):
        vault.is_shredded(nobody)
    with pytest.raises(vault.UnknownDossier):
        vault.shred(nobody)


def test_a_wrapped_key_cannot_be_given_to_another_dossier(keys: Path) -> None:
    mine, theirs = vault.create_dossier(), vault.create_dossier()
    stolen = DossierKey.objects.get(pk=theirs).wrapped
    DossierKey.objects.filter(pk=mine).update(wrapped=stolen)
    with pytest.raises(vault.Unreadable), vault.unlocked(mine):
        pass


def test_shredding_destroys_the_key_and_the_files_and_leaves_a_tombstone(keys: Path) -> None:
    dossier, other = vault.create_dossier(), vault.create_dossier()
    key = vault.new_blob_key()
    with vault.BlobWriter(key, dossier) as writer:
        writer.write(b"photo")
    with vault.BlobWriter(key, other) as kept:
        kept.write(b"photo")
    vault.shred(dossier)
    vault.shred(dossier)
    row = DossierKey.objects.get(pk=dossier)
    assert (row.wrapped, row.kek_id, row.shredded_at is None) == (None, "", False)
    assert vault.is_shredded(dossier)
    assert not vault.is_shredded(other)
    assert list(Blob.objects.values_list("id", flat=True)) == [kept.blob_id]
    assert BlobChunk.objects.count() == 1


def test_a_shredded_dossier_says_so(keys: Path) -> None:
    dossier, alive = vault.create_dossier(), vault.create_dossier()
    vault.shred(dossier)
    with pytest.raises(vault.Shredded), vault.unlocked(dossier):
        pass
    with vault.unlocked_many([dossier, alive]) as boxes:
        assert dossier not in boxes
        assert boxes.get(dossier) is None
        assert alive in boxes
        with pytest.raises(vault.Shredded):
            boxes[dossier]


def test_the_database_refuses_half_a_tombstone(keys: Path) -> None:
    dossier = vault.create_dossier()
    half = [{"wrapped": None}, {"shredded_at": timezone.now()}]
    for change in half:
        with pytest.raises(IntegrityError), transaction.atomic():
            DossierKey.objects.filter(pk=dossier).update(**change)


def test_rotation_rewraps_every_key_and_content_stays_readable(keys: Path) -> None:
    dossiers = [vault.create_dossier() for _ in range(5)]
    sealed = [sealed_in(dossier) for dossier in dossiers]
    told: list[tuple[int, int]] = []
    rotation = actions.rotate_keys(lambda done, total: told.append((done, total)))
    assert (rotation.kek_id, rotation.rewrapped) == ("kek-0002", 5)
    assert told == [(5, 5)]
    assert set(DossierKey.objects.values_list("kek_id", flat=True)) == {"kek-0002"}
    assert [opened(d, s) for d, s in zip(dossiers, sealed, strict=True)] == [b"Zwolle"] * 5


def test_rotation_goes_on_in_batches(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    for _ in range(5):
        vault.create_dossier()
    told: list[tuple[int, int]] = []
    actions.rotate_keys(lambda done, total: told.append((done, total)))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_rotation_that_broke_off_is_completed_without_another_key(
    keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    ids = [vault.create_dossier() for _ in range(5)]

    def power_cut(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rotate_keys(power_cut)
    assert actions.key_status().keys_by_kek == {"kek-0001": 3, "kek-0002": 2}
    with vault.unlocked_many(ids) as boxes:
        assert len(boxes) == 5
    with pytest.raises(vault.KeeperError):
        actions.destroy_old_keks()
    rotation = actions.rotate_keys()
    assert rotation.finished_earlier
    assert (rotation.kek_id, rotation.rewrapped) == ("kek-0002", 3)


def test_who_reads_during_a_rotation_notices_nothing(keys: Path) -> None:
    dossier = vault.create_dossier()
    sealed = sealed_in(dossier)
    with vault.unlocked(dossier) as box:
        actions.rotate_keys()
        assert box.open(sealed, PLACE) == b"Zwolle"
    assert opened(dossier, sealed) == b"Zwolle"


def test_a_rotation_does_not_bring_back_what_was_shredded_meanwhile(keys: Path) -> None:
    dossier = vault.create_dossier()
    row = DossierKey.objects.get(pk=dossier)
    vault.shred(dossier)
    actions._rewrap(FileKeyKeeper(keys), row)
    assert vault.is_shredded(dossier)
    assert DossierKey.objects.get(pk=dossier).wrapped is None


def test_destroyed_old_keys_make_old_backups_worthless(keys: Path) -> None:
    dossier = vault.create_dossier()
    backup = DossierKey.objects.get(pk=dossier).wrapped
    actions.rotate_keys()
    assert actions.destroy_old_keks() == ["kek-0001"]
    assert actions.key_status().unused_keks == ()
    DossierKey.objects.filter(pk=dossier).update(wrapped=backup)
    with pytest.raises(vault.KeeperError), vault.unlocked(dossier):
        pass


def test_the_status_counts_and_shows_no_key(keys: Path) -> None:
    vault.create_dossier()
    vault.shred(vault.create_dossier())
    status = actions.key_status()
    assert (status.current_kek, status.keys_by_kek, status.shredded) == (
        "kek-0001",
        {"kek-0001": 1},
        1,
    )


def test_plaintext_and_keys_are_in_no_message_and_no_log(
    keys: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "Sanne van Buiten"
    dossier, other = vault.create_dossier(), vault.create_dossier()
    said = ""
    with vault.unlocked_many([dossier, other]) as boxes:
        box = boxes[dossier]
        key = box._open_key().hex()
        sealed = box.seal(secret.encode(), PLACE)
        try:
            boxes[other].open(sealed, PLACE)
        except vault.Unreadable as error:
            said += "".join(traceback.format_exception(error))
        said += f"{box!r}{boxes!r}{box}{boxes}"
    said += caplog.text
    assert secret not in said
    assert key not in said


def test_many_dossiers_can_be_made_at_once(keys: Path) -> None:
    with vault.new_dossiers(3) as boxes:
        sealed = {box.dossier_id: box.seal(b"x", PLACE) for box in boxes}
    assert len(sealed) == 3
    assert all(opened(dossier, item) == b"x" for dossier, item in sealed.items())
