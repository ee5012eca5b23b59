# SPDX-License-Identifier: EUPL-1.2
"""Proofs that can be given away: that an entry is in the journal, that it only grew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from meerinbeeld.journal import merkle
from meerinbeeld.journal.canonical import entry_bytes
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf
from meerinbeeld.journal.recording import told
from meerinbeeld.journal.sealing import last_checkpoint, signed_head
from meerinbeeld.journal.signing import SignedHead


class NotSealed(Exception):
    """The entry has no place in the tree yet; the worker seals it within a minute."""


@dataclass(frozen=True)
class Proof:
    """All that somebody needs, with the public key, to check that an entry is in the journal."""

    fields: dict[str, str]
    index: int
    path: tuple[bytes, ...]
    checkpoint: SignedHead


@dataclass(frozen=True)
class Growth:
    """All that somebody needs to check that the journal only grew between two checkpoints."""

    first: SignedHead
    second: SignedHead
    path: tuple[bytes, ...]


def inclusion_proof(entry: Entry) -> Proof:
    """The proof for one entry, up to the last checkpoint. Raises `NotSealed`."""
    leaf = Leaf.objects.filter(entry=entry.pk).first()
    last = last_checkpoint()
    if leaf is None or last is None:
        raise NotSealed("this entry is not sealed yet")
    path = merkle.inclusion_path(_hashes(last.tree_size), leaf.index)
    return Proof(told(entry), leaf.index, tuple(path), signed_head(last))


def inclusion_proofs(entries: Iterable[Entry]) -> dict[UUID, Proof]:
    """The proofs of many entries, with the tree read once; what is not sealed yet has none."""
    last = last_checkpoint()
    wanted = {entry.pk: entry for entry in entries}
    if last is None or not wanted:
        return {}
    hashes = _hashes(last.tree_size)
    leaves = Leaf.objects.filter(entry__in=wanted, index__lt=last.tree_size)
    return {
        leaf.entry: Proof(
            told(wanted[leaf.entry]),
            leaf.index,
            tuple(merkle.inclusion_path(hashes, leaf.index)),
            signed_head(last),
        )
        for leaf in leaves
    }


def verify_proof(proof: Proof, public_key: bytes) -> bool:
    """Is this entry in the journal whose checkpoint this key signed? Pure."""
    head = proof.checkpoint.head
    leaf = merkle.leaf_hash(entry_bytes(proof.fields))
    included = merkle.verify_inclusion(leaf, proof.index, head.tree_size, proof.path, head.root)
    return included and proof.checkpoint.is_signed_by(public_key)


def growth_proof(first: Checkpoint, second: Checkpoint) -> Growth:
    """The proof that the second checkpoint only added to the first. Raises `ValueError`."""
    path = merkle.consistency_path(_hashes(second.tree_size), first.tree_size)
    return Growth(signed_head(first), signed_head(second), tuple(path))


def verify_growth(growth: Growth, public_key: bytes) -> bool:
    """Did the journal only grow between these checkpoints, both signed by this key? Pure."""
    first, second = growth.first.head, growth.second.head
    grew = merkle.verify_consistency(
        first.tree_size, first.root, second.tree_size, second.root, growth.path
    )
    signed = growth.first.is_signed_by(public_key) and growth.second.is_signed_by(public_key)
    return grew and signed


def _hashes(size: int) -> list[bytes]:
    found = Leaf.objects.filter(index__lt=size).order_by("index")
    return [bytes(one) for one in found.values_list("hash", flat=True)]
