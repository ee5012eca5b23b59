# SPDX-License-Identifier: EUPL-1.2
"""Dossier keys: made, unlocked for a moment, destroyed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from meerinbeeld.parties.ids import new_id, new_ids
from meerinbeeld.parties.plain import ids_as_kept, rows_with_ids
from meerinbeeld.vault import aead
from meerinbeeld.vault.box import Box
from meerinbeeld.vault.errors import Shredded, UnknownDossier
from meerinbeeld.vault.keeper import key_keeper
from meerinbeeld.vault.models import Blob, BlobChunk, DossierKey

_LATELY: Final = timedelta(hours=1)


def create_dossier() -> UUID:
    """Make a dossier: a fresh data key, wrapped. Raises `KeeperError` where no keys are."""
    dossier_id = new_id()
    keeper = key_keeper()
    wrapped = keeper.wrap(aead.new_key(), dossier_id.bytes)
    DossierKey.objects.create(id=dossier_id, wrapped=wrapped, kek_id=keeper.id_of(wrapped))
    return dossier_id


@contextmanager
def new_dossiers(count: int) -> Iterator[list[Box]]:
    """Make many dossiers in one statement, with their boxes open inside the `with` block."""
    keeper = key_keeper()
    keys = {dossier_id: aead.new_key() for dossier_id in new_ids(count)}
    wrapped = {dossier_id: keeper.wrap(key, dossier_id.bytes) for dossier_id, key in keys.items()}
    DossierKey.objects.bulk_create(
        DossierKey(id=dossier_id, wrapped=secret, kek_id=keeper.id_of(secret))
        for dossier_id, secret in wrapped.items()
    )
    boxes = [Box(dossier_id, key) for dossier_id, key in keys.items()]
    try:
        yield boxes
    finally:
        for box in boxes:
            box.close()


@contextmanager
def unlocked(dossier_id: UUID) -> Iterator[Box]:
    """The box of one dossier, open inside the `with` block.

    Raises `Shredded`, `UnknownDossier` or `KeeperError`.
    """
    with unlocked_many([dossier_id]) as boxes:
        yield boxes[dossier_id]


@contextmanager
def unlocked_many(ids: Iterable[UUID]) -> Iterator[Mapping[UUID, Box]]:
    """The boxes of several dossiers, in one query and one call to the key keeper.

    A dossier that was shredded is not in the mapping: `boxes.get(id)` is None and `boxes[id]`
    raises `Shredded`; an id that never had a key raises `UnknownDossier`.
    """
    boxes = _open_boxes(set(ids))
    try:
        yield boxes
    finally:
        boxes.close()


def wrapped_key(field: str) -> Subquery:
    """The wrapped key of the dossier in a field, read together with the row, for a `Column`.

    Null where the dossier was shredded.
    """
    return Subquery(DossierKey.objects.filter(pk=OuterRef(field)).values("wrapped"))


class Boxes(Mapping[UUID, Box]):
    """Open boxes by dossier; what was shredded is known, and is not in it."""

    def __init__(self, boxes: dict[UUID, Box], shredded: frozenset[UUID]) -> None:
        self._boxes = boxes
        self._shredded = shredded

    def __getitem__(self, dossier_id: UUID) -> Box:
        if dossier_id in self._shredded:
            raise Shredded("the key of this dossier was destroyed")
        if dossier_id not in self._boxes:
            raise UnknownDossier
        return self._boxes[dossier_id]

    def get(self, dossier_id: UUID, default: Box | None = None) -> Box | None:  # type: ignore[override]
        return self._boxes.get(dossier_id, default)

    def __contains__(self, dossier_id: object) -> bool:
        return dossier_id in self._boxes

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._boxes)

    def __len__(self) -> int:
        return len(self._boxes)

    def __repr__(self) -> str:
        return f"<Boxes {len(self._boxes)}>"

    def close(self) -> None:
        for box in self._boxes.values():
            box.close()


def _open_boxes(ids: set[UUID]) -> Boxes:
    wanted = list(ids)
    asked = dict(zip(ids_as_kept(wanted), wanted, strict=True))
    kept = rows_with_ids(DossierKey, ("id", "wrapped"), wanted) if ids else []
    whole = {asked[row_id]: bytes(wrapped) for row_id, wrapped in kept if wrapped is not None}
    contexts = [dossier_id.bytes for dossier_id in whole]
    keys = key_keeper().unwrap_many(list(whole.values()), contexts) if whole else []
    boxes = {dossier_id: Box(dossier_id, key) for dossier_id, key in zip(whole, keys, strict=True)}
    return Boxes(boxes, frozenset(asked[row_id] for row_id, wrapped in kept if wrapped is None))


def shred(dossier_id: UUID) -> None:
    """Destroy the key and the files of a dossier; a tombstone without content stays.

    Safe to run twice. Raises `UnknownDossier`. The backups of the table `vault_dossierkey` still
    hold the wrapped key until they expire; see `docs/explanation/sealing.md`.
    """
    shred_many([dossier_id])


def shred_many(ids: Collection[UUID]) -> None:
    """As `shred`, for all of them or for none."""
    with transaction.atomic():
        for dossier_id in ids:
            _bury(_locked(dossier_id))
        blobs = Blob.objects.filter(dossier__in=ids)
        BlobChunk.objects.filter(blob_id__in=blobs.values("id")).delete()
        blobs.delete()
        transaction.on_commit(settle)


def is_shredded(dossier_id: UUID) -> bool:
    """Raises `UnknownDossier` when there never was a key."""
    moment = DossierKey.objects.filter(pk=dossier_id).values_list("shredded_at", flat=True)
    if not moment:
        raise UnknownDossier
    return moment[0] is not None


def _locked(dossier_id: UUID) -> DossierKey:
    try:
        return DossierKey.objects.select_for_update().get(pk=dossier_id)
    except DossierKey.DoesNotExist:
        raise UnknownDossier from None


def _bury(row: DossierKey) -> None:
    if row.wrapped is None:
        return
    # first overwritten in place, because a shorter row would leave the old bytes on the page
    size = len(bytes(row.wrapped))
    DossierKey.objects.filter(pk=row.pk).update(wrapped=os.urandom(size))
    DossierKey.objects.filter(pk=row.pk).update(wrapped=None, kek_id="", shredded_at=timezone.now())


def lately_shredded() -> set[UUID]:
    """The dossiers that were destroyed in the last hour.

    For who opened many, and asks in the transaction that journals it which are gone by now. An
    hour, because a destruction tells when it was done and is seen when its transaction ends.
    """
    gone = DossierKey.objects.filter(shredded_at__gte=timezone.now() - _LATELY)
    return set(gone.values_list("pk", flat=True))


def settle() -> None:
    """Let the database let go of the old copy of a destroyed key, as far as it can now.

    SQLite keeps it in the write-ahead log until a checkpoint. PostgreSQL keeps the dead row
    until VACUUM, which its autovacuum does; the operator's guide says how to force it.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
