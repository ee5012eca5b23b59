# SPDX-License-Identifier: EUPL-1.2
"""The overview of a period: in sentences, on paper; and the bell that tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pikepdf
import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.access.models import Membership
from meerinbeeld.insight.actions.digests import READERS, tick_digests
from meerinbeeld.insight.rules import digests
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Notice
from tests.calm import calm
from tests.insight.conftest import NOW, Year
from tests.people import PEOPLE, Village, client_for

PAGE = "/cijfers/overzicht/"
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


# --- Periods -------------------------------------------------------------------------------------


@calm
@given(days)
def test_only_periods_that_ended_are_offered_the_newest_first(today: date) -> None:
    found = digests.ended(today)
    assert all(span.until <= today for span in found)
    assert [span.until for span in found] == sorted((s.until for s in found), reverse=True)
    assert [span.quarter is None for span in found].count(True) == 2
    assert len(found) == 6


@calm
@given(days)
def test_a_period_is_found_again_by_its_name(today: date) -> None:
    for span in digests.ended(today):
        assert digests.named(span.name) == span


@pytest.mark.parametrize("name", ["", "2025-Q5", "2025-q1", "x", "99999", "1900", "2025-Q1 "])
def test_what_is_no_period_is_none(name: str) -> None:
    assert digests.named(name) is None


def test_people_are_told_after_some_days_and_not_for_ever() -> None:
    assert digests.to_tell(date(2026, 10, 3)) == []
    assert [span.name for span in digests.to_tell(date(2026, 10, 7))] == ["2026-Q3"]
    assert digests.to_tell(date(2026, 11, 20)) == []
    assert [span.name for span in digests.to_tell(date(2027, 1, 10))] == ["2026", "2026-Q4"]


# --- The page ------------------------------------------------------------------------------------


def text_of(year: Year, name: str, **query: str) -> str:
    return client_for(year.village.people[name]).get(PAGE, query).content.decode()


def test_the_owner_reads_the_own_work_and_the_region_and_leaves_a_trace(year: Year) -> None:
    text = text_of(year, "anna", periode="2025")
    assert "Ons eigen werk" in text and "De regio, beschermd" in text
    assert "41 signalen in 2025" in text
    assert Entry.objects.filter(thing="insight.figures", reason_code="digest").count() == 1


def test_a_colleague_of_another_municipality_reads_their_own(year: Year) -> None:
    text = text_of(year, "bilal", periode="2025")
    assert "26 signalen in 2025" in text
    assert "41 signalen in 2025" not in text


@pytest.mark.parametrize("name", ["leo", "vera", "rosa"])
def test_who_sees_no_signals_reads_what_the_gate_let_out(name: str, year: Year) -> None:
    text = text_of(year, name, periode="2025")
    assert "Ons eigen werk" not in text
    assert "67 signalen in 2025" in text
    assert not Entry.objects.filter(thing="insight.figures").exists()


@pytest.mark.parametrize("name", ["tess", "adam"])
def test_an_outsider_reads_nothing(name: str, year: Year) -> None:
    assert client_for(year.village.people[name]).get(PAGE).status_code == 403


def test_a_quarter_of_the_region_is_told_as_the_gate_let_it_out(year: Year) -> None:
    assert "11 signalen in 2025-Q4" in text_of(year, "rosa", periode="2025-Q4")


def test_it_opens_on_the_newest_period_of_which_there_is_something_to_tell(year: Year) -> None:
    """Of the running year nothing is let out, so outside the team that is the year before."""
    assert "67 signalen in 2025." in text_of(year, "rosa")
    newest = digests.ended(timezone.localdate())[0].name
    assert f"Overzicht van {newest}" in text_of(year, "anna")


@pytest.mark.parametrize("period", ["2026-Q4", "2030", "x"])
def test_a_period_that_has_not_ended_is_not_there(period: str, year: Year) -> None:
    client = client_for(year.village.people["leo"])
    assert client.get(PAGE, {"periode": period}).status_code == 404


def test_on_paper_it_is_tagged_and_the_export_is_journaled(year: Year) -> None:
    client = client_for(year.village.people["anna"])
    answer = client.get(PAGE, {"periode": "2025", "as": "pdf"})
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as paper:
        assert paper.Root.MarkInfo.Marked
        assert "2025" in str(paper.docinfo["/Title"])
    assert Entry.objects.filter(reason_code="digest", verb="export").count() == 1


# --- The bell ------------------------------------------------------------------------------------


def test_readers_are_told_once_and_the_notice_holds_no_figure(village: Village) -> None:
    Membership.objects.update(valid_from=date(2020, 1, 1))
    with time_machine.travel("2026-10-07T09:00:00+02:00", tick=False):
        assert tick_digests() == sum(role in READERS for _short, _name, role, _org in PEOPLE)
        assert tick_digests() == 0
        told = set(Notice.objects.values_list("about", "reference", "kind"))
        assert told == {("digest", "2026-Q3", "quarter")}
        client = client_for(village.people["rosa"])
        assert "Het overzicht van een kwartaal is er" in client.get("/berichten/").content.decode()
        notice = Notice.objects.get(person=village.people["rosa"])
        answer = client.post(f"/berichten/{notice.pk}/")
        assert answer.headers["Location"] == f"{PAGE}?periode=2026-Q3"


def test_nobody_is_told_in_between(village: Village) -> None:
    assert tick_digests() == 0
