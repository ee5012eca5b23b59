# SPDX-License-Identifier: EUPL-1.2
"""Putting waiting entries into the tree, and signing its new head. The worker runs this."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from meerinbeeld.journal import keys, signing
from meerinbeeld.journal.merkle import Frontier, leaf_hash
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf, Pending
from meerinbeeld.journal.recording import hashed
from meerinbeeld.journal.signing import Head, SignedHead

BATCH: Final = 1000
_TRIES: Final = 5
# any number that no other part of the application locks on
_LOCK: Final = 0x6D69625F6A726E6C & 0x7FFFFFFFFFFFFFFF


class BrokenJournal(Exception):
    """The tree does not fit its last checkpoint. Nothing is sealed on top; run `verify`."""


def seal_pending() -> Checkpoint | None:
    """Seal everything that waits. Gives the last new checkpoint, or None when nothing waited.

    Two workers may run this at once: no entry is sealed twice and none is left out. Raises
    `BrokenJournal`, and `KeeperError` where the signing key is not at hand.
    """
    newest = None
    while (checkpoint := _seal_batch_or_retry()) is not None:
        newest = checkpoint
    return newest


def signed_head(checkpoint: Checkpoint) -> SignedHead:
    """The checkpoint as it can be kept outside the database."""
    head = Head(checkpoint.tree_size, bytes(checkpoint.root), checkpoint.at)
    return SignedHead(head, checkpoint.key_id, bytes(checkpoint.signature))


def last_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-tree_size").first()


def _seal_batch_or_retry() -> Checkpoint | None:
    for attempt in range(1, _TRIES + 1):
        try:
            with _one_sealer():
                return _seal_batch()
        except IntegrityError:
            # another sealer took these places; what it did not take still waits
            if attempt == _TRIES:
                raise
    return None


@contextmanager
def _one_sealer() -> Iterator[None]:
    """A transaction that holds the sealer's lock. On SQLite the write lock of the transaction
    serves, and the unique places of the leaves stand behind both."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def _seal_batch() -> Checkpoint | None:
    waiting = list(Pending.objects.values_list("entry", flat=True)[:BATCH])
    if not waiting:
        return None
    entries = list(Entry.objects.filter(pk__in=waiting).order_by("at", "id"))
    if len(entries) != len(waiting):
        raise BrokenJournal("an entry that waits for the sealer is gone")
    frontier = _frontier()
    leaves = _leaves(entries, frontier)
    Leaf.objects.bulk_create(leaves)
    Pending.objects.filter(pk__in=waiting).delete()
    return _checkpoint(frontier)


def _leaves(entries: list[Entry], frontier: Frontier) -> list[Leaf]:
    leaves = []
    for entry in entries:
        leaf = leaf_hash(hashed(entry))
        leaves.append(Leaf(index=frontier.size, entry=entry.pk, hash=leaf))
        frontier.add(leaf)
    return leaves


def _frontier() -> Frontier:
    """The frontier of the last checkpoint, after a check that it is the one that was signed."""
    last = last_checkpoint()
    if last is None:
        return Frontier()
    try:
        frontier = Frontier.from_bytes(last.tree_size, bytes(last.frontier))
    except ValueError:
        raise BrokenJournal("the last checkpoint is damaged") from None
    if frontier.root() != bytes(last.root):
        raise BrokenJournal("the last checkpoint is damaged")
    return frontier


def _checkpoint(frontier: Frontier) -> Checkpoint:
    head = Head(frontier.size, frontier.root(), timezone.now())
    signed = signing.sign(keys.signing_seed(), head)
    return Checkpoint.objects.create(
        tree_size=head.tree_size,
        root=head.root,
        signature=signed.signature,
        key_id=signed.key_id,
        at=head.at,
        frontier=frontier.to_bytes(),
    )


def is_sealed(entry_id: UUID) -> bool:
    return Leaf.objects.filter(entry=entry_id).exists()
