# SPDX-License-Identifier: EUPL-1.2
"""Every number of every indicator on its page is what a recount of the source gives.

The recount shares nothing with the tallies: it goes through the rows one by one, in Python.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
import time_machine
from django.db.models import Q
from django.utils import timezone

from meerinbeeld.care.models import Case, WorkedHours
from meerinbeeld.insight.catalogue import Indicator, catalogue
from meerinbeeld.insight.models import Source
from meerinbeeld.network.models import ContactPoint, Outlet
from meerinbeeld.parties.models import Municipality
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.rules.completeness import NATIONAL
from meerinbeeld.signals.models import Signal
from tests.insight import making, planting
from tests.insight.conftest import NOW
from tests.people import Village, client_for

Band = Sequence[tuple[str, int]]
ROW: Final = re.compile(r"<tr[^>]*><th scope=\"row\".*?</tr>", re.DOTALL)
CELL: Final = re.compile(r'<div class="mib-cell">(.*?)</div>', re.DOTALL)


def band(
    since: datetime, until: datetime | None, bands: Band, missing: str, beyond: str = "later"
) -> str:
    if until is None:
        return missing
    return next((code for code, days in bands if until <= since + timedelta(days=days)), beyond)


def one_of(values: Iterable[str], missing: str = "none") -> str:
    found = set(values)
    return missing if not found else found.pop() if len(found) == 1 else "several"


def age(minor: str) -> str:
    return {"yes": "minor", "no": "adult"}.get(minor, "unknown")


def put(signal: Signal) -> list[Any]:
    return [one for one in signal.routes.all() if one.status != "revoked"]


def feedback(signal: Signal) -> str:
    if signal.feedback_given_at is not None:
        due = signal.feedback_due_at
        return "in_time" if due and signal.feedback_given_at <= due else "late"
    return "waived" if signal.feedback_waived else "not_yet"


def routed(signal: Signal) -> datetime | None:
    return min((one.asked_at for one in put(signal)), default=None)


def shelter(case: Case) -> str:
    held = {one.status for one in case.placements.all()}
    ways = (("placed", {"placed"}), ("waiting", {"requested", "waiting"}), ("left", {"left"}),
            ("refused", {"refused"}))  # fmt: skip
    return next((name for name, some in ways if held & some), "none")


def progress(case: Case) -> str:
    goals = [one.status for one in case.goals.all() if one.status != "dropped"]
    reached = goals.count("reached")
    if not goals:
        return "none"
    return "all" if reached == len(goals) else "some" if reached else "working"


def missing(row: Notification) -> str:
    values = [
        list(row.forms.all()) if name == "forms"
        else row.municipality_id if name == "municipality" else getattr(row, name)
        for name in NATIONAL
    ]  # fmt: skip
    empty = sum(not value for value in values)
    return "nothing" if not empty else "one_two" if empty <= 2 else "more"


def register_age(row: Notification) -> str:
    minors = {"under_12", "12_15", "16_17"}
    adults = {"18_22", "23_plus"}
    return "minor" if row.age_band in minors else "adult" if row.age_band in adults else "unknown"


def told(row: Notification) -> str:
    times = Notification.objects.filter(victim=row.victim_id).count()
    return {1: "once", 2: "twice"}.get(times, "more")


def forms(thing: Any) -> str:
    return one_of(one.form for one in thing.forms.all() if getattr(one, "until", None) is None)


CODES: Final[dict[str, Callable[[Any], str]]] = {
    "signals_municipality": lambda one: one.municipality_id or "unknown",
    "signals_form": forms,
    "signals_group": lambda one: age(one.minor),
    "signals_reporter": lambda one: one.reporter_kind or "unknown",
    "signals_subject": lambda one: one.subject_kind or "unknown",
    "signals_first_look": lambda one: band(
        one.received_at, one.first_opened_at, (("day", 1), ("two_days", 2), ("week", 7)), "not_yet"
    ),
    "signals_route": lambda one: one_of(route.target for route in put(one)),
    "signals_route_time": lambda one: band(
        one.received_at, routed(one), (("two_days", 2), ("week", 7), ("two_weeks", 14)), "none"
    ),
    "signals_feedback": feedback,
    "signals_feedback_time": lambda one: band(
        one.received_at, one.feedback_given_at,
        (("three_days", 3), ("week", 7), ("two_weeks", 14)), "none",
    ),
    "signals_phase": lambda one: one.phase,
    "signals_stop": lambda one: one.stop_reason or "open",
    "signals_closing_time": lambda one: band(
        one.received_at, one.closed_at, (("two_weeks", 14), ("month", 31), ("quarter", 92)), "open"
    ),
    "cases_municipality": lambda one: one.municipality_id or "unknown",
    "cases_form": forms,
    "cases_group": lambda one: age(one.minor),
    "cases_phase": lambda one: one.phase,
    "cases_source": lambda one: one.referral.source,
    "cases_waiting": lambda one: band(
        one.received_at, one.accepted_at, (("day", 1), ("three_days", 3), ("week", 7)), "not_yet"
    ),
    "cases_shelter": shelter,
    "cases_progress": progress,
    "cases_cooperation": lambda one: one.cooperation,
    "cases_close": lambda one: one.close_reason or "open",
    "cases_length": lambda one: band(
        one.received_at, one.closed_at, (("quarter", 92), ("half", 183), ("year", 366)), "open"
    ),
    "notifications_notifier": lambda one: one.notifier or "unknown",
    "notifications_rest": lambda one: one.rests_on,
    "notifications_passing": lambda one: one.passing.state if hasattr(one, "passing") else "none",
    "notifications_missing": missing,
    "victims_municipality": lambda one: one.municipality_id or "unknown",
    "victims_form": forms,
    "victims_group": register_age,
    "victims_sex": lambda one: one.sex or "unknown",
    "victims_scope": lambda one: one.scope or "unknown",
    "victims_told": told,
}  # fmt: skip
#: Whose own work the pages of a source are about: theirs alone, or the region's.
WHOSE: Final = {"signals": "anna", "cases": "carla", "notifications": "carla", "victims": "carla"}


@pytest.fixture(scope="module", autouse=True)
def _every_code_has_a_recount() -> None:
    counted = {one.key for one in catalogue().indicators}
    network = {one.key for one in catalogue().of_source("network")}
    assert counted == {*CODES, *network, "hours_stream"}
    assert len(counted) == 38


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def region(busy: Village) -> Village:
    planting.routes_of_the_year(busy)
    planting.help_of_the_year(busy)
    planting.register_of_the_year(busy)
    making.counted()
    return busy


def things(source: str, village: Village) -> list[Any]:
    """The rows of 2025 that count for whoever looks, one by one."""
    if source == Source.SIGNALS:
        owner = village.organisations["gemeente-zwolle"]
        return list(Signal.objects.filter(owner=owner, received_at__year=2025, merged_into=None))
    if source == Source.CASES:
        return list(Case.objects.filter(received_at__year=2025))
    rows = Notification.objects.filter(notified_on__year=2025).order_by("notified_on", "reference")
    if source == Source.NOTIFICATIONS:
        return list(rows)
    first: dict[object, Notification] = {}
    for row in rows:
        first.setdefault(row.victim_id, row)
    return list(first.values())


def shown(text: str) -> dict[str, list[str]]:
    """The table of a page: each line with its cells, the last one the whole."""
    found = {}
    for row in ROW.findall(text):
        name, *cells = (html.unescape(cell).replace(".", "") for cell in CELL.findall(row))
        found[name] = cells
    return found


def page(village: Village, who: str, indicator: Indicator, **query: str) -> dict[str, list[str]]:
    asked = {"blik": "eigen", "jaar": "2025", **query}
    answer = client_for(village.people[who]).get(f"/cijfers/tabel/{indicator.slug}/", asked)
    assert answer.status_code == 200
    return shown(answer.content.decode())


def test_every_number_of_every_indicator_is_what_a_recount_gives(region: Village) -> None:
    for key, code_of in CODES.items():
        indicator = next(one for one in catalogue().indicators if one.key == key)
        rows = things(indicator.source, region)
        recount = Counter(code_of(row) for row in rows)
        table = page(region, WHOSE[indicator.source], indicator)
        labels = indicator.labels()
        expected = {labels[code]: str(number) for code, number in recount.items()}
        assert {name: cells[0] for name, cells in table.items()} == {
            **expected, "Samen": str(len(rows)),
        }, key  # fmt: skip


def test_set_side_by_side_the_numbers_add_up_to_the_same(region: Village) -> None:
    for key in CODES:
        indicator = next(one for one in catalogue().indicators if one.key == key)
        whole = str(len(things(indicator.source, region)))
        for by in indicator.by:
            table = page(region, WHOSE[indicator.source], indicator, per=by)
            columns = len(table["Samen"])
            sums = [0] * columns
            for name, cells in table.items():
                for at, cell in enumerate(cells[:columns]):
                    sums[at] += int(cell) if name != "Samen" and cell.isdigit() else 0
            margins = [cell for cell in table["Samen"] if cell.isdigit()]
            assert margins[-1] == whole, (key, by)
            assert [str(one) for one in sums[: len(margins)]] == margins, (key, by)


def test_one_form_and_one_group_are_what_a_recount_gives(region: Village) -> None:
    for indicator in catalogue().of_source("signals"):
        rows = [
            one for one in things("signals", region)
            if forms(one) == "sexual_exploitation" and age(one.minor) == "minor"
        ]  # fmt: skip
        table = page(region, "anna", indicator, vorm="sexual_exploitation", groep="minor")
        assert table["Samen"][0] == str(len(rows)) == "24", indicator.key


def test_hours_of_each_municipality_are_what_a_recount_gives(region: Village) -> None:
    (indicator,) = catalogue().of_source("hours")
    table = page(region, "carla", indicator)
    towns = {**dict(Municipality.objects.values_list("cbs_code", "name")), None: "Niet bekend"}
    minutes: Counter[tuple[str, str]] = Counter()
    for row in WorkedHours.objects.filter(on__year=2025):
        for name in (towns[row.municipality_id], "Samen"):
            for stream in (row.stream, "whole"):
                minutes[name, stream] += row.minutes
    for name, cells in table.items():
        expected = [
            f"{minutes[name, stream] / 60:.1f}".replace(".", ",")
            for stream in ("care", "prevention", "whole")
        ]
        assert cells[:3] == expected, name
    assert set(table) == {"Zwolle", "Deventer", "Niet bekend", "Samen"}
    assert table["Samen"][2] == "11,0"


def test_the_directory_is_what_a_recount_gives(region: Village) -> None:
    towns = Municipality.objects.count()
    outlets = Counter(Outlet.objects.filter(is_active=True).values_list("kind", flat=True))
    today = Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
    fresh = ContactPoint.objects.filter(today, valid_from__lte=timezone.localdate()).count()
    whole = {"network_contacts": towns, "network_outlets": sum(outlets.values()),
             "network_fresh": fresh + sum(outlets.values())}  # fmt: skip
    client = client_for(region.people["rosa"])
    for indicator in catalogue().of_source("network"):
        table = shown(client.get(f"/cijfers/tabel/{indicator.slug}/").content.decode())
        assert int(table.get("Samen", ["0"])[0]) == whole[indicator.key], indicator.key
