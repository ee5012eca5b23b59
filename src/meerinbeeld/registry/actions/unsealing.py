# SPDX-License-Identifier: EUPL-1.2
"""From sealed notifications to persons that can be compared, in memory and nowhere else.

The whole register goes through here, so rows are read as the database keeps them and no model
object is made of any. Every check of the vault is made all the same, for each dossier and detail.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from meerinbeeld import journal, vault
from meerinbeeld.access import Verb
from meerinbeeld.parties.plain import id_as_text, id_of, rows_as_kept
from meerinbeeld.registry.actions.likeness import compared_as, fields_of, keep_likeness
from meerinbeeld.registry.linkage.persons import Gathering, Persons
from meerinbeeld.registry.models import Detail, Likeness, Notification
from meerinbeeld.registry.queries.scope import PURPOSE, THING

#: So many dossiers are opened, and journaled, in one transaction.
AT_ONCE: Final = 5_000
REASON: Final = "linkage"
_UNKNOWN: Final = "unknown"
_FIELDS: Final = (
    "pk", "dossier", "organisation_id", "sex", "nationalities", "municipality__name",
    "likeness__pk", "likeness__told",
)  # fmt: skip


class _Row(NamedTuple):
    """A notification, with ids as text; `told` is sealed into the row `likeness`."""

    id: str
    dossier: UUID
    organisation: str
    sex: str
    nationality: str
    town: str
    likeness: str
    told: bytes


def linkable() -> QuerySet[Notification]:
    """Notifications that name somebody: what rests on no ground is a count, about nobody."""
    rows = Notification.objects.filter(destroyed_at=None)
    return rows.exclude(rests_on=Notification.Rest.NONE)


def persons_of(doer: journal.Doer, heard: Callable[[float], None]) -> Persons:
    """Every person in the register. Opening each dossier is journaled.

    `heard` is told which part was opened. Ids are drawn at random, so that part is how far in their
    order one is; to count a register first would mean to read it twice.
    """
    taken, kinds, column = Gathering(), compared_as(), vault.Column(Likeness, "told")
    last = ""
    while rows := _rows(last):
        last = rows[-1].id
        rows, details = _opened(doer, rows, column)
        columns = _columns(rows, details, kinds)
        taken.add([row.id for row in rows], [row.organisation for row in rows], columns)
        heard(int(last[:8], 16) / (1 << 32))
    return taken.persons()


def _rows(after: str) -> list[_Row]:
    """The next notifications, in the order of their ids."""
    wanted = linkable().filter(pk__gt=after) if after else linkable()
    return [
        _Row(
            id_as_text(pk),
            id_of(dossier),
            _organisation(organisation),
            sex,
            _nationality(nationalities),
            town or "",
            id_as_text(likeness) if likeness else "",
            bytes(told) if told else b"",
        )
        for pk, dossier, organisation, sex, nationalities, town, likeness, told in rows_as_kept(
            wanted.order_by("pk").values_list(*_FIELDS)[:AT_ONCE]
        )
    ]


#: There are few, and each has many notifications.
_organisation = lru_cache(maxsize=1_000)(id_as_text)


@lru_cache(maxsize=1_000)
def _nationality(kept: str) -> str:
    """The first that is known, of a list as JSON."""
    return next((code for code in json.loads(kept) if code != _UNKNOWN), "")


def _opened(
    doer: journal.Doer, rows: list[_Row], column: vault.Column
) -> tuple[list[_Row], list[dict[str, str]]]:
    """The notifications whose dossier is there still, and the details of each by their kinds."""
    with transaction.atomic():
        apart = _apart([UUID(row.id) for row in rows if not row.told])
        with vault.unlocked_many(row.dossier for row in rows) as boxes:
            found = [(row, box) for row in rows if (box := boxes.get(row.dossier))]
            told = [_told(row, box, apart.get(row.id, ()), column) for row, box in found]
        journal.record_list(
            doer,
            Verb.OPEN,
            purpose=PURPOSE,
            thing=THING,
            dossiers=[row.dossier for row, _box in found],
            reason_code=REASON,
        )
    return [row for row, _box in found], told


def _apart(ids: list[UUID]) -> dict[str, list[Detail]]:
    """Per notification its details, of those that have no piece to be compared by."""
    found = defaultdict(list)
    if ids:
        for detail in Detail.objects.filter(notification__in=ids).select_related("notification"):
            found[str(detail.notification_id)].append(detail)
    return found


def _told(
    row: _Row, box: vault.Box, apart: Sequence[Detail], column: vault.Column
) -> dict[str, str]:
    details: dict[str, str] = {}
    if row.told:
        details = json.loads(column.text(box, row.likeness, row.told))
    elif apart:
        details = {one.kind: box.text(one, "value") for one in apart}
        keep_likeness(apart[0].notification, details, box)
    return details


def _columns(
    rows: Sequence[_Row], details: Sequence[Mapping[str, str]], kinds: Mapping[str, str]
) -> dict[str, list[str]]:
    """The fields of persons, by their names in the linkage."""
    columns = {field: [one.get(kind, "") for one in details] for kind, field in kinds.items()}
    whole = columns.setdefault("full_name", [""] * len(rows))
    for at, alias in enumerate(columns.get("alias", ())):
        if alias:
            whole[at] = fields_of(details[at], kinds).get("full_name", "")
    columns["sex"] = ["" if row.sex == _UNKNOWN else row.sex for row in rows]
    columns["nationality"] = [row.nationality for row in rows]
    columns["place"] = [row.town for row in rows]
    return columns
