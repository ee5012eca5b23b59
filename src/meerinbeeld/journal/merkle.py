# SPDX-License-Identifier: EUPL-1.2
"""The Merkle tree of RFC 6962 (section 2.1) and RFC 9162. Pure: bytes in, bytes out.

Leaves and nodes are hashed with different first bytes, so that a node can never pass for a leaf.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

HASH_BYTES: Final = 32


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def empty_root() -> bytes:
    return hashlib.sha256(b"").digest()


@dataclass
class Frontier:
    """The right edge of a growing tree: the roots of its whole subtrees, largest first.

    There is one for each bit that is set in `size`; adding a leaf works like adding one to a
    binary number, so n new leaves cost about 2n hashes however large the tree is.
    """

    size: int = 0
    roots: list[bytes] = field(default_factory=list)

    @classmethod
    def from_bytes(cls, size: int, raw: bytes) -> Frontier:
        """Raises `ValueError` when the bytes do not fit the size."""
        if len(raw) != size.bit_count() * HASH_BYTES:
            raise ValueError("this frontier does not fit its tree size")
        starts = range(0, len(raw), HASH_BYTES)
        return cls(size, [raw[start : start + HASH_BYTES] for start in starts])

    def to_bytes(self) -> bytes:
        return b"".join(self.roots)

    def add(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        carried, bits = leaf, self.size
        while bits & 1:
            carried = node_hash(self.roots.pop(), carried)
            bits >>= 1
        self.roots.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """The root of the whole tree."""
        if not self.roots:
            return empty_root()
        folded = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            folded = node_hash(left, folded)
        return folded


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 over leaf hashes."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else empty_root()


@dataclass
class Tree:
    """A whole tree, of which many leaves are proven: the hashes of each level, from the leaves."""

    levels: list[list[bytes]]

    @classmethod
    def over(cls, leaves: Sequence[bytes]) -> Tree:
        """The tree over leaf hashes."""
        levels = [list(leaves)]
        while len(levels[-1]) > 1:
            levels.append(_above(levels[-1]))
        return cls(levels)

    def path(self, index: int) -> list[bytes]:
        """PATH(index, leaves). Raises `ValueError` when the index is not in the tree."""
        if not 0 <= index < len(self.levels[0]):
            raise ValueError("this index is not in the tree")
        path = []
        for level in self.levels[:-1]:
            beside = index ^ 1
            if beside < len(level):
                path.append(level[beside])
            index >>= 1
        return path


def _above(level: Sequence[bytes]) -> list[bytes]:
    """The next level; what stands alone at the end goes up as it is.

    That is the split of RFC 6962 at the largest power of two, seen from below.
    """
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return [*above, *level[2 * len(above) :]]


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(index, leaves). Raises `ValueError` when the index is not in the tree."""
    return Tree.over(leaves).path(index)


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to (RFC 9162, 2.1.3.2), or None when the path cannot be."""
    if not 0 <= index < size:
        return None
    position, last, folded = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            folded = node_hash(step, folded)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            folded = node_hash(folded, step)
        position, last = position >> 1, last >> 1
    return folded if last == 0 else None


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Does the path prove that the leaf stands at this index in the tree with this root?"""
    found = root_from_path(leaf, index, size, path)
    return found is not None and hmac.compare_digest(found, root)


def consistency_path(leaves: Sequence[bytes], first: int) -> list[bytes]:
    """PROOF(first, leaves): that the tree of the first leaves is a beginning of this one.

    Raises `ValueError` unless 0 < first <= number of leaves.
    """
    if not 0 < first <= len(leaves):
        raise ValueError("there is no such earlier tree")
    return _subproof(leaves, first, whole=True)


def _subproof(leaves: Sequence[bytes], first: int, *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [tree_root(leaves)]
    middle = _split(len(leaves))
    if first <= middle:
        left = _subproof(leaves[:middle], first, whole=whole)
        return [*left, tree_root(leaves[middle:])]
    right = _subproof(leaves[middle:], first - middle, whole=False)
    return [*right, tree_root(leaves[:middle])]


def verify_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Does the path prove that the second tree only added to the first (RFC 9162, 2.1.4.2)?"""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and hmac.compare_digest(first_root, second_root)
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    return bool(steps) and _consistent(first - 1, second - 1, steps, first_root, second_root)


def _consistent(
    position: int, last: int, steps: list[bytes], first_root: bytes, second_root: bytes
) -> bool:
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    same = hmac.compare_digest(old, first_root) and hmac.compare_digest(new, second_root)
    return same and last == 0


def _split(size: int) -> int:
    """The largest power of two below size."""
    return int(1 << ((size - 1).bit_length() - 1))
