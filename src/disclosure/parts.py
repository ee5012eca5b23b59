# SPDX-License-Identifier: EUPL-1.2
"""Cuts a large release into parts that can be looked at alone.

An attacker who sees one part only has fewer relations and learns less than one who sees all. So
whatever a part needs, the whole needs as well: a cut found in a part is a cut of the whole, and the
lower limits of all parts go together into one. Only what parts do to each other remains for the
programs over the whole, which are many times larger.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from disclosure.problem import Cells, Problem
from disclosure.table import Release, Table

#: Up to here the programs over the whole are quick enough.
SMALL_ENOUGH = 2_000


def parts(release: Release) -> list[Cells]:
    """The cells of each part; none when the release is small."""
    if release.counts.size <= SMALL_ENOUGH:
        return []
    found = []
    for table, where in zip(release.tables, release.where, strict=True):
        if len(release.tables) > 1 and table.counts.size <= SMALL_ENOUGH:
            found.append(np.unique(where))
        else:
            found += [np.unique(where[cells]) for cells in _parts_of(table)]
    return found


def _parts_of(table: Table) -> Iterator[Cells]:
    """Along the dimension with most nodes, a node with its members; or else each code alone."""
    nodes = [len(d.parts) for d in table.dimensions]
    axis = int(np.argmax(nodes))
    if nodes[axis] > 1:
        groups = [[whole, *members] for whole, members in table.dimensions[axis].parts]
    else:
        axis = int(np.argmin(table.shape))
        groups = [[code] for code in range(table.shape[axis])]
    places = np.moveaxis(np.arange(table.counts.size).reshape(table.shape), axis, 0)
    for group in groups:
        yield places[group].ravel()


def part_of(task: Problem, cells: Cells) -> Problem:
    """The problem of an attacker who sees these cells only."""
    inside = np.zeros(task.size, bool)
    inside[cells] = True
    outside = abs(task.matrix) @ (~inside).astype(float)
    touched = abs(task.matrix) @ inside.astype(float)
    rows = np.flatnonzero((outside == 0) & (touched > 0))
    return Problem(
        task.matrix[rows][:, cells].tocsr(),
        task.counts[cells],
        task.low[cells],
        task.high[cells],
        task.primary[cells],
        task.cost[cells],
        task.width,
    )
