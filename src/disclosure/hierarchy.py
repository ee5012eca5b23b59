# SPDX-License-Identifier: EUPL-1.2
"""The codes of a dimension and which of them add up to which.

A hierarchy is a mapping of node to its members; a member is a leaf or another node. Both ways of
writing are understood: node to child nodes, and node to all its leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disclosure.errors import DataError

TOTAL = "*"
Tree = Mapping[str, Sequence[str]]
Trees = Mapping[str, Tree]


@dataclass(frozen=True, eq=False)
class Dimension:
    """One dimension: its codes with the total first, then nodes, then leaves.

    ``below[c, l]`` is 1 where leaf ``l`` belongs to code ``c``; ``parts`` are the relations: the
    code at the first place is the sum of the codes at the others.
    """

    name: str
    codes: tuple[str, ...]
    leaves: tuple[str, ...]
    below: NDArray[np.int64]
    parts: tuple[tuple[int, tuple[int, ...]], ...]

    @cached_property
    def position(self) -> dict[str, int]:
        """Place of each code."""
        return {code: place for place, code in enumerate(self.codes)}

    @property
    def first_leaf(self) -> int:
        """Place of the first leaf: what stands before it is a margin."""
        return len(self.codes) - len(self.leaves)


def dimension(name: str, codes: Iterable[str], tree: Tree | None = None) -> Dimension:
    """The dimension of a column.

    ``codes``: what stands in the data; without ``tree`` each of them is a leaf under the total.
    Raises DataError for a code that the tree does not know.
    """
    seen = [code for code in dict.fromkeys(codes) if code != TOTAL]
    sets = leaf_sets(name, tree or {})
    leaves = leaf_order(tree or {})
    if tree:
        known = {*leaves, *sets}
        for code in seen:
            if code not in known:
                raise DataError(f"The code {code!r} of {name!r} is not in its hierarchy.")
    else:
        leaves = seen
    if not leaves:
        raise DataError(f"The column {name!r} holds no code besides the total {TOTAL!r}.")
    return _built(name, leaves, sets)


def leaf_sets(name: str, tree: Tree) -> dict[str, frozenset[str]]:
    """The leaves of each node, the total left out; refuses circles, doubles and empty nodes."""
    _check_members(name, tree)
    sets: dict[str, frozenset[str]] = {}
    for start in tree:
        path = [start]
        while path:
            node = path[-1]
            waiting = [m for m in tree[node] if m in tree and m not in sets]
            if not waiting:
                sets[node] = _union(name, node, tree, sets)
                path.pop()
            elif waiting[0] in path:
                circle = " > ".join([*path[path.index(waiting[0]) :], waiting[0]])
                raise DataError(f"The hierarchy of {name!r} goes round in a circle: {circle}.")
            else:
                path.append(waiting[0])
    every = {leaf for node, found in sets.items() if node != TOTAL for leaf in found}
    if TOTAL in sets and not every <= sets[TOTAL]:
        missing = ", ".join(sorted(every - sets[TOTAL])[:3])
        raise DataError(f"The total {TOTAL!r} of {name!r} leaves out {missing}.")
    return {node: sets[node] for node in tree}


def leaf_order(tree: Tree) -> list[str]:
    """The leaves as somebody reads them, each node followed to its end; the same in every run."""
    waiting, nodes = list(reversed(list(tree))), set()
    found: dict[str, None] = {}
    while waiting:
        code = waiting.pop()
        if code not in tree:
            found[code] = None
        elif code not in nodes:
            nodes.add(code)
            waiting += reversed(tree[code])
    return list(found)


def _union(name: str, node: str, tree: Tree, sets: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    for member in tree[node]:
        leaves = sets.get(member, frozenset([member]))
        if found & leaves:
            shared = ", ".join(sorted(found & leaves)[:3])
            raise DataError(
                f"In the hierarchy of {name!r} the node {node!r} counts {shared} twice. "
                "Give each node members that do not overlap."
            )
        found |= leaves
    return frozenset(found)


def _check_members(name: str, tree: Tree) -> None:
    for node, members in tree.items():
        if isinstance(members, str) or not isinstance(members, Sequence):
            raise DataError(f"In the hierarchy of {name!r}, give {node!r} a list of codes.")
        if not members:
            raise DataError(f"In the hierarchy of {name!r} the node {node!r} has no members.")
        for member in members:
            if not isinstance(member, str) or not member.strip():
                raise DataError(
                    f"In the hierarchy of {name!r} the node {node!r} has the member {member!r}; "
                    "a code is a text."
                )
            if member == TOTAL:
                raise DataError(f"In the hierarchy of {name!r}, {TOTAL!r} cannot be a member.")


def _built(name: str, leaves: Sequence[str], sets: Mapping[str, frozenset[str]]) -> Dimension:
    nodes = [node for node in sets if node != TOTAL]
    codes = (TOTAL, *nodes, *leaves)
    place = {code: i for i, code in enumerate(codes)}
    column = {leaf: i for i, leaf in enumerate(leaves)}
    below = np.zeros((len(codes), len(leaves)), np.int64)
    below[0] = 1
    for node in nodes:
        below[place[node], [column[leaf] for leaf in sets[node]]] = 1
    below[len(nodes) + 1 :] = np.eye(len(leaves), dtype=np.int64)
    everything = {TOTAL: frozenset(leaves), **{node: sets[node] for node in nodes}}
    return Dimension(name, codes, tuple(leaves), below, tuple(_parts(everything, place)))


def _parts(
    sets: Mapping[str, frozenset[str]], place: Mapping[str, int]
) -> list[tuple[int, tuple[int, ...]]]:
    """For each node the largest smaller nodes that do not overlap, and the leaves that remain."""
    order = sorted(sets, key=lambda node: (len(sets[node]), -place[node]))
    found = []
    for at, node in enumerate(order):
        left, members = set(sets[node]), []
        for smaller in reversed(order[:at]):
            if left and sets[smaller] <= left:
                members.append(place[smaller])
                left -= sets[smaller]
        members += sorted(place[leaf] for leaf in left)
        found.append((place[node], tuple(members)))
    return sorted(found)


def read_hierarchies(path: str | Path) -> Trees:
    """Read a YAML or JSON file: per dimension a mapping of node to members.

    A file with one such mapping and no name of a dimension is given under the empty name; `fitted`
    finds the dimension it belongs to.
    """
    found = _loaded(path)
    if not isinstance(found, dict) or not found:
        raise DataError(f"{path} holds no hierarchy. Write `dimension: {{node: [leaf, leaf]}}`.")
    if all(isinstance(members, list) for members in found.values()):
        return {"": found}
    for name, tree in found.items():
        if not isinstance(tree, dict):
            raise DataError(f"{path}: under {name!r}, write a node with its members per line.")
    return found


def _loaded(path: str | Path) -> Any:
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise DataError(f"Cannot read {path}: {problem.strerror or problem}.") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a text file in UTF-8.") from None
    try:
        import yaml
    except ImportError:
        raise DataError("Reading a hierarchy needs the package PyYAML.") from None
    try:
        # Every scalar stays text: a code such as 01, no or 2021 means itself.
        return yaml.load(text, Loader=_unique_keys(yaml))  # noqa: S506
    except (yaml.YAMLError, RecursionError) as problem:
        reason = " ".join(str(problem).split())[:160]
        raise DataError(f"{path} is not valid YAML or JSON: {reason}.") from None


def _unique_keys(yaml: Any) -> Any:
    """A loader of texts that refuses a node that is given twice."""

    class Loader(yaml.BaseLoader):  # type: ignore[misc]
        pass

    def mapping(loader: Any, node: Any) -> dict[str, Any]:
        loader.flatten_mapping(node) if hasattr(loader, "flatten_mapping") else None
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise DataError("In a hierarchy each node is a text.")
            if key in found:
                raise DataError(f"The hierarchy gives {key!r} twice.")
            found[key] = loader.construct_object(value_node, deep=True)
        return found

    Loader.add_constructor("tag:yaml.org,2002:map", mapping)
    return Loader


def fitted(trees: Trees, columns: Mapping[str, Iterable[str]]) -> Trees:
    """The trees by name of column; one without a name goes to the column whose codes it holds."""
    if "" not in trees:
        return trees
    members = {m for node, leaves in trees[""].items() for m in (node, *leaves)} | {TOTAL}
    fits = [name for name, codes in columns.items() if set(codes) <= members]
    if len(fits) != 1:
        raise DataError(
            "The hierarchy names no dimension and its codes do not belong to exactly one column. "
            "Write `dimension: {node: [leaf, leaf]}`."
        )
    return {fits[0]: trees[""]}
