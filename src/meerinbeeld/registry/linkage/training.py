# SPDX-License-Identifier: EUPL-1.2
"""Learning without examples what a match looks like in this file. Pure, apart from numpy.

The model is that of Fellegi and Sunter (1969). Each pair shows a pattern of levels. Of matches a
share m shows a level, of other pairs a share u, and the weight of a level is log2(m / u).

- u comes from pairs drawn at random, which are hardly ever matches. For "exactly the same" it is
  counted, because a level that one pair in a million shows is not met in a sample.
- m and the share of matches come from expectation maximisation over the candidate pairs. All pairs
  that no key brought together count as other pairs; u stays that of all pairs. That makes the
  estimate one over the whole product and not over one block, at the price of taking the keys for
  complete. The keys overlap for that reason.
- People of one household share a family name, an address and a phone number, and are not the same
  person. A third kind of pair stands for them: what a household shares is as common there as
  training finds (h), and what is a person's own is as rare as among any others (u). Without it, a
  file with few double registrations and many families would learn that a family is a match.
- Names and nationality go together: two Polish Agnieszkas are not rare. In a file with few double
  registrations, training would take "the same given name and nationality, and all else different"
  for what a match looks like. So there is a bound on how often records of one person differ.
- All are held by the shipped parameters, as if those had been seen in a few pairs before. A small
  file thus uses the shipped parameters, a large one its own, and nothing jumps in between.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: The shipped parameters weigh as much as so many matching pairs, and so many random pairs.
M_HELD_BY: Final = 40.0
U_HELD_BY: Final = 2_000.0
#: In so many pairs of records of one person, at most, a field tells another person: four times
#: what the shipped parameters say, or this.
TIMES_SHIPPED: Final = 4.0
LEAST_BOUND: Final = 0.15
_ROUNDS: Final = 60
_CLOSE_ENOUGH: Final = 1e-4
_LEAST: Final = 1e-7
_MOST_LEVELS: Final = 13


@dataclass(frozen=True)
class Patterns:
    """Per pattern the level of each comparison (0 is "else", -1 unknown), and how many pairs."""

    levels: npt.NDArray[np.int8]
    pairs: Floats


def summed(patterns: Patterns) -> Patterns:
    """Each pattern once."""
    code = np.zeros(len(patterns.pairs), dtype=np.int64)
    for at in range(patterns.levels.shape[1]):
        code = code * _MOST_LEVELS + patterns.levels[:, at] + 1
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    pairs = np.bincount(which, weights=patterns.pairs, minlength=len(first))
    return Patterns(patterns.levels[first], pairs.astype(np.float64))


@dataclass(frozen=True)
class Parameters:
    """Per comparison the shares of its levels, numbered as the engine does: else is 0."""

    m: tuple[Floats, ...]
    u: tuple[Floats, ...]
    #: As m, for pairs of one household; u for what is a person's own.
    h: tuple[Floats, ...]
    #: The share of matches among all pairs, and that of pairs of one household.
    share: float
    households: float
    #: How many matching pairs the training saw, which tells how far it can be trusted.
    matches: float

    def weight(self, comparison: int) -> Floats:
        weights: Floats = np.log2(self.m[comparison] / self.u[comparison])
        return weights

    def household_weight(self, comparison: int) -> Floats:
        weights: Floats = np.log2(self.h[comparison] / self.u[comparison])
        return weights


def train(
    random: Patterns,
    candidates: Patterns,
    all_pairs: float,
    records: int,
    start: Sequence[tuple[Floats, Floats]],
    shared: Sequence[bool],
    counted: Sequence[float | None],
) -> Parameters:
    """Estimate the parameters.

    `start` has the shipped (m, u), `shared` what a household shares, and `counted` the share of
    exact pairs.

    The same input gives the same output: nothing here is drawn.
    """
    seen = [_sums(random.levels[:, at], random.pairs, len(u)) for at, (_, u) in enumerate(start)]
    now = beginning(start, shared, records)
    for _ in range(_ROUNDS):
        before = now
        now = _round(now, candidates, all_pairs, start, shared, seen, counted)
        if _distance(before, now) < _CLOSE_ENOUGH:
            break
    return now


def beginning(
    start: Sequence[tuple[Floats, Floats]], shared: Sequence[bool], records: int
) -> Parameters:
    """The shipped parameters, with one double registration and one relative for two records."""
    share = min(0.25, 0.5 / max(1, records - 1))
    return Parameters(
        tuple(m for m, _ in start),
        tuple(u for _, u in start),
        tuple(m if is_shared else u for (m, u), is_shared in zip(start, shared, strict=True)),
        share,
        share,
        0.0,
    )


def _round(
    now: Parameters,
    candidates: Patterns,
    all_pairs: float,
    start: Sequence[tuple[Floats, Floats]],
    shared: Sequence[bool],
    seen: Sequence[Floats],
    counted: Sequence[float | None],
) -> Parameters:
    """One step: of which kind is each pattern, and what does each kind show then."""
    match, household = (kind * candidates.pairs for kind in kinds(now, candidates.levels))
    share = _share(float(match.sum()), all_pairs)
    m, u, h = [], [], []
    for at, (m_shipped, u_shipped) in enumerate(start):
        levels, number = candidates.levels[:, at], len(m_shipped)
        m.append(_bounded(_held(_sums(levels, match, number), m_shipped), m_shipped, u_shipped))
        u.append(_others(seen[at], counted[at], m[at], share, u_shipped))
        of_household = _held(_sums(levels, household, number), m_shipped)
        h.append(of_household if shared[at] else u[at])
    households = _share(float(household.sum()), all_pairs)
    return Parameters(tuple(m), tuple(u), tuple(h), share, households, float(match.sum()))


def _share(pairs: float, all_pairs: float) -> float:
    return min(0.45, max(pairs, _LEAST) / max(all_pairs, 1.0))


def kinds(parameters: Parameters, levels: npt.NDArray[np.int8]) -> tuple[Floats, Floats]:
    """How likely each pattern is a match, and how likely it is of one household."""
    match, household = np.zeros(len(levels)), np.zeros(len(levels))
    for at in range(levels.shape[1]):
        # the level -1 is unknown, and is the last one here: no evidence
        match += np.append(parameters.weight(at), 0.0)[levels[:, at]]
        household += np.append(parameters.household_weight(at), 0.0)[levels[:, at]]
    return (
        of_weight(odds(match, household, parameters.share, parameters.households)),
        of_weight(odds(household, match, parameters.households, parameters.share)),
    )


def odds(one: Floats, two: Floats, share_one: float, share_two: float) -> Floats:
    """The weight in bits of the first kind against the second and all others.

    `one` and `two` are the weights of the evidence for each of the two kinds.
    """
    others = math.log2(1 - share_one - share_two)
    against: Floats = np.logaddexp2(two + math.log2(share_two), others)
    found: Floats = one + math.log2(share_one) - against
    return found


def of_weight(weight: Floats) -> Floats:
    """The probability that goes with a weight in bits, the share of matches included."""
    probabilities: Floats = 1.0 / (1.0 + np.exp2(-np.clip(weight, -1000.0, 1000.0)))
    return probabilities


def _held(sums: Floats, shipped: Floats) -> Floats:
    held: Floats = (sums + M_HELD_BY * shipped) / (sums.sum() + M_HELD_BY)
    return np.maximum(held, _LEAST)


def _bounded(m: Floats, m_shipped: Floats, u_shipped: Floats) -> Floats:
    """With no more of what speaks against a match than records of one person can show."""
    against = m_shipped <= u_shipped
    most = min(1.0, max(LEAST_BOUND, TIMES_SHIPPED * float(m_shipped[against].sum())))
    found = float(m[against].sum())
    if found <= most:
        return m
    return np.where(against, m * (most / found), m * ((1 - most) / (1 - found)))


def _others(
    seen: Floats, exactly: float | None, m: Floats, share: float, shipped: Floats
) -> Floats:
    """The shares among pairs that are no match: what was seen, less the matches among it."""
    total = seen.sum()
    among_all = (seen + U_HELD_BY * shipped) / (total + U_HELD_BY)
    if exactly is not None:
        among_all = _with_counted(among_all, exactly)
    others = (among_all - share * m) / (1 - share)
    # where nearly all pairs of a level are matches, little is left, but never nothing
    others = np.maximum(others, np.maximum(among_all * 0.02, _LEAST))
    scaled: Floats = others / others.sum()
    return scaled


def _with_counted(shares: Floats, exactly: float) -> Floats:
    """The counted share of "exactly the same", the others scaled to make one."""
    rest = shares[:-1].sum()
    scaled = shares[:-1] * ((1 - exactly) / rest) if rest > 0 else shares[:-1]
    return np.append(scaled, max(exactly, _LEAST))


def _sums(levels: npt.NDArray[np.int8], pairs: Floats, number: int) -> Floats:
    known = levels >= 0
    return np.bincount(levels[known], weights=pairs[known], minlength=number).astype(np.float64)


def _distance(one: Parameters, two: Parameters) -> float:
    apart = max((float(np.abs(a - b).max()) for a, b in zip(one.m, two.m, strict=True)), default=0)
    return max(apart, abs(one.share - two.share) / max(two.share, _LEAST))
