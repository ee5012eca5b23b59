# SPDX-License-Identifier: EUPL-1.2
"""What is missing, contradicts or came late: pure rules, and the page to repair it."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.access import Actor
from meerinbeeld.care.actions.consent import withdraw_consent as withdraw_in_case
from meerinbeeld.care.models import Consent
from meerinbeeld.registry.actions.from_case import given_of, known_of, notify_case
from meerinbeeld.registry.actions.new_notification import LISTS
from meerinbeeld.registry.models import Notification, NotifiedForm
from meerinbeeld.registry.queries.contradicting import contradicts, late
from meerinbeeld.registry.queries.listing import lacks, years
from meerinbeeld.registry.queries.problems import CONTRADICTS, late_after, problems_of
from meerinbeeld.registry.queries.quality import Line, Wanted, lines, quality
from meerinbeeld.registry.rules.completeness import (
    CONTRADICTIONS,
    NATIONAL,
    Coded,
    contradictions,
    is_late,
    missing,
)
from tests.care.making import make_case
from tests.people import Village
from tests.registry.making import CONSENT, DUTY, SECRET_NAME, WHOLE, notify

PAGE = "/registratie/kwaliteit/"
FORMS = st.frozensets(st.sampled_from(norms.codelist("form_of_exploitation").values))
AGES = st.sampled_from([(0, 11), (12, 15), (16, 17), (18, 22), (23, None), (None, None)])
DAYS = st.sampled_from([None, date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)])


@st.composite
def coded(draw: st.DrawFn) -> Coded:
    now, start = draw(AGES), draw(AGES)
    return Coded(
        forms=draw(FORMS),
        sex_sector=draw(st.sampled_from([True, False, None])),
        scope=draw(st.sampled_from(["domestic", "cross_border", "unknown", ""])),
        origin=draw(st.sampled_from(["NL", "RO", "unknown", ""])),
        age_from=now[0],
        age_to=now[1],
        age_at_start_from=start[0],
        sector_forms=draw(st.sampled_from([frozenset(), frozenset({"criminal_exploitation"})])),
        at_least_years=draw(st.sampled_from([None, 1, 3])),
        minor_in_case=draw(st.sampled_from([True, False, None])),
        rests_on_consent=draw(st.booleans()),
        ended_in_case=draw(st.booleans()),
        rests_on_duty=draw(st.booleans()),
        has_duty=draw(st.booleans()),
        notified_on=draw(DAYS),
        consent_on=draw(DAYS),
        made_on=draw(DAYS),
    )


# --- Rules ----------------------------------------------------------------------------------------


@given(coded())
def test_whatever_is_coded_gets_known_codes_in_one_order(found: Coded) -> None:
    codes = contradictions(found)
    assert codes == [code for code in CONTRADICTIONS if code in codes]
    assert set(codes) <= CONTRADICTS.keys()


@given(FORMS)
def test_who_says_nothing_else_contradicts_nothing(forms: frozenset[str]) -> None:
    assert contradictions(Coded(forms, None, "", "")) == []


@given(coded())
def test_nobody_was_older_at_the_start_and_exploited_too_long_at_once(found: Coded) -> None:
    """Two rules about the same two ages never say the same thing twice."""
    assert not {"older_at_start", "longer_than_the_ages_allow"} <= set(contradictions(found))


@given(st.dates(), st.integers(0, 200), st.integers(1, 100))
def test_late_is_after_the_term_and_not_on_its_last_day(day: date, after: int, within: int) -> None:
    if day < date(9998, 1, 1):
        made = day + timedelta(days=after)
        assert is_late(day, made, timedelta(days=within)) is (after > within)


@given(st.dictionaries(st.sampled_from(NATIONAL), st.sampled_from(["", None, [], "x", ["x"]])))
def test_a_field_is_missing_or_told_and_never_both(values: dict[str, Any]) -> None:
    lacking = set(missing(values))
    assert lacking | {name for name in NATIONAL if values.get(name)} == set(NATIONAL)
    assert not lacking & {name for name, value in values.items() if value}


SEXUAL, CRIME = frozenset({"sexual_exploitation"}), frozenset({"criminal_exploitation"})


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Coded(CRIME, True, "", ""), "sex_sector_without_sexual_form"),
        (Coded(SEXUAL, False, "", ""), "sexual_form_without_sex_sector"),
        (Coded(frozenset({"labour_exploitation"}), False, "", "", sector_forms=CRIME),
         "sector_of_another_form"),
        (Coded(SEXUAL, None, "", "", age_from=16, age_at_start_from=18), "older_at_start"),
        (Coded(SEXUAL, None, "", "", age_from=16, age_to=17, age_at_start_from=16,
               at_least_years=3), "longer_than_the_ages_allow"),
        (Coded(SEXUAL, None, "domestic", "RO"), "domestic_from_abroad"),
        (Coded(SEXUAL, None, "cross_border", "NL"), "cross_border_from_here"),
        (Coded(SEXUAL, None, "", "", age_from=18, minor_in_case=True),
         "age_is_not_that_of_the_case"),
        (Coded(SEXUAL, None, "", "", rests_on_consent=True, ended_in_case=True),
         "consent_ended_in_the_case"),
        (Coded(SEXUAL, None, "", "", rests_on_duty=True, has_duty=False), "duty_without_a_duty"),
        (Coded(SEXUAL, None, "", "", consent_on=date(2026, 5, 2), made_on=date(2026, 5, 1)),
         "consent_in_the_future"),
        (Coded(SEXUAL, None, "", "", notified_on=date(2026, 5, 2), made_on=date(2026, 5, 1)),
         "notified_in_the_future"),
    ],
)  # fmt: skip
def test_each_contradiction_is_found_alone(found: Coded, code: str) -> None:
    assert contradictions(found) == [code]


def test_somebody_of_fifteen_at_most_can_have_been_twelve_three_years_ago() -> None:
    found = Coded(SEXUAL, None, "", "", 12, 12, 15, at_least_years=3)
    assert contradictions(found) == []


# --- The same in the database ---------------------------------------------------------------------


def some_notifications(village: Village, draw: random.Random, number: int) -> list[Notification]:
    """With whatever codes, as no form would let anybody make them."""
    owner, carla = village.organisations["veilig-thuis"], village.people["carla"]
    cases = [make_case(owner, carla, minor=said) for said in ("yes", "no", "unknown")]
    day, found = datetime.date(2026, 3, 1), []
    for at in range(number):
        row = notify(village, own_number=f"n{at}", codes={}, several={})
        for name in ("sector", "scope", "origin", "sex", "age_band", "age_band_at_start",
                     "duration", "notifier"):  # fmt: skip
            codes = norms.codelist(LISTS[name]).values
            setattr(row, name, draw.choice(["", *codes] if name != "notifier" else codes))
        row.origin = draw.choice(["", "NL", "RO", "unknown"])
        row.nationalities = draw.choice([[], ["NL"]])
        row.municipality_id = draw.choice([None, "GM0193"])
        row.notified_on = day + timedelta(days=draw.randrange(40))
        row.registered_on = day + timedelta(days=draw.randrange(80))
        row.consent_on = draw.choice([None, day + timedelta(days=draw.randrange(90))])
        row.case = cases.pop() if cases else None
        if row.case:  # of the three cases, one is of a minor and one is not
            row.age_band = {"yes": "23_plus", "no": "16_17"}.get(row.case.minor, "18_22")
        row.rests_on = draw.choice(["duty", "consent", "other"])
        row.save()
        forms = draw.sample(norms.codelist("form_of_exploitation").values, draw.randrange(3))
        for form in forms:
            row.forms.create(form=form, norm="test")
        found.append(row)
    return found


def test_the_database_finds_what_the_rules_find(village: Village) -> None:
    """Each rule is written twice; here no notification falls out of one and in the other."""
    rows = some_notifications(village, random.Random(4), 120)
    told = {row.pk: problems_of(row) for row in rows}

    def found(condition: Q) -> set[Any]:
        return set(Notification.objects.filter(condition).values_list("pk", flat=True))

    met = 0
    for code in CONTRADICTIONS:
        wanted = {pk for pk, one in told.items() if code in one.contradictions}
        assert found(contradicts(code)) == wanted, code
        met += bool(wanted)
    for name in NATIONAL:
        assert found(lacks(name)) == {pk for pk, one in told.items() if name in one.missing}, name
    assert found(late(late_after())) == {pk for pk, one in told.items() if one.late}
    assert met >= 10, "too few rules were met for this to tell something"


def test_the_figures_count_what_the_rules_find(village: Village) -> None:
    rows = some_notifications(village, random.Random(5), 80)
    told = [problems_of(row) for row in rows]
    found = quality(village.actor("carla"), Wanted())
    missed = Counter(name for one in told for name in one.missing)
    against = Counter(code for one in told for code in one.contradictions)
    assert {one.code: one.number for one in found.fields} == missed
    assert {one.code: one.number for one in found.contradictions} == against
    assert found.whole.late == sum(one.late for one in told)
    assert found.whole.whole == sum(not one.any for one in told)
    assert {"sector_of_another_form", "forms"} & {*missed, *against}


def test_a_form_that_is_in_no_list_any_more_is_still_a_form(village: Village) -> None:
    row = notify(village)
    NotifiedForm.objects.filter(notification=row).update(form="bonded_labour")
    found = quality(village.actor("carla"), Wanted())
    assert "forms" not in {one.code for one in found.fields}
    assert {one.code for one in found.contradictions} == set(problems_of(row).contradictions)


def test_the_years_are_those_in_which_something_was_notified(village: Village) -> None:
    assert years(village.actor("carla")) == []
    days = [date(2026, 3, 1), date(2024, 1, 1), date(2023, 12, 31), date(2026, 12, 31)]
    for day in days:
        notify(village, notified_on=day)
    assert years(village.actor("carla")) == [2026, 2024, 2023]
    assert years(village.actor("chris")) == []


# --- The page -------------------------------------------------------------------------------------


def worklist(actor: Actor, **wanted: Any) -> list[Line]:
    """All that is to be repaired; how many they are was counted without loading one."""
    found = quality(actor, Wanted(**wanted))
    told = lines(found.rows)
    assert len(told) == found.number
    return told


@pytest.fixture
def whole(village: Village) -> Notification:
    return notify(village)


@pytest.fixture
def lacking(village: Village) -> Notification:
    """Of the shelter: without a sex, and resting on a duty that a shelter does not have."""
    codes = {name: code for name, code in WHOLE.codes.items() if name != "sex"}
    return notify(village, "chris", notifier="shelter", basis=DUTY, codes=codes)


def test_the_worklist_holds_what_is_to_be_repaired_with_the_way_there(
    client_for: Any, whole: Notification, lacking: Notification
) -> None:
    text = client_for("carla").get(PAGE).content.decode()
    assert f"/registratie/aanmelding/{lacking.reference}/verbeteren/" in text
    assert whole.reference not in text
    assert "Het rust op een plicht die deze aanmelder niet heeft." in text
    assert SECRET_NAME not in text


def test_the_figures_are_per_organisation_and_of_the_year(
    village: Village, whole: Notification, lacking: Notification
) -> None:
    notify(village, notified_on=datetime.date(2025, 1, 1))
    found = quality(village.actor("carla"), Wanted(year=2026))
    assert (found.whole.notified, found.whole.whole, found.whole.percentage) == (2, 1, 50)
    told = {
        one.name: (one.notified, one.missing, one.contradicting) for one in found.by_organisation
    }
    assert told == {"Opvang De Haven": (1, 1, 1), "Politie": (1, 0, 0)}
    assert [(count.code, count.number) for count in found.fields] == [("sex", 1)]


def test_each_filter_leaves_what_fits(
    village: Village, whole: Notification, lacking: Notification
) -> None:
    carla, late = village.actor("carla"), notify(village, notified_on=datetime.date(2020, 1, 1))
    Notification.objects.exclude(pk=late.pk).update(registered_on="2026-03-05")

    def left(**wanted: Any) -> list[str]:
        return [line.reference for line in worklist(carla, **wanted)]

    assert left() == left(tile="missing") == left(problem="sex") == [lacking.reference]
    assert left(problem="duty_without_a_duty") == [lacking.reference]
    assert left(tile="late") == [late.reference]
    assert left(organisation=str(whole.organisation_id)) == []


def test_a_consent_that_was_withdrawn_in_the_case_asks_to_be_withdrawn_here(
    village: Village, client_for: Any
) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    said = Consent.objects.create(
        case=case, flow="registration", answer="given", given_by="person", how="spoken",
        language="nl", by=village.people["carla"],
    )  # fmt: skip
    carla = village.actor("carla")
    given_now = given_of(known_of(carla, case.reference), CONSENT)
    row = notify_case(carla, case.reference, given_now)
    assert worklist(carla, problem="consent_ended_in_the_case") == []
    withdraw_in_case(carla, case.reference, said.id)
    page = client_for("carla").get(f"/registratie/aanmelding/{row.reference}/").content.decode()
    assert "Trek de toestemming ook hier in" in page
    found = worklist(carla, problem="consent_ended_in_the_case")
    assert [line.reference for line in found] == [row.reference]


def test_a_partner_sees_its_own_quality_alone(
    client_for: Any, whole: Notification, lacking: Notification
) -> None:
    text = client_for("pim").get(PAGE).content.decode()
    assert lacking.reference not in text
    assert "Opvang De Haven" not in text


@pytest.mark.parametrize("name", ["tess", "paula", "leo", "rosa"])
def test_other_roles_see_no_quality(name: str, client_for: Any) -> None:
    assert client_for(name).get(PAGE).status_code == 403


@pytest.mark.parametrize("query", ["jaar=x", "wat=onzin", "wie=x", "wat_mist=x", "page=99"])
def test_an_odd_address_shows_a_page_and_no_fault(
    query: str, client_for: Any, lacking: Notification
) -> None:
    assert client_for("carla").get(f"{PAGE}?{query}").status_code == 200


def test_it_asks_the_database_as_often_with_many(client_for: Any, village: Village) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client_for("carla").get(PAGE)
        return len(caught)

    notify(village, codes={})
    few = queries()
    for _number in range(8):
        notify(village, codes={})
    assert queries() == few
