# SPDX-License-Identifier: EUPL-1.2
"""Files sealed while they stream."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from meerinbeeld import vault
from meerinbeeld.vault import blobs
from meerinbeeld.vault.models import Blob, BlobChunk

pytestmark = pytest.mark.django_db
KEY = bytes(range(32))


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "CHUNK_BYTES", 10)


def stored(content: bytes, step: int = 7) -> vault.BlobInfo:
    writer = vault.BlobWriter(KEY)
    for start in range(0, len(content), step):
        writer.write(content[start : start + step])
    return writer.close()


def read(blob_id: uuid.UUID, key: bytes = KEY) -> bytes:
    return b"".join(vault.read_blob(blob_id, key))


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 45, 99, 100])
def test_a_file_of_any_size_comes_back(small_pieces: None, size: int) -> None:
    content = bytes(index % 251 for index in range(size))
    info = stored(content)
    assert read(info.blob_id) == content
    assert (info.size, info.sha256) == (size, hashlib.sha256(content).hexdigest())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=50), max_size=6))
def test_it_does_not_matter_how_the_file_is_cut(parts: list[bytes]) -> None:
    with vault.BlobWriter(KEY) as writer:
        for part in parts:
            writer.write(part)
    assert read(writer.blob_id) == b"".join(parts)


def test_pieces_hold_at_most_256_kib() -> None:
    stored(b"x" * (600 * 1024), step=64 * 1024)
    sizes = [len(bytes(row.sealed)) for row in BlobChunk.objects.order_by("number")]
    assert sizes == [256 * 1024 + 17, 256 * 1024 + 17, 88 * 1024 + 17]


def test_the_content_is_not_in_the_database(small_pieces: None) -> None:
    stored(b"a telling photo of somebody")
    raw = b"".join(bytes(row.sealed) for row in BlobChunk.objects.all())
    assert b"telling" not in raw


def test_another_key_does_not_open_it(small_pieces: None) -> None:
    info = stored(b"photo")
    with pytest.raises(vault.Unreadable):
        read(info.blob_id, vault.new_blob_key())


def test_a_file_that_was_cut_off_is_noticed(small_pieces: None) -> None:
    info = stored(b"x" * 35)
    BlobChunk.objects.filter(blob_id=info.blob_id, number=3).delete()
    with pytest.raises(vault.Unreadable):
        read(info.blob_id)


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_missing_piece_is_noticed(small_pieces: None, gone: int) -> None:
    info = stored(b"x" * 35)
    BlobChunk.objects.filter(blob_id=info.blob_id, number=gone).delete()
    with pytest.raises(vault.Unreadable):
        read(info.blob_id)


def test_a_file_without_pieces_is_noticed(small_pieces: None) -> None:
    info = stored(b"x" * 35)
    BlobChunk.objects.all().delete()
    with pytest.raises(vault.Unreadable):
        read(info.blob_id)


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(range(4), 2)))
def test_exchanged_pieces_are_noticed(small_pieces: None, one: int, other: int) -> None:
    info = stored(b"0123456789abcdefghijABCDEFGHIJklmno")
    first = BlobChunk.objects.get(blob_id=info.blob_id, number=one)
    second = BlobChunk.objects.get(blob_id=info.blob_id, number=other)
    BlobChunk.objects.filter(pk=first.pk).update(sealed=second.sealed)
    BlobChunk.objects.filter(pk=second.pk).update(sealed=first.sealed)
    with pytest.raises(vault.Unreadable):
        read(info.blob_id)


def test_an_added_piece_is_noticed(small_pieces: None) -> None:
    info = stored(b"x" * 35)
    last = BlobChunk.objects.get(blob_id=info.blob_id, number=3)
    BlobChunk.objects.create(blob_id=info.blob_id, number=4, sealed=last.sealed)
    with pytest.raises(vault.Unreadable):
        read(info.blob_id)


def test_pieces_of_another_file_with_the_same_key_do_not_fit(small_pieces: None) -> None:
    mine, theirs = stored(b"x" * 5), stored(b"y" * 5)
    foreign = BlobChunk.objects.get(blob_id=theirs.blob_id).sealed
    BlobChunk.objects.filter(blob_id=mine.blob_id).update(sealed=foreign)
    with pytest.raises(vault.Unreadable):
        read(mine.blob_id)


def test_an_unfinished_file_cannot_be_read_and_is_swept(small_pieces: None) -> None:
    whole = stored(b"x" * 90)
    writer = vault.BlobWriter(KEY)
    writer.write(b"x" * 90)
    with pytest.raises(vault.Unreadable):
        vault.read_blob(writer.blob_id, KEY)
    assert vault.sweep_unfinished(timezone.now() - timedelta(hours=1)) == 0
    assert vault.sweep_unfinished(timezone.now() + timedelta(hours=1)) == 8
    assert read(whole.blob_id) == b"x" * 90


def test_an_error_while_writing_removes_the_pieces(small_pieces: None) -> None:
    with pytest.raises(RuntimeError), vault.BlobWriter(KEY) as writer:
        writer.write(b"x" * 90)
        raise RuntimeError
    assert not BlobChunk.objects.filter(blob_id=writer.blob_id).exists()


def test_a_closed_file_takes_no_more() -> None:
    writer = vault.BlobWriter(KEY)
    writer.close()
    with pytest.raises(vault.VaultError):
        writer.write(b"x")
    with pytest.raises(vault.VaultError):
        writer.close()


def test_a_deleted_file_is_gone(small_pieces: None) -> None:
    info = stored(b"x" * 35)
    vault.delete_blob(info.blob_id)
    vault.delete_blob(info.blob_id)
    assert not BlobChunk.objects.exists()
    assert not Blob.objects.exists()


def test_files_of_a_report_are_tied_to_one_dossier_only() -> None:
    info = stored(b"x")
    first, second = uuid.uuid4(), uuid.uuid4()
    assert vault.adopt_blobs(first, [info.blob_id]) == 1
    assert vault.adopt_blobs(second, [info.blob_id]) == 0
    assert Blob.objects.get().dossier == first


def test_a_short_key_is_refused() -> None:
    with pytest.raises(vault.VaultError):
        vault.BlobWriter(b"short")
