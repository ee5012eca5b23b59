# SPDX-License-Identifier: EUPL-1.2
"""Which assumption is in doubt, in plain words, and when no number should be given."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from darkfigure.data import CaptureData
from darkfigure.errors import RefusalError
from darkfigure.existence import check
from darkfigure.masks import closure
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
    apart = [
        f"{data.lists[i]} and {data.lists[j]}"
        for i, j in combinations(range(data.t), 2)
        if data.margins[1 << i | 1 << j] == 0 and data.margins[1 << i] and data.margins[1 << j]
    ]
    if apart:
        found.append(
            f"No case is on both {'; nor on both '.join(apart)}. Ask whether these lists can see "
            "the same people at all, and whether links between them were missed."
        )
    if sum(data.margins[1 << i] > 0 for i in range(data.t)) == 2:
        found.append(
            "Two lists cannot show whether being on one changes the chance of being on the other; "
            "the estimate takes for granted that it does not."
        )
    return found


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


def predictive_warnings(p: float) -> list[str]:
    """Whether the model can reproduce the data it was fitted to."""
    if p >= LEAST_PREDICTIVE:
        return []
    return [
        f"Data drawn from this model look like the real ones in only {100 * p:.1f} % of draws: the "
        "model does not describe how people come on these lists."
    ]
