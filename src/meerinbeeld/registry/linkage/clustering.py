# SPDX-License-Identifier: EUPL-1.2
"""Who is one person, from the weights of pairs: clusters by verified merges. Pure, with numpy.

Connected components make one person of a chain in which each looks like the next. Here two groups
become one only when all the pairs between them say so on average, the unlikely ones as well:

1. Groups of records that are connected by links are found. Where every pair in such a group is a
   link, nothing has to be verified.
2. In the others the pairs that no key had brought together are scored too.
3. Each record begins on its own. The two groups with the best average weight between them become
   one, as long as that average speaks for it. A weight counts for no more than `FOR` bits and
   against no more than `AGAINST`, so that one very sure pair cannot outvote all the others, and
   one record with a bad slip does not keep a whole group apart.

A decision of a person always holds: "the same" is done first, "not the same" forbids a merge. In a
list that has each person once, no two records become one, so that each finds its single best match.

The average of log odds is at least 0 exactly when their sum is: step 3 is the greedy way to the
clusters with the largest total weight (correlation clustering: Bansal, Blum and Chawla, 2004), in
the order of average linkage (Sokal and Michener, 1958).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Pair = tuple[int, int]
#: Gives the weights of pairs that were not scored yet.
Weigh = Callable[[Ints, Ints], Floats]

#: No pair counts for more bits than this, for and against.
FOR: Final = 8.0
AGAINST: Final = 4.0
#: Larger groups are first taken apart with the pairs that are known.
_SCORED_WHOLE: Final = 40
#: In a group that is larger than this even then, an unknown pair counts as so many bits.
_TOO_LARGE: Final = 1_500
_UNSEEN: Final = -3.0
_FORBIDDEN: Final = float("-inf")


class Contradiction(ValueError):
    """Decisions of people that cannot all hold: the same through others, and yet not the same."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__("decisions contradict each other")
        self.one, self.two = one, two


@dataclass(frozen=True)
class Decided:
    """What people decided, and which list has each person once (-1: no such list)."""

    same: Sequence[Pair] = ()
    different: Sequence[Pair] = ()
    once_in: Ints | None = None


@dataclass
class _Group:
    """The records of one group under way, and what is known of the pairs with other groups."""

    members: list[int]
    lists: frozenset[int]
    #: Other group: (sum of the known weights, number of them).
    towards: dict[int, tuple[float, int]] = field(default_factory=dict)


def clusters(
    records: int,
    left: Ints,
    right: Ints,
    weight: Floats,
    weigh: Weigh,
    decided: Decided | None = None,
    threshold: float = 0.0,
) -> Ints:
    """The cluster of each record: the lowest number of a record in it.

    Raises `Contradiction`.
    """
    decided = decided or Decided()
    glued = components(records, *_ends(decided.same))
    _refuse_contradictions(glued, decided)
    linked = weight >= threshold
    same_left, same_right = _ends(decided.same)
    group = components(
        records,
        np.concatenate([left[linked], same_left]),
        np.concatenate([right[linked], same_right]),
    )
    found = group.copy()
    for members in _to_verify(group, left[linked], right[linked], decided):
        found[members] = members  # on their own again, until verified
    open_groups = _by_group(group, found)
    known = _known_pairs(open_groups, group, left, right, weight - threshold)
    for part in _parts(open_groups, known, weigh, threshold, decided):
        for cluster in part:
            found[cluster] = min(cluster)
    return found


def components(records: int, left: Ints, right: Ints) -> Ints:
    """The connected component of each record: the lowest number of a record in it."""
    label = np.arange(records, dtype=np.int64)
    while len(left):
        low = np.minimum(label[left], label[right])
        before = label.copy()
        for ends in (left, right):
            np.minimum.at(label, label[ends], low)
            np.minimum.at(label, ends, low)
        label = label[label]
        if np.array_equal(before, label):
            break
    return label


def _ends(pairs: Sequence[Pair]) -> tuple[Ints, Ints]:
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def _refuse_contradictions(glued: Ints, decided: Decided) -> None:
    for one, two in decided.different:
        if glued[one] == glued[two]:
            raise Contradiction(one, two)


