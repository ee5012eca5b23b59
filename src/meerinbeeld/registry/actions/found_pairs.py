# SPDX-License-Identifier: EUPL-1.2
"""Pairs that a search found, as rows: a large register has tens of thousands of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from meerinbeeld.parties.plain import ids_as_kept, insert_rows, update_rows
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
    ids = ids_as_kept(uuid4() for _ in found)
    first, second = (ids_as_kept(ends) for ends in zip(*found, strict=True)) if found else ([], [])
    own = zip(ids, first, second, found.values(), strict=True)
    rows = [
        tuple(
            {
                **same,
                "id": pk,
                "first_id": one,
                "second_id": other,
                "probability": what.probability,
                "weights": json.dumps(what.weights),
            }.values()
        )
        for pk, one, other, what in own
    ]
    insert_rows(Pair, [str(field.column) for field in fields], rows)


def weigh_anew(run: Run, found: Mapping[UUID, Found]) -> None:
    """Write what this run says of open pairs, by their ids, over what an earlier one said."""
    [by] = ids_as_kept([run.pk])
    rows = [
        (by, one.probability, json.dumps(one.weights), pk)
        for pk, one in zip(ids_as_kept(found), found.values(), strict=True)
    ]
    update_rows(Pair, ("run_id", "probability", "weights"), rows)
