# SPDX-License-Identifier: EUPL-1.2
"""From sealed notifications to persons that can be compared, in memory and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from meerinbeeld import journal, vault
from meerinbeeld.access import Verb
from meerinbeeld.registry.actions.likeness import compared_as, fields_of, keep_likeness
from meerinbeeld.registry.linkage.persons import Person
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries.scope import PURPOSE, THING

AT_ONCE: Final = 500
REASON: Final = "linkage"
_UNKNOWN: Final = "unknown"


def linkable() -> QuerySet[Notification]:
    """Notifications that name somebody: what rests on no ground is a count, about nobody."""
    rows = Notification.objects.filter(destroyed_at=None)
    return rows.exclude(rests_on=Notification.Rest.NONE)


def persons_of(doer: journal.Doer, heard: Callable[[int, int], None]) -> Iterator[Person]:
    """Every person in the register, some hundreds at a time. Opening each dossier is journaled.

    `heard` is told how many of how many were opened.
    """
    ids = list(linkable().order_by("pk").values_list("pk", flat=True))
    kinds = compared_as()
    for start in range(0, len(ids), AT_ONCE):
        yield from _opened(doer, ids[start : start + AT_ONCE], kinds)
        heard(min(start + AT_ONCE, len(ids)), len(ids))


def _opened(doer: journal.Doer, ids: list[UUID], kinds: Mapping[str, str]) -> list[Person]:
    with transaction.atomic():
        rows = list(
            linkable()
            .filter(pk__in=ids)
            .select_related("municipality", "likeness")
            .prefetch_related("details")
        )
        with vault.unlocked_many(row.dossier for row in rows) as boxes:
            found = [(row, box) for row in rows if (box := boxes.get(row.dossier))]
            persons = [_person(row, box, kinds) for row, box in found]
        journal.record_many(
            doer,
            Verb.OPEN,
            purpose=PURPOSE,
            thing=THING,
            touched=[journal.Touched(row.id, row.dossier) for row, _box in found],
            reason_code=REASON,
        )
    return persons


def _person(row: Notification, box: vault.Box, kinds: Mapping[str, str]) -> Person:
    details = {detail.kind: box.text(detail, "value") for detail in row.details.all()}
    if not hasattr(row, "likeness"):
        keep_likeness(row, details)
    nationality = next((code for code in row.nationalities if code != _UNKNOWN), "")
    known = Person(
        id=str(row.pk),
        source=str(row.organisation_id),
        sex="" if row.sex == _UNKNOWN else row.sex,
        nationality=nationality,
        place=row.municipality.name if row.municipality else "",
    )
    sealed: dict[str, Any] = fields_of(details, kinds)
    return replace(known, **sealed)
