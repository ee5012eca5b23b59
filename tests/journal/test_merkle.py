# SPDX-License-Identifier: EUPL-1.2
"""The tree, as rules: whatever its size, proofs hold and forgeries do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.journal import merkle
from meerinbeeld.journal.merkle import Frontier

sizes = st.integers(1, 70)


def leaves(size: int, salt: str = "") -> list[bytes]:
    return [merkle.leaf_hash(f"{salt}{number}".encode()) for number in range(size)]


def root_by_definition(hashes: list[bytes]) -> bytes:
    """MTH word for word from RFC 6962, section 2.1."""
    if not hashes:
        return merkle.empty_root()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return merkle.node_hash(root_by_definition(hashes[:split]), root_by_definition(hashes[split:]))


@given(st.integers(0, 70))
def test_the_growing_tree_has_the_root_of_the_definition(size: int) -> None:
    assert merkle.tree_root(leaves(size)) == root_by_definition(leaves(size))


@given(sizes, sizes)
def test_a_frontier_that_was_stored_goes_on_as_if_it_never_was(first: int, more: int) -> None:
    whole = leaves(first + more)
    frontier = Frontier()
    for leaf in whole[:first]:
        frontier.add(leaf)
    frontier = Frontier.from_bytes(first, frontier.to_bytes())
    for leaf in whole[first:]:
        frontier.add(leaf)
    assert (frontier.size, frontier.root()) == (first + more, merkle.tree_root(whole))


@pytest.mark.parametrize(("size", "raw"), [(1, b""), (2, bytes(64)), (3, bytes(32)), (0, b"x")])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, raw: bytes) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        Frontier.from_bytes(size, raw)


@given(sizes, st.data())
def test_every_leaf_can_be_proven(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path = merkle.inclusion_path(hashes, index)
    root = merkle.tree_root(hashes)
    assert merkle.verify_inclusion(hashes[index], index, size, path, root)


@given(sizes, st.data())
def test_no_other_leaf_place_size_or_root_can_be_proven_with_it(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    path, root, leaf = merkle.inclusion_path(hashes, index), merkle.tree_root(hashes), hashes[index]
    stranger = merkle.leaf_hash(b"stranger")
    assert not merkle.verify_inclusion(stranger, index, size, path, root)
    assert not merkle.verify_inclusion(leaf, index, size, path, stranger)
    assert not merkle.verify_inclusion(leaf, index, size, [*path, stranger], root)
    assert not merkle.verify_inclusion(leaf, index + size, size, path, root)
    assert not merkle.verify_inclusion(leaf, -1, size, path, root)
    for other in set(range(size)) - {index}:
        assert not merkle.verify_inclusion(leaf, other, size, path, root)
    for number in range(len(path)):
        shorter = path[:number] + path[number + 1 :]
        assert not merkle.verify_inclusion(leaf, index, size, shorter, root)


@pytest.mark.parametrize("index", [-1, 3, 4])
def test_there_is_no_path_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(ValueError, match="not in the tree"):
        merkle.inclusion_path(leaves(3), index)


@given(sizes, st.data())
def test_growth_can_be_proven(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second))
    hashes = leaves(second)
    path = merkle.consistency_path(hashes, first)
    old, new = merkle.tree_root(hashes[:first]), merkle.tree_root(hashes)
    assert merkle.verify_consistency(first, old, second, new, path)


@given(st.integers(2, 40), st.data())
def test_a_rewritten_beginning_cannot_be_passed_off_as_growth(
    second: int, data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, second - 1))
    honest, forged = leaves(second), leaves(second, "forged")
    old, new = merkle.tree_root(honest[:first]), merkle.tree_root(forged)
    for path in (merkle.consistency_path(forged, first), merkle.consistency_path(honest, first)):
        assert not merkle.verify_consistency(first, old, second, new, path)


@given(st.integers(2, 40), st.data())
def test_a_damaged_growth_proof_proves_nothing(second: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, second - 1))
    hashes = leaves(second)
    old, new = merkle.tree_root(hashes[:first]), merkle.tree_root(hashes)
    path = merkle.consistency_path(hashes, first)
    for number in range(len(path)):
        shorter = path[:number] + path[number + 1 :]
        assert not merkle.verify_consistency(first, old, second, new, shorter)
    assert not merkle.verify_consistency(first, old, second, new, [*path, hashes[0]])
    assert not merkle.verify_consistency(second, new, first, old, path)


def test_two_different_trees_of_one_size_are_not_the_same() -> None:
    one, other = merkle.tree_root(leaves(3)), merkle.tree_root(leaves(3, "x"))
    assert merkle.verify_consistency(3, one, 3, one, [])
    assert not merkle.verify_consistency(3, one, 3, other, [])
    assert not merkle.verify_consistency(3, one, 3, one, [one])
    assert not merkle.verify_consistency(0, one, 3, one, [])


@pytest.mark.parametrize("first", [0, 4, -1])
def test_there_is_no_growth_from_a_tree_that_never_was(first: int) -> None:
    with pytest.raises(ValueError, match="no such earlier tree"):
        merkle.consistency_path(leaves(3), first)
