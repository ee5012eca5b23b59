# SPDX-License-Identifier: EUPL-1.2
"""More of the made-up register, written in bulk, where the region is made larger to measure with.

It writes what the actions would have written, as typed by each organisation, sealed and with the
hashes that likely matches need. Old ones were stopped as passed on by others; the others wait.
"""

from __future__ import annotations

import json
import random
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.demo.bulk import Row, Rows
from meerinbeeld.demo.register_facts import codes_of, details_of, several_of, town_of
from meerinbeeld.demo.register_sketch import Record, draw_records
from meerinbeeld.demo.rows import codes_on, sealed, staff_of_organisations, term_on
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.actions.likeness import compared_of, hashes_of
from meerinbeeld.registry.actions.new_notification import NOTIFICATION, VICTIM
from meerinbeeld.registry.lists.rows import GROUNDS
from meerinbeeld.registry.models import (
    Detail,
    Likeness,
    Notification,
    NotifiedForm,
    Passing,
    RegistryCounter,
    Victim,
)
from meerinbeeld.registry.models.passing import Step

#: Parents before children.
ORDER: Final[tuple[type[models.Model], ...]] = (
    Victim, Notification, NotifiedForm, Detail, Likeness, Passing, Step,
)  # fmt: skip
#: So many times two years of a region are one transaction.
AT_ONCE: Final = 10
NOTIFIERS: Final = {"politie": "police", "arbeidsinspectie": "labour_inspectorate",
                    "opvang-de-linde": "shelter", "veilig-thuis": "care_coordination"}  # fmt: skip
RESTS_ON: Final = {"politie": "duty", "arbeidsinspectie": "duty", "veilig-thuis": "other"}
WAITS_FOR: Final = timedelta(days=90)


class Bulk:
    """Looks up once what every row needs."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.organisations = dict(Organisation.objects.values_list("slug", "id"))
        self.staff = staff_of_organisations()
        self.numbers = {row.year: row.last for row in RegistryCounter.objects.all()}

    def write(self, times: int) -> int:
        """So many times two years more; returns how many notifications."""
        written = 0
        for start in range(0, times, AT_ONCE):
            units = range(start, min(start + AT_ONCE, times))
            records = [(unit, one) for unit in units for one in _records(unit, self.today)]
            with transaction.atomic():
                self._write(records)
            written += len(records)
        return written

    def _write(self, records: list[tuple[int, Record]]) -> None:
        rows = Rows()
        with vault.new_dossiers(len(records)) as boxes:
            for (unit, record), box in zip(records, boxes, strict=True):
                self._one(rows, unit, record, box)
        rows.write(ORDER)
        for year, last in self.numbers.items():
            for letter in (NOTIFICATION, VICTIM):
                RegistryCounter.objects.update_or_create(
                    letter=letter, year=year, defaults={"last": last}
                )

    def _one(self, rows: Rows, unit: int, record: Record, box: vault.Box) -> None:
        at = timezone.make_aware(datetime.combine(record.on, time(10, 30)))
        self.numbers[at.year] = self.numbers.get(at.year, 0) + 1
        number = f"{at.year}-{self.numbers[at.year]:04d}"
        victim = rows.add(Victim, reference=f"{VICTIM}-{number}", made_at=at)
        row = rows.add(
            Notification,
            reference=f"{NOTIFICATION}-{number}",
            dossier=box.dossier_id,
            victim_id=victim["id"],
            own_victim_id=victim["id"],
            **self._told(unit, record, at),
        )
        _forms(rows, row, record)
        if row["rests_on"] != Notification.Rest.NONE:
            _details(rows, row, record, box)
        self._passing(rows, row["id"], at)

    def _told(self, unit: int, record: Record, at: datetime) -> Row:
        organisation = self.organisations[record.organisation]
        rests_on = RESTS_ON.get(record.organisation, "consent" if record.consent else "none")
        term = term_on("retention_registry", record.on)
        several = several_of(record.facts)
        return {
            "organisation_id": organisation,
            "by_id": self.staff.get(organisation),
            "made_at": at,
            "registered_on": record.on,
            "changed_at": at,
            "notified_on": record.on,
            "coded_on": record.on,
            "source": Notification.Source.TYPED,
            "own_number": f"{record.number}/{unit}" if rests_on != "none" else "",
            "rests_on": rests_on,
            "ground": GROUNDS.get(rests_on, ""),
            "consent_on": record.consent if rests_on == "consent" else None,
            "notifier": NOTIFIERS[record.organisation],
            "municipality_id": town_of(record.facts) or None,
            "retention_from": record.on,
            "retention_until": term.after(record.on),
            "retention_norm": str(term.norm),
            **codes_of(record.facts, record.on),
            **{name: codes for name, codes in several.items() if name != "forms"},
        }

    def _passing(self, rows: Rows, notification: UUID, at: datetime) -> None:
        done = at.date() < self.today - WAITS_FOR
        state = Passing.State.STOPPED if done else Passing.State.WAITS
        reason = "passed_by_other" if done else ""
        told = {"state": state, "reason": reason}
        since = at + timedelta(days=20) if done else at
        passing = rows.add(Passing, notification_id=notification, kind="registration", since=since,
                           changed_at=since, **told)  # fmt: skip
        if done:
            rows.add(Step, passing_id=passing["id"], move="stop", at=since, **told)


def _records(unit: int, today: date) -> list[Record]:
    draw = random.Random(10_000 + unit)  # noqa: S311 (made-up data has to be repeatable)
    return draw_records(draw, today)


def _forms(rows: Rows, row: Row, record: Record) -> None:
    known = codes_on("form_of_exploitation", record.on)
    for form in several_of(record.facts).get("forms", ()):
        if code := known.get(form):
            rows.add(NotifiedForm, notification_id=row["id"], form=form, norm=str(code.norm))


def _details(rows: Rows, row: Row, record: Record, box: vault.Box) -> None:
    details = details_of(record)
    for kind, text in details.items():
        pk = uuid4()
        value = sealed(box, Detail, "value", pk, text)
        rows.add(Detail, id=pk, notification_id=row["id"], kind=kind, value=value,
                 at=row["made_at"], by_id=row["by_id"])  # fmt: skip
    if compared := compared_of(details):
        pk = uuid4()
        told = sealed(box, Likeness, "told", pk, json.dumps(compared, ensure_ascii=False))
        rows.add(Likeness, id=pk, notification_id=row["id"], told=told, **hashes_of(compared))
