# SPDX-License-Identifier: EUPL-1.2
"""Pairs that a search found, as rows: a large register has tens of thousands of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from meerinbeeld.parties.plain import as_kept, insert_rows, update_rows
from meerinbeeld.registry.models import Pair, Run

#: The ids of two notifications, the lower one first.
Ends = tuple[str, str]


@dataclass(frozen=True)
class Found:
    """How likely a pair is, and of what that is the sum: codes and figures only."""

    probability: float
    weights: list[list[Any]]


def add_pairs(run: Run, found: Mapping[Ends, Found]) -> None:
    """Keep pairs that were not there yet."""
    fields = Pair._meta.concrete_fields
    fresh = Pair(run=run)
    same = {
        field.attname: field.get_db_prep_save(getattr(fresh, field.attname), connection)
        for field in fields
    }
    rows = [
        tuple(
            {
                **same,
                "id": as_kept(uuid4()),
                "first_id": as_kept(ends[0]),
                "second_id": as_kept(ends[1]),
                "probability": one.probability,
                "weights": json.dumps(one.weights),
            }.values()
        )
        for ends, one in found.items()
    ]
    insert_rows(Pair, [str(field.column) for field in fields], rows)


def weigh_anew(run: Run, found: Mapping[UUID, Found]) -> None:
    """Write what this run says of open pairs, by their ids, over what an earlier one said."""
    rows = [
        (as_kept(run.pk), one.probability, json.dumps(one.weights), as_kept(pk))
        for pk, one in found.items()
    ]
    update_rows(Pair, ("run_id", "probability", "weights"), rows)
