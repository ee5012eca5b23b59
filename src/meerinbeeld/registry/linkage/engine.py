# SPDX-License-Identifier: EUPL-1.2
"""Pairs and their weights: our keys, comparisons and training; Splink compares, in some place."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from meerinbeeld.registry.linkage.backend import Backend
from meerinbeeld.registry.linkage.blocking import keys, pairs
from meerinbeeld.registry.linkage.comparisons import (
    ELSE,
    EXACT,
    Comparison,
    comparisons,
    shipped_levels,
)
from meerinbeeld.registry.linkage.features import Features
from meerinbeeld.registry.linkage.first_look import looked_at, worth_comparing
from meerinbeeld.registry.linkage.reasons import (
    Added,
    Reason,
    household,
    prior,
    strongest_first,
)
from meerinbeeld.registry.linkage.training import (
    Patterns,
    beginning,
    odds,
    of_weight,
    summed,
    train,
)

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Pairs below this weight (a probability of about 1 in 100) are not kept.
LEAST_WEIGHT: Final = -6.6
RANDOM_PAIRS: Final = 150_000
#: Pairs that keys brought together, and pairs that were drawn.
_BY_KEY, _DRAWN = 0, 1
_ROUNDS: Final = 20
#: The share of matches counts as found when a round changes it by no more than this part of it.
_SETTLED: Final = 1e-9
#: No two profiles have this number.
_NO_PAIR: Final = np.iinfo(np.int64).max
#: How common a value is, the shipped parameters say as if they had seen so many records.
FREQUENCIES_HELD_BY: Final = 40.0


@dataclass(frozen=True)
class Pairs:
    """Scored pairs of profiles. The weight is in bits, the share of matches included."""

    left: Ints
    right: Ints
    weight: Floats

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def probability(self) -> Floats:
        return of_weight(self.weight)

    def only(self, kept: Ints | npt.NDArray[np.bool_]) -> Pairs:
        return Pairs(self.left[kept], self.right[kept], self.weight[kept])

    def and_also(self, others: Pairs) -> Pairs:
        return Pairs(
            np.concatenate([self.left, others.left]),
            np.concatenate([self.right, others.right]),
            np.concatenate([self.weight, others.weight]),
        )


@dataclass(frozen=True)
class Looked:
    """Pairs that were compared: per pair the level of each comparison, as `Patterns` has them."""

    left: Ints
    right: Ints
    levels: npt.NDArray[np.int8]

    def only(self, kept: Ints | npt.NDArray[np.bool_]) -> Looked:
        return Looked(self.left[kept], self.right[kept], self.levels[kept])

    def without_selves(self) -> Looked:
        return self.only(self.left != self.right)


class Engine:
    """Scores pairs of profiles. Holds readable names in memory until it is let go."""

    def __init__(
        self,
        backend: Backend,
        features: Features,
        once_in: Ints | None = None,
        seed: int = 1,
    ) -> None:
        self._backend, self.features, self._seed = backend, features, seed
        self.comparisons = comparisons(features.columns)
        self._shared = [one.is_shared for one in self.comparisons]
        self.parameters = beginning(self._start(), self._shared, self.records)
        self._once_in = once_in
        self._seen: tuple[Looked, Looked] | None = None
        self._counts_of: dict[str, Floats] = {}
        self._linker = backend.linker(features.arrow(), self._settings())

    @property
    def records(self) -> int:
        return int(self.features.size.sum())

    @property
    def all_pairs(self) -> float:
        return max(1.0, self.records * (self.records - 1) / 2)

    def _start(self) -> list[tuple[Floats, Floats]]:
        """The shipped parameters, numbered as the engine numbers levels: else is 0."""
        found = []
        for comparison in self.comparisons:
            levels = shipped_levels(comparison)[::-1]
            found.append((np.array([m for m, _ in levels]), np.array([u for _, u in levels])))
        return found

    # --- Training ---------------------------------------------------------------------------------

    def train(self) -> None:
        """Learn the parameters from the file itself, as far as it is large enough."""
        if self.records < 2 or not self.comparisons:
            return
        candidates, drawn = self._looked()
        pairs_each = np.full(len(drawn.left), min(1.0, self.all_pairs / len(drawn.left)))
        self.parameters = train(
            Patterns(drawn.levels, pairs_each),
            self._patterns(candidates),
            self.all_pairs,
            self.records,
            self._start(),
            self._shared,
            [self._exactly(comparison) for comparison in self.comparisons],
        )
        self._set_share()

    def _drawn(self) -> tuple[Ints, Ints]:
        """Pairs of records drawn at random, always the same for one seed."""
        number = int(min(RANDOM_PAIRS, 4 * self.all_pairs)) if self.records > 1 else 0
        draw = np.random.default_rng(self._seed)
        one = draw.integers(0, self.records, number)
        two = (one + draw.integers(1, max(2, self.records), number)) % self.records
        profile = np.repeat(np.arange(len(self.features)), self.features.size)
        return profile[one], profile[two]

    def _patterns(self, looked: Looked) -> Patterns:
        """How many pairs of records show each pattern."""
        size = self.features.size[looked.left].astype(np.float64)
        other = self.features.size[looked.right]
        number = np.where(looked.left == looked.right, size * (size - 1) / 2, size * other)
        return summed(Patterns(looked.levels, number))

    def _exactly(self, comparison: Comparison) -> float | None:
        """The share of all pairs that are exactly the same, counted from how often values are."""
        level = comparison.levels[0]
        return self._same_share(level.frequency_of) if level.name == EXACT else None

    def _same_share(self, feature: str) -> float:
        counts = self._counts(feature)
        known = max(2.0, float(counts.sum()))
        return float((counts * (counts - 1)).sum()) / (known * (known - 1))

    def _counts(self, feature: str) -> Floats:
        """In how many records each known value of a feature stands."""
        if feature not in self._counts_of:
            column = self.features.columns[feature]
            counts = np.bincount(
                column.codes, weights=self.features.size, minlength=len(column.values)
            ).astype(np.float64)
            counts[[at for at, value in enumerate(column.values) if not value]] = 0
            self._counts_of[feature] = counts
        return self._counts_of[feature]

    def _set_share(self) -> None:
        """Correct the share of matches for what common values weigh, which training left out."""
        looked = self.candidates()
        number = self.features.size[looked.left] * self.features.size[looked.right]
        number = np.where(looked.left == looked.right, (number - 1) / 2, number)
        match, household = self._evidence(looked)
        share = self.parameters.share
        for _ in range(_ROUNDS):
            weight = odds(match, household, share, self.parameters.households)
            matches = float((of_weight(weight) * number).sum())
            before, share = share, min(0.45, max(matches, 0.1) / self.all_pairs)
            if abs(share - before) <= _SETTLED * share:
                break
        self.parameters = replace(self.parameters, share=share)

    # --- Pairs ------------------------------------------------------------------------------------

    def candidates(self) -> Looked:
        """Every pair that is worth a close look, compared; and each profile of several records
        with itself."""
        return self._looked()[0]

    def _looked(self) -> tuple[Looked, Looked]:
        """The candidates, and pairs drawn at random. Made once, and compared in one go."""
        if self._seen is None:
            columns, several = self.features.columns, np.flatnonzero(self.features.size > 1)
            made = keys(columns, len(self.features))
            left, right = pairs(columns, len(self.features), made, self._once_in)
            rarity = {name: self._rarity(name) for name in looked_at(columns)}
            kept = worth_comparing(columns, rarity, self.records, left, right)
            one, two = self._drawn()
            looked, kind = self._look(
                np.concatenate([left[kept], several, one]),
                np.concatenate([right[kept], several, two]),
                np.repeat([_BY_KEY, _DRAWN], [int(kept.sum()) + len(several), len(one)]),
            )
            self._seen = looked.only(kind == _BY_KEY), looked.only(kind == _DRAWN)
        return self._seen

    def _rarity(self, feature: str) -> float:
        """How many bits it says that two records have the same value."""
        return min(20.0, -math.log2(max(self._same_share(feature), 1e-7)))

    def _compare(self, left: Ints, right: Ints) -> Looked:
        """Compare these pairs, in any order."""
        return self._look(left, right, np.zeros(len(left), dtype=np.int64))[0]

    def _look(self, left: Ints, right: Ints, kind: Ints) -> tuple[Looked, Ints]:
        """Let Splink compare pairs, in any order; of which kind each is."""
        table = self._backend.taken_in(_for_splink(left, right, kind))
        self._linker.table_management.register_blocked_pairs_for_predict(table)
        made = self._linker.inference.predict(warning_mode="never").physical_name
        names = [f"mw_{comparison.name}" for comparison in self.comparisons]
        found = self._backend.read(made, ["unique_id_l", "unique_id_r", "match_key", *names])
        self._backend.drop(made)
        levels = np.empty((len(found["unique_id_l"]), len(names)), dtype=np.int8)
        for at, name in enumerate(names):
            levels[:, at] = np.rint(found[name]) - 1
        return Looked(
            np.asarray(found["unique_id_l"], dtype=np.int64),
            np.asarray(found["unique_id_r"], dtype=np.int64),
            levels,
        ), np.asarray(found["match_key"], dtype=np.int64)

    def _settings(self) -> dict[str, Any]:
        """Settings with which the weight of a comparison is the number of its level, plus one.

        Splink compares; the weights are ours, because of the households and because a file is thus
        gone through once and not twice. Splink gives levels by themselves only together with all
        that was compared, which is much to carry along. Pairs are handed to it, so that it needs no
        rule to find some.
        """
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "unique_id",
            "blocking_rules_to_generate_predictions": [
                {"blocking_rule": "l.unique_id = r.unique_id"}
            ],
            "comparisons": [
                _numbered(comparison, self._backend) for comparison in self.comparisons
            ],
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": True,
        }

    # --- Weights ----------------------------------------------------------------------------------

    def scored(self) -> Pairs:
        """All candidate pairs whose weight counts, best first."""
        if not self.comparisons:
            return NO_PAIRS
        looked = self.candidates().without_selves()
        weights = self._weights(looked)
        pairs = Pairs(looked.left, looked.right, weights).only(weights >= LEAST_WEIGHT)
        return pairs.only(np.lexsort((pairs.right, pairs.left, -pairs.weight)))

    def alike(self) -> Floats:
        """Per profile the weight for all its records being one person; infinite where it has
        one."""
        weights = np.full(len(self.features), np.inf)
        if not self.comparisons:
            weights[self.features.size > 1] = -np.inf
            return weights
        looked = self.candidates()
        selves = looked.only(looked.left == looked.right)
        weights[selves.left] = self._weights(selves)
        return weights

    def weights_of(self, left: Ints, right: Ints) -> Floats:
        """The weight of each of these pairs, whatever it is."""
        if not len(left) or not self.comparisons:
            return np.full(len(left), -np.inf)
        return self._weights(self._in_order(left, right))

    def _in_order(self, left: Ints, right: Ints) -> Looked:
        """These pairs compared, in the order in which they are asked."""
        candidates, (known, row) = self.candidates(), self._candidate_of
        wanted = self._number(left, right)
        at = np.searchsorted(known, wanted)
        seen = known[at] == wanted
        levels = np.empty((len(wanted), len(self.comparisons)), dtype=np.int8)
        levels[seen] = candidates.levels[row[at[seen]]]
        unseen = np.flatnonzero(~seen)
        if len(unseen):
            looked = self._compare(left[unseen], right[unseen])
            place = np.empty(len(unseen), dtype=np.int64)
            place[np.lexsort((right[unseen], left[unseen]))] = np.lexsort(
                (looked.right, looked.left)
            )
            levels[unseen] = looked.levels[place]
        return Looked(left, right, levels)

    @cached_property
    def _candidate_of(self) -> tuple[Ints, Ints]:
        """The number of each candidate, ascending, and its place; at the end one of no pair."""
        looked = self.candidates()
        numbers = self._number(looked.left, looked.right)
        order = np.argsort(numbers, kind="stable")
        return np.append(numbers[order], _NO_PAIR), np.append(order, 0)

    def _number(self, left: Ints, right: Ints) -> Ints:
        """One for both orders of a pair."""
        number: Ints = np.minimum(left, right) * len(self.features) + np.maximum(left, right)
        return number

    def why(self, left: int, right: int) -> list[Reason]:
        """What speaks for two profiles being one person, and what against."""
        return self.reasons(self._compare(np.array([left]), np.array([right])))[0]

    def sums(self, left: Ints, right: Ints) -> list[list[Reason]]:
        """For each of these pairs the parts that its weight is the sum of: how rare matches are,
        what each comparison adds, and what is taken off because one household explains it too."""
        if not len(left) or not self.comparisons:
            return [[] for _ in left]
        looked = self._in_order(left, right)
        share, households = self.parameters.share, self.parameters.households
        others = math.log2(1 - share - households)
        rare = prior(math.log2(share) - others)
        match, _ = self._evidence(looked)
        shared = (self._weights(looked) - match - rare.bits).tolist()
        return [
            [rare, *found, *household(bits)]
            for found, bits in zip(self.reasons(looked), shared, strict=True)
        ]

    def reasons(self, looked: Looked) -> list[list[Reason]]:
        """For each pair what each comparison adds, the strongest first. With the share of matches,
        and less what a household explains as well, they make the weight of the pair."""
        added = []
        for at, comparison in enumerate(self.comparisons):
            levels = looked.levels[:, at]
            known = np.flatnonzero(levels >= 0)
            weights = self.parameters.weight(at)[levels[known]]
            bits = weights + self._common(comparison, at, looked)[known]
            added.append(Added(comparison, known, levels[known], bits))
        return strongest_first(len(looked.left), added)

    def _weights(self, looked: Looked) -> Floats:
        match, household = self._evidence(looked)
        return odds(match, household, self.parameters.share, self.parameters.households)

    def _evidence(self, looked: Looked) -> tuple[Floats, Floats]:
        """What speaks for a match, and what for one household."""
        match, household = np.zeros(len(looked.left)), np.zeros(len(looked.left))
        for at, comparison in enumerate(self.comparisons):
            levels = looked.levels[:, at]
            common = self._common(comparison, at, looked)
            match += np.append(self.parameters.weight(at), 0.0)[levels] + common
            if comparison.is_shared:
                household += np.append(self.parameters.household_weight(at), 0.0)[levels] + common
        return match, household

    def _common(self, comparison: Comparison, at: int, looked: Looked) -> Floats:
        """What has to be taken off, or added, because this very value is common, or rare."""
        feature = comparison.levels[0].frequency_of
        exact = np.flatnonzero(looked.levels[:, at] == len(comparison.levels))
        bits = np.zeros(len(looked.left))
        if feature and len(exact):
            codes = self.features.columns[feature].codes[looked.left[exact]]
            usual = math.log2(float(self.parameters.u[at][-1]))
            shipped = shipped_levels(comparison)[0][1]
            bits[exact] = usual - np.log2(self._frequencies(feature, shipped))[codes]
        return bits

    def _frequencies(self, feature: str, shipped: float) -> Floats:
        """How common each value is among other persons.

        A person's own records are taken off, the two that are compared at least, because a rare
        name does not become common by being registered five times; and a value that was met once
        is taken to be somewhat less rare. In a few records nothing is rare: there, how common
        things usually are counts for more.
        """
        counts = self._counts(feature)
        known = max(1.0, float(counts.sum()))
        own = max(2.0, 1 + self.parameters.share * (self.records - 1))
        expected = float((counts * (counts - 1)).sum()) / known
        once = min(1.0, max(expected, 0.02)) * known / (known + FREQUENCIES_HELD_BY)
        others = np.maximum(counts - own, 0) + once + FREQUENCIES_HELD_BY * shipped
        shares: Floats = others / (known + FREQUENCIES_HELD_BY)
        return shares


NO_PAIRS: Final = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def _for_splink(left: Ints, right: Ints, kind: Ints) -> pa.Table:
    return pa.table(
        {
            "match_key": pa.array(kind.astype(np.int8)),
            "join_key_l": pa.array(left, type=pa.int64()),
            "join_key_r": pa.array(right, type=pa.int64()),
        }
    )


def _numbered(comparison: Comparison, backend: Backend) -> dict[str, Any]:
    """A comparison as Splink wants it, with levels whose weights are their numbers."""
    top, says = len(comparison.levels), backend.rendered
    levels = [
        _level(says(one.sql), one.name, top - at, top) for at, one in enumerate(comparison.levels)
    ]
    null = {
        "sql_condition": says(comparison.null),
        "label_for_charts": "null",
        "is_null_level": True,
    }
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [null, *levels, _level("ELSE", ELSE, 0, top)],
    }


def _level(sql: str, name: str, number: int, top: int) -> dict[str, Any]:
    """A level with m / u = 2 ** (number + 1)."""
    return {
        "sql_condition": sql,
        "label_for_charts": name,
        "m_probability": 2.0 ** (number - top),
        "u_probability": 2.0 ** (-top - 1),
    }
