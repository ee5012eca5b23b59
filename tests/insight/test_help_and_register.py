# SPDX-License-Identifier: EUPL-1.2
"""Figures of help, the register, hours and the directory reconcile with their sources."""

from __future__ import annotations

from django.db.models import Sum

from meerinbeeld.care.models import Case, WorkedHours
from meerinbeeld.insight.catalogue import catalogue
from meerinbeeld.insight.models import Tally
from meerinbeeld.insight.queries import network
from meerinbeeld.insight.queries.own import Wanted, totals
from meerinbeeld.insight.rules.periods import year_of
from meerinbeeld.registry.models import Notification, Victim
from tests.care.making import make_case
from tests.insight import making
from tests.insight.test_counting import kept
from tests.people import Village
from tests.registry.making import notify


def test_every_case_counts_once_under_one_code_of_each_indicator(village: Village) -> None:
    home = village.organisations["veilig-thuis"]
    for month in (1, 1, 3):
        make_case(home, village.people["carla"], received_at=making.at(2026, month))
    making.counted()
    for indicator in catalogue().of_source("cases"):
        found = kept(indicator.key)
        assert sum(found.values()) == Case.objects.count() == 3, indicator.key
        assert set(found) <= set(indicator.labels()), indicator.key


def test_every_notification_counts_once_and_every_victim_once(village: Village) -> None:
    first = notify(village, "pim")
    second = notify(village, "chris")
    notify(village, "anna", municipality="GM0150")
    Notification.objects.filter(pk=second.pk).update(victim=first.victim)
    Victim.objects.filter(pk=second.own_victim_id).update(retired_into=first.victim)
    making.counted()
    counted = Victim.objects.filter(retired_into=None).count()
    for source, number in (("notifications", 3), ("victims", counted)):
        for indicator in catalogue().of_source(source):
            found = kept(indicator.key)
            assert sum(found.values()) == number, indicator.key
            assert set(found) <= set(indicator.labels()), indicator.key
    assert kept("victims_told") == {"once": 1, "twice": 1}
    assert kept("notifications_missing") == {"nothing": 3}


def test_minutes_add_up(village: Village) -> None:
    home, carla = village.organisations["veilig-thuis"], village.people["carla"]
    for stream, minutes in (("care", 30), ("care", 45), ("prevention", 60)):
        WorkedHours.objects.create(
            person=carla, organisation=home, stream=stream, minutes=minutes,
            on=making.at(2026, 2).date(), municipality_id="GM0193",
        )  # fmt: skip
    making.counted()
    assert kept("hours_stream") == {"care": 75, "prevention": 60}
    whole = WorkedHours.objects.aggregate(n=Sum("minutes"))["n"]
    assert (
        Tally.objects.filter(indicator="hours_stream", form="", group="").aggregate(
            n=Sum("number")
        )["n"]
        == whole
    )


def test_the_coordinator_sees_the_register_of_the_region_and_others_their_own(
    village: Village,
) -> None:
    notify(village, "pim")
    notify(village, "anna")
    making.counted()
    indicators = catalogue().of_source("notifications")
    wanted = Wanted(year_of(2026))
    seen = {
        name: sum(
            number.value or 0
            for number in totals(village.actor(name), "notifications", indicators, wanted)[
                "notifications_notifier"
            ].values()
        )
        for name in ("carla", "anna")
    }
    assert seen == {"carla": 2, "anna": 1}


def test_each_count_of_the_directory_has_its_words(village: Village) -> None:
    for indicator in catalogue().of_source("network"):
        found = network.counted(indicator.key)
        assert set(found) - {"*"} <= set(indicator.labels()), indicator.key
    assert network.counted("network_contacts") == {"named": 0, "alone": 0, "missing": 2, "*": 2}
