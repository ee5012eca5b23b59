# SPDX-License-Identifier: EUPL-1.2
"""Which assumption is in doubt, in plain words, and when no number should be given."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from darkfigure.data import CaptureData
from darkfigure.errors import RefusalError
from darkfigure.existence import check
from darkfigure.masks import closure, lists_in
from darkfigure.modelspace import ModelTable
from darkfigure.result import DISAGREE, Interval, interval_ratio

Floats = NDArray[np.float64]
LEAST_OVERLAP = 5
FEW_OVERLAP = 20
FEW_REPLICATES = 200
LEAST_USABLE = 0.8
WORRYING_USABLE = 0.95
WIDE = 5.0
LOOSE = (
    f"The upper 95 % limit is more than {WIDE:g} times the lower one: the number is bounded only "
    "loosely. Do not quote the middle without the interval."
)
HOPELESS_WIDTH = 1000.0
CLOSE_BIC = 3.0
SMALL_LIST = 10
LEAST_PREDICTIVE = 0.025


def overlapping(data: CaptureData) -> int:
    """Number of cases on more than one list."""
    return sum(int(c) for m, c in enumerate(data.counts) if m.bit_count() > 1)


def refuse_thin(data: CaptureData) -> None:
    """Raise RefusalError where hardly anyone is on two lists, or everyone is on the same."""
    if np.count_nonzero(data.counts) == 1:
        raise RefusalError(
            f"All {data.observed} cases are on the same lists. Only where some cases are on one "
            "list and others on another can anything be said about who is on none."
        )
    several = overlapping(data)
    if several < LEAST_OVERLAP:
        raise RefusalError(
            f"Only {several} of {data.observed} cases are on more than one list; with fewer "
            f"than {LEAST_OVERLAP} one link more or less changes everything. Find more overlap."
        )
    _refuse_twins(data)


def _refuse_twins(data: CaptureData) -> None:
    """Two lists with the same cases would pass for two that agree by chance: far too few unseen."""
    for one, two, both in _pairs(data):
        if both == data.margins[one] == data.margins[two]:
            names = [data.lists[m.bit_length() - 1] for m in (one, two)]
            raise RefusalError(
                f"Lists {names[0]} and {names[1]} hold exactly the same {both:.0f} cases: they are "
                "one list given twice. Merge them or leave one out."
            )


def _pairs(data: CaptureData) -> list[tuple[int, int, float]]:
    """(mask of one list, mask of the other, cases on both) for lists that hold a case."""
    held = [1 << i for i in range(data.t) if data.margins[1 << i]]
    return [(i, j, float(data.margins[i | j])) for i, j in combinations(held, 2)]


def refuse_inestimable(data: CaptureData) -> None:
    """Raise RefusalError where not even lists taken as independent have an estimate."""
    if not check(data, closure([], data.t)).fine:
        raise RefusalError(
            "Even the model without interactions has no estimate for these data. Merge lists that "
            "hardly overlap, or find data with more overlap."
        )


def data_warnings(data: CaptureData) -> list[str]:
    """What the data themselves put in doubt."""
    found = []
    several = overlapping(data)
    if several < FEW_OVERLAP:
        found.append(
            f"Only {several} cases are on more than one list. The whole estimate rests on them; "
            "one missed or false link changes it much."
        )
    for i, name in enumerate(data.lists):
        size = int(data.margins[1 << i])
        if size == 0:
            found.append(f"List {name} holds no case and adds nothing.")
        elif size < SMALL_LIST:
            found.append(f"List {name} holds only {size} cases.")
    found += _pair_warnings(data) + _group_warnings(data)
    if sum(data.margins[1 << i] > 0 for i in range(data.t)) == 2:
        found.append(
            "Two lists cannot show whether being on one changes the chance of being on the other; "
            "the estimate takes for granted that it does not."
        )
    return found


def _pair_warnings(data: CaptureData) -> list[str]:
    """Pairs of lists without a common case, and lists that lie within another."""
    found = []
    name = {1 << i: name for i, name in enumerate(data.lists)}
    apart = [f"{name[i]} and {name[j]}" for i, j, both in _pairs(data) if not both]
    if apart:
        found.append(
            f"No case is on both {'; nor on both '.join(apart)}. Ask whether these lists can see "
            "the same people at all, and whether links between them were missed."
        )
    for one, two, both in _pairs(data):
        for inner, outer in ((one, two), (two, one)):
            if SMALL_LIST <= both == data.margins[inner]:
                found.append(
                    f"Every case on {name[inner]} is on {name[outer]} as well. If one list was "
                    "made from the other they are one source: merge them or leave one out."
                )
    return found


def _group_warnings(data: CaptureData) -> list[str]:
    """Whether the lists fall apart into groups that share nobody."""
    groups: list[int] = []
    for mask in np.flatnonzero(data.counts).tolist():
        joined = mask
        for group in [g for g in groups if g & mask]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    if len(groups) < 2:
        return []
    named = sorted(lists_in(group) for group in groups)
    shown = "; ".join(", ".join(data.lists[i] for i in group) for group in named)
    return [
        f"These groups of lists share no case: {shown}. Nothing in the data tells how many people "
        "one group misses that another would see; estimate each apart, or find what joins them."
    ]


def model_warnings(table: ModelTable) -> list[str]:
    """Whether models that fit about equally well give other numbers."""
    bic = table.bic[table.ranking]
    near = table.ranking[bic <= bic[0] + CLOSE_BIC]
    totals = table.data.observed + table.dark[near]
    low, high = float(totals.min()), float(totals.max())
    found = []
    if high > DISAGREE * low:
        found.append(
            f"{near.size} models fit about equally well (BIC within {CLOSE_BIC:g}) and give totals "
            f"from {low:,.0f} to {high:,.0f}. The data do not say which is right."
        )
    if table.data.t == 6 and table.max_order < 5:
        found.append(
            f"Only interactions up to order {table.max_order} were considered; for every model on "
            "six lists ask for all models."
        )
    return found


def interval_warnings(interval: Interval, usable: int, wanted: int) -> list[str]:
    """Whether the interval is wide or rests on too few replicates."""
    found = []
    ratio = interval_ratio(interval)
    if ratio > WIDE:
        found.append(
            f"The upper limit is {ratio:.0f} times the lower one: these data bound the number "
            "only loosely. Do not quote the middle without the interval."
        )
    if wanted and usable < WORRYING_USABLE * wanted:
        found.append(f"Only {usable} of {wanted} replicates gave an estimate.")
    return found


def end_warnings(interval: Interval, replicates: Floats) -> list[str]:
    """Whether the replicates are few, or a limit is the outermost of them and says little."""
    rough = []
    if replicates.size < FEW_REPLICATES:
        rough.append(
            f"With {replicates.size} bootstrap replicates the limits are rough; take 1,000 or more "
            "for a number that others will read."
        )
    ends = []
    if interval[0] <= replicates.min():
        ends.append("lower limit is the smallest")
    if interval[1] >= replicates.max():
        ends.append("upper limit is the largest")
    if not ends or replicates.min() == replicates.max():
        return rough
    return [
        *rough,
        f"The {' and the '.join(ends)} of {replicates.size} bootstrap estimates; with more "
        "replicates it may lie further out.",
    ]


def refuse_unusable(interval: Interval, usable: int, wanted: int) -> None:
    """Raise RefusalError where the replicates show that the data carry no number."""
    if wanted and usable < LEAST_USABLE * wanted:
        raise RefusalError(
            f"In only {usable} of {wanted} bootstrap samples does any model have an estimate. "
            "The data are too thin for a number; merge lists or find more overlap."
        )
    if not np.isfinite(interval).all() or interval_ratio(interval) > HOPELESS_WIDTH:
        raise RefusalError(
            "The 95 % interval has no meaningful upper limit: its ends differ by more than a "
            f"factor {HOPELESS_WIDTH:.0f}. The data cannot carry a number."
        )


def predictive_warnings(p: float, model: str = "this model") -> list[str]:
    """Whether the model can reproduce the data it was fitted to."""
    if p >= LEAST_PREDICTIVE:
        return []
    return [
        f"Data drawn from {model} look like the real ones in only {100 * p:.1f} % of draws: it "
        "does not describe how people come on these lists."
    ]