def _to_verify(group: Ints, left: Ints, right: Ints, decided: Decided) -> list[Ints]:
    """The groups in which not every pair is a link, or in which something is forbidden."""
    size = np.bincount(group, minlength=len(group))
    links = np.bincount(group[left], minlength=len(group))
    incomplete = (size > 1) & (links < size * (size - 1) // 2)
    if decided.once_in is not None:
        incomplete |= _list_twice(group, decided.once_in)
    for one, two in (*decided.different, *decided.same):
        incomplete[group[one]] = incomplete[group[two]] = True
    members = np.flatnonzero(incomplete[group] & (size[group] > 1))
    order = members[np.argsort(group[members], kind="stable")]
    cuts = np.flatnonzero(np.diff(group[order])) + 1
    return [part for part in np.split(order, cuts) if len(part)]


def _list_twice(group: Ints, once_in: Ints) -> npt.NDArray[np.bool_]:
    """Per group whether a list that has each person once is in it twice."""
    twice = np.zeros(len(group), dtype=np.bool_)
    inside = np.flatnonzero(once_in >= 0)
    keys = group[inside] * (int(once_in.max(initial=0)) + 1) + once_in[inside]
    _, first, number = np.unique(keys, return_index=True, return_counts=True)
    twice[group[inside[first[number > 1]]]] = True
    return twice


def _by_group(group: Ints, found: Ints) -> dict[int, list[int]]:
    """The groups that were opened again, with their records."""
    size = np.bincount(group, minlength=len(group))
    members: dict[int, list[int]] = defaultdict(list)
    for record in np.flatnonzero((size[group] > 1) & (found == np.arange(len(group)))).tolist():
        members[int(group[record])].append(record)
    return {name: records for name, records in members.items() if len(records) == size[name]}


Known = dict[Pair, float]


def _known_pairs(
    open_groups: dict[int, list[int]], group: Ints, left: Ints, right: Ints, weight: Floats
) -> dict[int, Known]:
    """The scored pairs inside each of the open groups."""
    known: dict[int, Known] = {name: {} for name in open_groups}
    is_open = np.zeros(len(group), dtype=np.bool_)
    is_open[list(open_groups)] = True
    inside = np.flatnonzero(is_open[group[left]] & (group[left] == group[right]))
    rows = zip(left[inside].tolist(), right[inside].tolist(), weight[inside].tolist(), strict=True)
    for one, two, bits in rows:
        known[int(group[one])][_ordered(one, two)] = bits
    return known


def _parts(
    open_groups: dict[int, list[int]],
    known: dict[int, Known],
    weigh: Weigh,
    threshold: float,
    decided: Decided,
) -> Iterable[list[list[int]]]:
    """The clusters of each open group."""
    ready: list[tuple[list[int], Known]] = []
    for name, members in open_groups.items():
        if len(members) <= _SCORED_WHOLE:
            ready.append((members, known[name]))
            continue
        # with the unknown pairs taken as neutral: what is apart now would be apart later too
        for proposed in _merged(members, known[name], 0.0, decided):
            inside = set(proposed)
            pairs = {p: w for p, w in known[name].items() if p[0] in inside and p[1] in inside}
            ready.append((proposed, pairs))
    _score_missing(ready, weigh, threshold)
    for members, pairs in ready:
        yield _merged(members, pairs, _UNSEEN, decided)


def _score_missing(ready: list[tuple[list[int], Known]], weigh: Weigh, threshold: float) -> None:
    """Score, in one go, the pairs inside the groups that no key had brought together."""
    missing = [
        (at, (one, two))
        for at, (members, pairs) in enumerate(ready)
        if len(members) <= _TOO_LARGE
        for i, one in enumerate(members)
        for two in members[i + 1 :]
        if (one, two) not in pairs
    ]
    if not missing:
        return
    left, right = _ends([pair for _, pair in missing])
    weights = weigh(left, right) - threshold
    for (at, pair), bits in zip(missing, weights.tolist(), strict=True):
        ready[at][1][pair] = bits


# --- Merging --------------------------------------------------------------------------------------


def _merged(members: list[int], known: Known, unseen: float, decided: Decided) -> list[list[int]]:
    """Merge as long as the best average is not against it."""
    groups = _begin(members, known, decided)
    heap = [
        (-_average(groups[one], groups[two], towards, unseen), one, two)
        for one, group in groups.items()
        for two, towards in group.towards.items()
        if one < two
    ]
    heapify(heap)
    while heap:
        against, one, two = heappop(heap)
        if against > 0:
            break
        if one not in groups or two not in groups:
            continue
        if against != -_average(groups[one], groups[two], groups[one].towards[two], unseen):
            continue
        if groups[one].lists & groups[two].lists:
            continue
        _join(groups, one, two)
        for other, towards in groups[one].towards.items():
            average = _average(groups[one], groups[other], towards, unseen)
            heappush(heap, (-average, min(one, other), max(one, other)))
    return [sorted(group.members) for group in groups.values()]


def _begin(members: list[int], known: Known, decided: Decided) -> dict[int, _Group]:
    """Each record on its own, with what people decided carried out."""
    inside = set(members)
    groups = {one: _Group([one], _lists(one, decided.once_in), {}) for one in members}
    for (one, two), bits in known.items():
        _tell(groups, one, two, max(-AGAINST, min(FOR, bits)), 1)
    for one, two in decided.different:
        if one in inside and two in inside:
            _tell(groups, one, two, _FORBIDDEN, 1)
    home = {one: one for one in members}
    for one, two in decided.same:
        if one in inside and home[one] != home[two]:
            keep, gone = sorted((home[one], home[two]))
            moved = groups[gone].members
            _tell(groups, keep, gone, 0.0, 0)
            _join(groups, keep, gone)
            home.update(dict.fromkeys(moved, keep))
    return groups


def _lists(record: int, once_in: Ints | None) -> frozenset[int]:
    if once_in is None or once_in[record] < 0:
        return frozenset()
    return frozenset((int(once_in[record]),))


def _tell(groups: dict[int, _Group], one: int, two: int, bits: float, number: int) -> None:
    for here, there in ((one, two), (two, one)):
        total, count = groups[here].towards.get(there, (0.0, 0))
        groups[here].towards[there] = (total + bits, count + number)


def _average(one: _Group, two: _Group, towards: tuple[float, int], unseen: float) -> float:
    """The average weight of all pairs between two groups."""
    pairs = len(one.members) * len(two.members)
    return (towards[0] + unseen * max(0, pairs - towards[1])) / pairs


def _join(groups: dict[int, _Group], keep: int, gone: int) -> None:
    """Make one group of two."""
    kept, other = groups[keep], groups.pop(gone)
    kept.members += other.members
    kept.lists |= other.lists
    del kept.towards[gone]
    for third, (total, number) in other.towards.items():
        if third == keep:
            continue
        del groups[third].towards[gone]
        _tell(groups, keep, third, total, number)


def _ordered(one: int, two: int) -> Pair:
    return (one, two) if one < two else (two, one)
