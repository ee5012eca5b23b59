# SPDX-License-Identifier: EUPL-1.2
"""Marks of a fact: keyed hashes by which a person is found again, never the value itself."""

from __future__ import annotations

from meerinbeeld import vault
from meerinbeeld.care.models import Fact, Mark
from meerinbeeld.care.queries.facts import code_of


def mark_of(fact: Fact, text: str) -> Mark | None:
    """The mark of a fact whose kind has one, not stored yet."""
    code = code_of(fact.kind)
    kind = code.extra.get("mark") if code else None
    digest = vault.blind_index(str(kind), text) if kind else None
    if digest is None:
        return None
    return Mark(case_id=fact.case_id, fact=fact, kind=str(kind), digest=digest)


def mark_fact(fact: Fact, text: str) -> None:
    """Set the mark of a fact that is stored."""
    mark = mark_of(fact, text)
    if mark is not None:
        mark.save(force_insert=True)
