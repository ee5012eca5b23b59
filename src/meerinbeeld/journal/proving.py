# SPDX-License-Identifier: EUPL-1.2
"""Proofs that can be given away: that an entry is in the journal, that it only grew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from meerinbeeld.journal import merkle, rolls
from meerinbeeld.journal.canonical import entry_bytes
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf
from meerinbeeld.journal.recording import told
from meerinbeeld.journal.sealing import last_checkpoint, signed_head
from meerinbeeld.journal.signing import SignedHead


class NotSealed(Exception):
    """The entry has no place in the tree yet; the worker seals it within a minute."""


@dataclass(frozen=True)
class Place:
    """That a dossier is on the list of an entry; the entry tells the size and the root of it."""

    dossier: UUID
    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True)
class Proof:
    """All that somebody needs, with the public key, to check that an entry is in the journal.

    `places` are those of their own dossiers, where the entry is on a list.
    """

    fields: dict[str, str]
    index: int
    path: tuple[bytes, ...]
    checkpoint: SignedHead
    places: tuple[Place, ...] = ()

    @property
    def dossiers(self) -> frozenset[str]:
        """On which dossiers it shows that something was done."""
        told = {str(place.dossier) for place in self.places} | {self.fields.get("dossier", "")}
        return frozenset(told - {""})


@dataclass(frozen=True)
class Growth:
    """All that somebody needs to check that the journal only grew between two checkpoints."""

    first: SignedHead
    second: SignedHead
    path: tuple[bytes, ...]


def inclusion_proof(entry: Entry) -> Proof:
    """The proof for one entry, up to the last checkpoint. Raises `NotSealed`."""
    proof = inclusion_proofs([entry]).get(entry.pk)
    if proof is None:
        raise NotSealed("this entry is not sealed yet")
    return proof


def inclusion_proofs(entries: Iterable[Entry], dossiers: Iterable[UUID] = ()) -> dict[UUID, Proof]:
    """The proofs of many entries, with the tree read once; what is not sealed yet has none.

    Where an entry is on a list, its proof holds the places of these dossiers and of no other.
    """
    last, own = last_checkpoint(), list(dossiers)
    wanted = {entry.pk: entry for entry in entries}
    if last is None or not wanted:
        return {}
    tree, head = merkle.Tree.over(_hashes(last.tree_size)), signed_head(last)
    leaves = Leaf.objects.filter(entry__in=wanted, index__lt=last.tree_size)
    return {
        leaf.entry: Proof(
            told(wanted[leaf.entry]),
            leaf.index,
            tuple(tree.path(leaf.index)),
            head,
            _places(wanted[leaf.entry], own),
        )
        for leaf in leaves
    }


def verify_proof(proof: Proof, public_key: bytes) -> bool:
    """Is this entry in the journal whose checkpoint this key signed, and are these dossiers on
    its list? Pure."""
    head = proof.checkpoint.head
    leaf = merkle.leaf_hash(entry_bytes(proof.fields))
    included = merkle.verify_inclusion(leaf, proof.index, head.tree_size, proof.path, head.root)
    on_list = all(_is_listed(place, proof.fields.get("thing_id", "")) for place in proof.places)
    return included and on_list and proof.checkpoint.is_signed_by(public_key)


def _places(entry: Entry, dossiers: list[UUID]) -> tuple[Place, ...]:
    if not dossiers or rolls.listed(entry.thing_id) is None:
        return ()
    ids = rolls.ids_of(entry.pk)
    index, tree = {one: at for at, one in enumerate(ids)}, merkle.Tree.over(rolls.leaves_of(ids))
    return tuple(
        Place(dossier, at, tuple(tree.path(at)))
        for dossier in dossiers
        if (at := index.get(dossier.bytes)) is not None
    )


def _is_listed(place: Place, thing_id: str) -> bool:
    told = rolls.listed(thing_id)
    leaf = merkle.leaf_hash(place.dossier.bytes)
    return told is not None and merkle.verify_inclusion(
        leaf, place.index, told.size, place.path, told.root
    )


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
