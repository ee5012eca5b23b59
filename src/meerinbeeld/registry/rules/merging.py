# SPDX-License-Identifier: EUPL-1.2
"""Which notifications are about one person, by what people decided. Pure.

A person is a set of notifications that are joined by "the same" and in which no two are "not the
same". Verdicts that would join two such are refused, so that one wrong "the same" cannot quietly
pull strangers together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

N = TypeVar("N", bound=Hashable)
Edge = tuple[N, N]


def together(start: N, same: Iterable[Edge[N]]) -> frozenset[N]:
    """All that are joined with `start`, itself included."""
    beside: dict[N, set[N]] = {}
    for one, other in same:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found, waiting = {start}, [start]
    while waiting:
        for nearby in beside.get(waiting.pop(), set()) - found:
            found.add(nearby)
            waiting.append(nearby)
    return frozenset(found)


def conflict(members: frozenset[N], different: Iterable[Edge[N]]) -> Edge[N] | None:
    """Two of one person who were judged to be different, if there are."""
    return next((edge for edge in different if members.issuperset(edge)), None)


def persons(members: Iterable[N], same: Iterable[Edge[N]], age: Mapping[N, int]) -> dict[N, N]:
    """For each notification the one that leads its person: the oldest by `age`."""
    edges = list(same)
    leads: dict[N, N] = {}
    for one in members:
        if one not in leads:
            group = together(one, edges)
            leader = min(group, key=lambda member: age[member])
            leads.update(dict.fromkeys(group, leader))
    return leads
