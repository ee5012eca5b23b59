# SPDX-License-Identifier: EUPL-1.2
"""Pairs that a search found, as rows: a large register has tens of thousands of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from django.db import connection

from meerinbeeld.parties.ids import new_ids
from meerinbeeld.parties.plain import ids_as_kept, insert_rows, update_rows
from meerinbeeld.registry.linkage.reasons import Reason
from meerinbeeld.registry.models import Pair, Run

#: The ids of two notifications, the lower one first.
Ends = tuple[str, str]


class Found(NamedTuple):
    """How likely a pair is, and of what that is the sum: codes and figures only."""

    probability: float
    weights: Sequence[Reason]


def add_pairs(run: Run, found: Mapping[Ends, Found]) -> None:
    """Keep pairs that were not there yet."""
    if not found:
        return
    fields = Pair._meta.concrete_fields
    fresh = Pair(run=run)
    same = {
        field.attname: field.get_db_prep_save(getattr(fresh, field.attname), connection)
        for field in fields
    }
    # in the order of the index of both ends, which is then written from its begin to its end
    first, second, what = zip(*sorted((*ends, one) for ends, one in found.items()), strict=True)
    own = {
        "id": ids_as_kept(new_ids(len(found))),
        "first_id": ids_as_kept(first),
        "second_id": ids_as_kept(second),
        "probability": [one.probability for one in what],
        "weights": [_as_json(one.weights) for one in what],
    }
    columns = [
        own.get(field.attname) or repeat(same[field.attname], len(found)) for field in fields
    ]
    insert_rows(Pair, [str(field.column) for field in fields], list(zip(*columns, strict=True)))


def weigh_anew(run: Run, found: Mapping[str, Found]) -> None:
    """Write what this run says of open pairs, by their ids, over what an earlier one said."""
    [by] = ids_as_kept([run.pk])
    rows = [
        (by, one.probability, _as_json(one.weights), pk)
        for pk, one in zip(ids_as_kept(found), found.values(), strict=True)
    ]
    update_rows(Pair, ("run_id", "probability", "weights"), rows)


def _as_json(parts: Sequence[Reason]) -> str:
    return f"[{', '.join(map(_part, parts))}]"


#: Most pairs are the sum of the same few parts.
_part = lru_cache(maxsize=10_000)(json.dumps)
