# SPDX-License-Identifier: EUPL-1.2
"""The made-up register: numbers as they are in a region, and lists that the import can read."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from pathlib import Path

from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access.models import Membership
from meerinbeeld.demo.register_bulk import Bulk
from meerinbeeld.demo.register_lists import LAYOUTS, write_lists
from meerinbeeld.demo.register_rows import WORDS, day_of_filling
from meerinbeeld.demo.register_sketch import VICTIMS, draw_records
from meerinbeeld.files.tables import read_table
from meerinbeeld.registry.models import (
    Batch,
    Letter,
    Mapping,
    Notification,
    Passing,
    RegistryCounter,
)
from meerinbeeld.registry.queries.letter_notices import ABOUT
from meerinbeeld.registry.queries.problems import problems_of
from meerinbeeld.signals.models import Notice
from tests.people import Village
from tests.registry.delivery import counts, imported

TODAY = datetime.date(2026, 11, 23)


def test_a_year_has_as_many_victims_as_the_region_has_and_half_are_known_once() -> None:
    records = draw_records(random.Random(1), TODAY)
    years = Counter(record.on >= TODAY - datetime.timedelta(days=365) for record in records)
    people = Counter(id(record.victim) for record in records)
    assert 50 <= len(people) <= VICTIMS and 25 <= len(people) / 2 <= 45
    assert 0.35 <= sum(times == 1 for times in people.values()) / len(people) <= 0.65
    assert min(years.values()) > 30
    assert len({(record.organisation, record.number) for record in records}) == len(records)


def test_what_was_delivered_stands_under_the_numbers_of_its_year(region: int) -> None:
    rows = Notification.objects.order_by("made_at")
    assert {row.source for row in rows} == {"import", "typed", "case"}
    assert {row.rests_on for row in rows} >= {"duty", "consent", "other", "none"}
    assert all(row.reference.startswith(f"A-{row.made_at:%Y}-") for row in rows)
    assert all(row.made_at.date() >= row.notified_on for row in rows)
    for counter in RegistryCounter.objects.all():
        assert counter.last == sum(row.made_at.year == counter.year for row in rows)
    assert Passing.objects.count() == rows.count()
    assert set(Passing.objects.values_list("state", flat=True)) == set(Passing.State.values)
    assert not Batch.objects.filter(wrong__gt=0).exists()


def test_most_are_whole_and_some_lack_something_or_contradict(region: int) -> None:
    rows = list(Notification.objects.prefetch_related("forms"))
    found = [problems_of(row) for row in rows]
    lacking = sum(bool(one.missing) for one in found) / len(rows)
    assert 0.15 <= lacking <= 0.4
    assert 0 < sum(bool(one.contradictions) for one in found) / len(rows) <= 0.12
    assert any(one.late for one in found)


def test_the_organisations_got_letters_and_heard_of_them(region: int) -> None:
    assert Letter.objects.count() >= 3
    last = Letter.objects.order_by("last").last()
    assert last and last.sent_at.date() > last.last
    assert Notice.objects.filter(about=ABOUT, read_at=None).exists()


def test_a_larger_register_is_as_the_actions_would_have_made_it(region: int) -> None:
    before = Notification.objects.count()
    Bulk(timezone.localdate()).write(2)
    rows = Notification.objects.select_related("own_victim").prefetch_related("details", "forms")
    assert rows.count() > 2 * before
    assert not Notification.objects.exclude(passing__isnull=False).exists()
    for row in rows.order_by("-made_at")[:40]:
        assert row.victim_id == row.own_victim_id
        kinds = {one.kind for one in row.details.all()}
        assert bool(kinds) == (row.rests_on != "none")
        with vault.unlocked(row.dossier) as box:
            assert all(box.text(one, "value") for one in row.details.all())
    for counter in RegistryCounter.objects.all():
        assert counter.last == sum(row.made_at.year == counter.year for row in rows)


def test_the_lists_of_this_year_go_on_where_the_register_stops(region: int, tmp_path: Path) -> None:
    assert day_of_filling() == timezone.localdate()
    files = write_lists(tmp_path, day_of_filling())
    assert [path.name for path in files] == [layout.file for layout in LAYOUTS]
    village, all_known = Village({}, {}), 0
    for layout, path in zip(LAYOUTS, files, strict=True):
        member = Membership.objects.filter(
            organisation__slug=layout.organisation,
            role__in=("enforcement_officer", "partner_worker", "care_coordinator"),
        ).get()
        village.people[layout.organisation] = member.person
        setting = {"words": WORDS[layout.organisation]} if layout.organisation in WORDS else {}
        batch = imported(village, read_table(path.read_bytes()), layout.organisation, **setting)
        added, known, changed, wrong = counts(batch)
        assert added > 5 and changed == 0
        assert wrong == len(layout.wrong(TODAY))
        all_known += known
    assert all_known > 5
    assert Mapping.objects.count() == 1
