# SPDX-License-Identifier: EUPL-1.2
"""The register of the made-up region: the lists of the first year were delivered, those of this
year are still to come. Made with the actions themselves, and then dated back.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_from
from meerinbeeld.access.models import Membership
from meerinbeeld.access.roles import Role
from meerinbeeld.demo.register_bulk import Bulk
from meerinbeeld.demo.register_cases import notify_cases
from meerinbeeld.demo.register_facts import codes_of, details_of, several_of, town_of
from meerinbeeld.demo.register_letters import write_letters
from meerinbeeld.demo.register_lists import LAYOUTS, SEED, YEAR, Layout, as_csv, records
from meerinbeeld.demo.register_passing import pass_on
from meerinbeeld.demo.register_sketch import Record
from meerinbeeld.files.tables import read_table
from meerinbeeld.registry.actions import delivering, mappings, reading_in
from meerinbeeld.registry.actions.new_notification import Basis, Given, make_notification
from meerinbeeld.registry.lists.rows import GROUNDS
from meerinbeeld.registry.lists.setting import Setting
from meerinbeeld.registry.models import Batch, Notification, Passing, RegistryCounter, Victim

#: What a list rests on where no column says it, and its own words.
BASES: Final = {"politie": "duty", "veilig-thuis": "other"}
WORDS: Final = {
    "politie": {
        "forms": {
            "su": "sexual_exploitation",
            "au": "labour_exploitation",
            "cu": "criminal_exploitation",
        }
    }
}
#: The one that was saved; how the others are read is left to whoever tries the import.
SAVED: Final = {"veilig-thuis": "Lijst van Veilig Thuis"}
#: The share that came in long after it was told.
LATE: Final = 0.06
#: Days between the day of a notification and the day on which its list came in.
LISTED_AFTER: Final = timedelta(days=20)


def fill_register(now: datetime, scale: int = 1) -> int:
    """Two years of notifications of the inspectorate and one of the others; returns how many.

    A larger `scale` adds as many times two years of all of them.
    """
    today = now.date()
    every = records(today)
    older = [record for record in every if record.on < today - YEAR]
    for layout in LAYOUTS:
        _deliver(layout, [one for one in older if one.organisation == layout.organisation])
    _typed([record for record in every if record.organisation == "arbeidsinspectie"])
    keeper = _actor("veilig-thuis")
    notify_cases(keeper)
    _date_back(today)
    pass_on(keeper, today)
    write_letters(keeper, today)
    Bulk(today).write(scale - 1)
    return Notification.objects.count()


def day_of_filling() -> date:
    """On which day the region was filled: its oldest delivery is dated back from there."""
    oldest = Batch.objects.order_by("at").first()
    if oldest is None:
        return timezone.localdate()
    return timezone.localdate(oldest.at) + YEAR - LISTED_AFTER


def _actor(slug: str) -> Actor:
    roles = (Role.ENFORCEMENT_OFFICER, Role.PARTNER_WORKER, Role.CARE_COORDINATOR)
    rows = Membership.objects.select_related("organisation").order_by("valid_from", "id")
    found = rows.filter(organisation__slug=slug, role__in=roles).first()
    if found is None:
        raise LookupError(f"nobody works for {slug}")
    return actor_from(found)


def _deliver(layout: Layout, rows: list[Record]) -> None:
    """As whoever keeps that list does it."""
    actor = _actor(layout.organisation)
    table = read_table(as_csv(layout, rows))
    batch = delivering.upload(actor, layout.file, table)
    setting = _setting(layout, delivering.unsealed(batch).setting)
    name = SAVED.get(layout.organisation)
    saved = mappings.save(actor, actor.organisation_id, name, setting) if name else None
    delivering.set_setting(actor, batch.pk, setting, saved)
    reading_in.confirm(actor, batch.pk)
    while reading_in.import_piece(batch.pk):
        pass


def _setting(layout: Layout, guessed: Setting) -> Setting:
    rests_on = BASES.get(layout.organisation, "")
    return replace(
        guessed,
        words=WORDS.get(layout.organisation, {}),
        rests_on=rests_on,
        ground=GROUNDS.get(rests_on, ""),
    )


def _typed(rows: list[Record]) -> None:
    """The inspectorate types each of them."""
    actor = _actor("arbeidsinspectie")
    for record in rows:
        facts = record.facts
        given = Given(
            notified_on=record.on,
            notifier="labour_inspectorate",
            basis=Basis("duty", GROUNDS["duty"]),
            own_number=record.number,
            municipality=town_of(facts),
            codes=codes_of(facts, record.on),
            several=several_of(facts),
            details=details_of(record),
            began=facts["began"],
        )
        make_notification(actor, given)


def _date_back(today: date) -> None:
    """As if each had come in soon after it was told, a few late, with the numbers of that year."""
    rows = _as_they_came(today)
    Notification.objects.update(reference=_placeholder("reference"))
    Victim.objects.update(reference=_placeholder("reference"))
    counted: dict[int, int] = defaultdict(int)
    for at, row in rows:
        counted[at.year] += 1
        number = f"{at.year}-{counted[at.year]:04d}"
        row.reference, row.made_at, row.changed_at = f"A-{number}", at, at
        row.registered_on = at.date()
        row.own_victim.reference, row.own_victim.made_at = f"V-{number}", at
    dated = [row for _at, row in rows]
    Notification.objects.bulk_update(dated, ["reference", "made_at", "registered_on", "changed_at"])
    Victim.objects.bulk_update([row.own_victim for row in dated], ["reference", "made_at"])
    passings = list(Passing.objects.select_related("notification"))
    for passing in passings:
        passing.since = passing.notification.made_at
    Passing.objects.bulk_update(passings, ["since"])
    _count_on(counted)
    _date_batches(today)


def _as_they_came(today: date) -> list[tuple[datetime, Notification]]:
    """Each with the moment on which it came in, the first first."""
    draw = random.Random(SEED)  # noqa: S311 (made-up data has to be repeatable, not secret)
    found = []
    for row in Notification.objects.select_related("own_victim").order_by(
        "notified_on", "reference"
    ):
        after = draw.randrange(45, 120) if draw.random() < LATE else draw.randrange(0, 12)
        found.append((_moment(min(row.notified_on + timedelta(days=after), today)), row))
    return sorted(found, key=lambda came: came[0])


def _placeholder(name: str) -> Concat:
    """Out of the way of the numbers that are given anew."""
    return Concat(Value("x"), name)


def _count_on(counted: dict[int, int]) -> None:
    for year, last in counted.items():
        for letter in ("A", "V"):
            RegistryCounter.objects.update_or_create(
                letter=letter, year=year, defaults={"last": last}
            )


def _date_batches(today: date) -> None:
    """The lists of a year came in at its end."""
    at = _moment(today - YEAR + LISTED_AFTER)
    Batch.objects.update(at=at, confirmed_at=at, ended_at=at)


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10, 30)))
