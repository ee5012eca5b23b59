# SPDX-License-Identifier: EUPL-1.2
"""What is strict: it says where somebody stays. Never for who investigates, at any door."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, QuerySet

from meerinbeeld import norms
from meerinbeeld.care.models import Case, GrantedItem

FACT: Final = "fact"
DOCUMENT: Final = "document"


def strict_kinds(codelist: str) -> frozenset[str]:
    """The codes of a list that say where somebody stays, in every version there ever was."""
    known = norms.codelist(codelist).known
    return frozenset(value for value, code in known.items() if code.extra.get("strict"))


def without_strict(items: QuerySet[GrantedItem], case: Case) -> QuerySet[GrantedItem]:
    """What is left of granted items for somebody who may not know where the person stays."""
    facts = case.facts.filter(kind__in=strict_kinds("care_fact")).values("pk")
    papers = case.documents.filter(kind__in=strict_kinds("document_kind")).values("pk")
    return items.exclude(Q(kind=FACT, thing__in=facts) | Q(kind=DOCUMENT, thing__in=papers))
