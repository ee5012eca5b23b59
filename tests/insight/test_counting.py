# SPDX-License-Identifier: EUPL-1.2
"""The tallies say what a recount says, and follow what changes."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db.models import Sum
from django.utils import timezone

from meerinbeeld.insight.actions import tallies
from meerinbeeld.insight.catalogue import FORM, GROUP, catalogue
from meerinbeeld.insight.models import Source, Tally
from meerinbeeld.insight.queries.own import Wanted, beside, totals
from meerinbeeld.insight.rules.periods import year_of
from meerinbeeld.insight.universes import UNIVERSES
from meerinbeeld.signals.models import Signal
from tests.insight import making
from tests.people import Village


def kept(indicator: str, **where: object) -> dict[str, int]:
    rows = Tally.objects.filter(indicator=indicator, **{"form": "", "group": "", **where})
    return dict(rows.values_list("code").annotate(Sum("number")))


def test_each_indicator_has_its_count_and_each_count_its_words() -> None:
    counted = {key for universe in UNIVERSES.values() for key in universe.codes}
    told = {one.key for one in catalogue().indicators if one.source in UNIVERSES}
    assert counted == told


def test_every_signal_counts_once_under_one_code_of_each_indicator(busy: Village) -> None:
    for indicator in catalogue().of_source(Source.SIGNALS):
        assert sum(kept(indicator.key).values()) == Signal.objects.count() == 74, indicator.key


def test_codes_that_are_counted_have_words(busy: Village) -> None:
    for indicator in catalogue().of_source(Source.SIGNALS):
        assert set(kept(indicator.key)) <= set(indicator.labels()), indicator.key


def test_a_signal_with_two_forms_counts_under_more_than_one(busy: Village) -> None:
    assert kept("signals_form") == {
        "sexual_exploitation": 39, "criminal_exploitation": 10, "forced_begging": 3, "none": 4,
        "several": 9, "labour_exploitation": 9,
    }  # fmt: skip


def test_form_by_form_and_group_by_group_add_up_to_all(busy: Village) -> None:
    for indicator in catalogue().of_source(Source.SIGNALS):
        rows = Tally.objects.filter(indicator=indicator.key)
        both = rows.exclude(form="").exclude(group="").aggregate(n=Sum("number"))["n"]
        by_form = rows.exclude(form="").filter(group="").aggregate(n=Sum("number"))["n"]
        by_group = rows.exclude(group="").filter(form="").aggregate(n=Sum("number"))["n"]
        assert by_form == by_group == both == sum(kept(indicator.key).values()), indicator.key


def test_a_form_and_a_group_can_be_chosen_together(busy: Village) -> None:
    wanted = Wanted(year_of(2025), form="sexual_exploitation", group="minor")
    phase = catalogue().get("signals-phase")
    assert phase is not None
    anna = busy.actor("anna")
    found = totals(anna, "signals", [phase], wanted)["signals_phase"]
    assert sum(number.value or 0 for number in found.values()) == 24
    by_form = beside(anna, phase, FORM, Wanted(year_of(2025), group="minor"))
    assert {code: number.value for code, number in by_form.items()} == {
        ("received", "sexual_exploitation"): 24
    }
    by_group = beside(anna, phase, GROUP, Wanted(year_of(2025), form="criminal_exploitation"))
    assert {code: number.value for code, number in by_group.items()} == {("closed", "adult"): 10}


def test_what_changes_is_counted_within_a_minute(busy: Village) -> None:
    with time_machine.travel("2026-11-20T12:05:00+01:00", tick=False):
        one = Signal.objects.filter(reporter_kind="relative").first()
        assert one is not None
        one.reporter_kind, one.changed_at = "victim_self", timezone.now()
        one.save()
        tallies.tick_tallies()
    assert kept("signals_reporter", month=date(2025, 8, 1)) == {"relative": 3, "victim_self": 1}


def test_nothing_is_counted_again_while_nothing_changes(busy: Village) -> None:
    with time_machine.travel("2026-11-20T12:05:00+01:00", tick=False):
        assert tallies.tick_tallies() == 0


def test_a_change_that_left_no_trace_is_caught_within_days(busy: Village) -> None:
    Signal.objects.filter(reporter_kind="relative").delete()
    with time_machine.travel("2026-11-22T12:05:00+01:00", tick=False):
        for _minute in range(8):
            tallies.tick_tallies()
    assert "relative" not in kept("signals_reporter")


def test_a_signal_that_was_joined_to_another_does_not_count(busy: Village) -> None:
    first, second, *_rest = Signal.objects.filter(reporter_kind="relative")
    Signal.objects.filter(pk=second.pk).update(merged_into=first)
    making.counted()
    assert kept("signals_reporter")["relative"] == 3


@pytest.mark.parametrize(
    ("hours", "code"), [(24, "day"), (25, "two_days"), (49, "week"), (169, "later")]
)
def test_a_moment_falls_in_the_first_band_that_holds_it(
    village: Village, hours: int, code: str
) -> None:
    received = making.at(2026, 3)
    making.signals(
        village.organisations["gemeente-zwolle"], 1, received,
        first_opened_at=received + timezone.timedelta(hours=hours),
    )  # fmt: skip
    making.counted()
    assert kept("signals_first_look") == {code: 1}
