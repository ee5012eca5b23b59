# SPDX-License-Identifier: EUPL-1.2
"""Figures: each victim once, small numbers for the keeper alone, protected ones for outside."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import disclosure
from disclosure.published import read
from meerinbeeld import norms
from meerinbeeld.access import Refused
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import exporting, union
from meerinbeeld.registry.exports import eu, ictip, standard
from meerinbeeld.registry.models import UnionFigures
from meerinbeeld.registry.queries import figures, series
from meerinbeeld.registry.queries.victims import Person
from meerinbeeld.registry.rules import measures
from meerinbeeld.registry.rules import period as periods
from meerinbeeld.registry.rules.period import Period
from meerinbeeld.registry.series import reading
from tests.people import Village, confirm
from tests.registry.making import NO_GROUND, SECRET_NAME, WHOLE, notify
from tests.registry.test_exports import any_person
from tests.registry.test_judging import likely, say

ClientFor = Callable[[str], Client]
YEAR = Period(2026)
KEEPER_PAGES = ("figures_organisations", "figures_union", "figures_series", "letters")


def en(name: str, *args: object) -> str:
    with translation.override("en"):
        return reverse(name, args=args)


def some(village: Village, number: int, **other: Any) -> None:
    """So many victims, alternately by the police and by the shelter."""
    for at in range(number):
        codes = {**WHOLE.codes, "sex": "male" if at % 3 else "female"}
        by, notifier = ("pim", "police") if at % 2 else ("chris", "shelter")
        notify(village, by, notifier=notifier, own_number=f"s{at}", codes=codes, **other)


# --- Periods --------------------------------------------------------------------------------------


@given(st.integers(2000, 2099), st.sampled_from([0, 1, 2]))
def test_a_period_reads_back_from_its_code_and_from_its_days(year: int, half: int) -> None:
    period = Period(year, half)
    assert periods.parse(period.code) == period == periods.between(period.first, period.last)
    assert period.holds(period.first) and period.holds(period.last)


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)))
def test_the_last_half_year_is_over(today: date) -> None:
    period = periods.last_half(today)
    assert period.last < today and (today - period.last).days <= 184
    assert period in periods.recent(today, 2019)


@pytest.mark.parametrize("text", ["", "2026-3", "26", "2026-", "1999", "x"])
def test_another_text_is_no_period(text: str) -> None:
    assert periods.parse(text) is None


# --- Exports --------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.lists(any_person(), max_size=4))
def test_what_a_form_can_say_passes_the_check_of_ic_tip(persons: list[Person]) -> None:
    numbered = [
        Person(**{**vars(one), "reference": f"V-2026-{at:04}"}) for at, one in enumerate(persons)
    ]
    assert ictip.problems(ictip.tables(numbered)) == []


def test_the_check_of_ic_tip_finds_what_does_not_fit(village: Village) -> None:
    notify(village)
    found = ictip.tables(figures.in_period(village.actor("carla"), YEAR))
    found["events"][1][2] = "made_up"
    found["reporters"][1][0] = "V-0000-1"
    found["victims"].append(found["victims"][1])
    assert len(ictip.problems(found)) == 3


@pytest.mark.parametrize("kind", sorted(exporting.KINDS))
def test_an_export_names_nobody_and_is_journaled_for_each_notification(
    kind: str, village: Village
) -> None:
    one, other = notify(village, own_number="1"), notify(village, own_number="2")
    notify(village, own_number="3", notified_on=date(2025, 5, 5))
    say(village, likely(one, other), "same")
    carla = village.actor("carla")
    assert exporting.check(carla, YEAR, kind).is_valid
    assert not Entry.objects.filter(verb="export").exists()
    name, data, _type = exporting.give_out(carla, YEAR, kind)
    assert kind in name and SECRET_NAME.encode() not in data
    entries = Entry.objects.filter(verb="export", reason_code=kind)
    assert {entry.dossier for entry in entries} == {one.dossier, other.dossier}


def test_the_files_are_what_their_name_says(village: Village) -> None:
    notify(village)
    carla = village.actor("carla")
    whole = json.loads(exporting.give_out(carla, YEAR, exporting.HTCDS_JSON)[1])
    assert not standard.problems(whole["victims"][0])
    table = exporting.give_out(carla, YEAR, exporting.HTCDS_CSV)[1].decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(table), delimiter=";"))) == 2
    with zipfile.ZipFile(io.BytesIO(exporting.give_out(carla, YEAR, exporting.ICTIP)[1])) as found:
        assert {f"{name}.csv" for name in ictip.COLUMNS} < set(found.namelist())


def test_what_is_not_of_the_standard_is_not_given_out(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify(village)
    monkeypatch.setattr(exporting.htcds, "record", lambda _person: {"prs_Gender": "Vrouw"})
    carla = village.actor("carla")
    assert not exporting.check(carla, YEAR, exporting.HTCDS_JSON).is_valid
    with pytest.raises(ChangeError):
        exporting.give_out(carla, YEAR, exporting.HTCDS_JSON)
    assert not Entry.objects.filter(verb="export").exists()


def test_the_page_of_exports_checks_and_asks_to_be_sure(
    village: Village, client_for: ClientFor
) -> None:
    notify(village)
    url = en("figures_export") + "?periode=2026&soort=htcds-csv"
    client = client_for("carla")
    assert "nothing in it deviates" in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    answer = client.post(url, {"sure": "on"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    confirm(client, village.people["carla"], ago=3600)
    assert client.get(url).status_code == 302


def test_an_organisation_exports_its_own_alone(village: Village, client_for: ClientFor) -> None:
    own = notify(village, "chris", notifier="shelter")
    notify(village)
    url = en("figures_export") + "?periode=2026&soort=htcds-json"
    whole = json.loads(client_for("chris").post(url, {"sure": "on"}).content)
    assert [one["nl_VictimNumber"] for one in whole["victims"]] == [own.victim.reference]


# --- The European Union ---------------------------------------------------------------------------


def test_each_victim_is_counted_once_in_each_table(village: Village) -> None:
    one, other = notify(village, own_number="1"), notify(village, own_number="2")
    some(village, 9)
    say(village, likely(one, other), "same")
    found = eu.figures(2026, figures.in_period(village.actor("carla"), YEAR))
    assert found.victims == 10
    for dimension in eu.DIMENSIONS:
        assert found.cells[dimension, eu.ALL, eu.ALL].count == 10
        cells = [found.cells[dimension, code, form].count for code in found.codes(dimension)
                 for form in found.forms]  # fmt: skip
        assert sum(cells) == 10


@settings(max_examples=15, deadline=None)
@given(st.lists(any_person(), min_size=1, max_size=25))
def test_whatever_is_counted_no_hidden_number_can_be_found(persons: list[Person]) -> None:
    found = eu.figures(2026, persons)
    if found.refused:
        assert all(cell.is_hidden for cell in found.cells.values())
        return
    small = [cell for cell in found.cells.values() if 0 < cell.count < eu.THRESHOLD]
    assert all(cell.is_hidden for cell in small)
    files = []
    for dimension in eu.DIMENSIONS:
        rows = [f"{dimension},form,count,status"]
        for (name, code, form), cell in found.cells.items():
            if name == dimension:
                shown = "" if cell.is_hidden else cell.count
                rows.append(f"{code},{form},{shown},{cell.status}")
        files.append(read("\n".join(rows).encode(), dimension))
    assert disclosure.attack(files, width=eu.THRESHOLD).holds


def test_criminal_and_begging_count_together_and_two_forms_are_several() -> None:
    def form(*forms: str) -> str:
        return eu._form(forms)

    assert form("forced_begging") == form("criminal_exploitation") == "criminal_exploitation"
    assert form("forced_begging", "criminal_exploitation") == "criminal_exploitation"
    assert form("sexual_exploitation", "labour_exploitation") == eu.SEVERAL
    assert form("unknown", "sexual_exploitation") == "sexual_exploitation"
    assert form() == form("unknown") == eu.UNKNOWN


def test_citizenship_falls_into_one_group() -> None:
    assert eu._citizenship(["NL", "MA"]) == "NL"
    assert eu._citizenship(["RO", "MD"]) == "EU"
    assert eu._citizenship(["NG"]) == eu._citizenship(["stateless"]) == "other"
    assert eu._citizenship([]) == eu._citizenship(["unknown"]) == eu.UNKNOWN
    members = [code for code in norms.codelist("country").codes if code.extra.get("eu")]
    assert len(members) == 27


def test_the_keeper_sees_small_numbers_and_takes_along_protected_ones(
    village: Village, client_for: ClientFor
) -> None:
    some(village, 14)
    client = client_for("carla")
    page = client.get(en("figures_union") + "?jaar=2026").content.decode()
    assert 'data-label="Together"' in page, "a number says what it is about on a phone too"
    assert "hidden in what leaves" in page and "14 victims were first notified" in page
    file = client.get(reverse("figures_union_export", args=["csv"]) + "?jaar=2026")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    counts = [int(row[6]) for row in rows[1:] if row[6]]
    assert counts and not any(0 < count < eu.THRESHOLD for count in counts)
    entry = Entry.objects.get(verb="export")
    assert (entry.reason_code, entry.dossier) == ("eu:2026", None)


def taken_along(client: Client, more: str = "") -> Any:
    return client.get(reverse("figures_union_export", args=["csv"]) + f"?jaar=2026{more}")


def test_the_same_figures_leave_twice_and_are_kept_once(
    village: Village, client_for: ClientFor
) -> None:
    some(village, 14)
    client = client_for("carla")
    first, second = taken_along(client), taken_along(client)
    assert first.content == second.content and UnionFigures.objects.count() == 1
    assert "Given out on" in client.get(en("figures_union") + "?jaar=2026").text


def test_a_version_that_tells_of_one_person_beside_the_earlier_does_not_leave(
    village: Village, client_for: ClientFor
) -> None:
    some(village, 14)
    client = client_for("carla")
    first = taken_along(client)
    notify(village, own_number="one more")
    refused = taken_along(client)
    assert refused.status_code == 422 and "opnieuw=1" in refused.text
    assert taken_along(client, "&opnieuw=1").content == first.content
    assert UnionFigures.objects.count() == 1
    for number in range(12):
        notify(village, own_number=f"many more {number}")
    assert taken_along(client).status_code == 200
    assert [one.version for one in UnionFigures.objects.all()] == [1, 2]


def test_only_the_keeper_sees_what_was_given_out(village: Village, client_for: ClientFor) -> None:
    some(village, 14)
    taken_along(client_for("carla"))
    for name in ("pim", "chris", "tess", "paula"):
        assert taken_along(client_for(name), "&opnieuw=1").status_code in (403, 404)


def test_of_too_few_nothing_leaves(village: Village, client_for: ClientFor) -> None:
    notify(village)
    client = client_for("carla")
    assert "Nothing can leave" in client.get(en("figures_union") + "?jaar=2026").content.decode()
    url = reverse("figures_union_export", args=["xlsx"]) + "?jaar=2026"
    assert client.get(url).status_code == 422
    assert not Entry.objects.filter(verb="export").exists()


# --- Series ---------------------------------------------------------------------------------------


def test_two_series_are_never_mixed() -> None:
    for name in reading.SERIES:
        assert {fact.series for fact in reading.series(name).facts} == {name}
    rapporteur = reading.series(reading.RAPPORTEUR).value("victims", 2019)
    assert (rapporteur, reading.series(reading.COMENSHA).value("victims", 2019)) == (1334, 1372)
    with pytest.raises(KeyError):
        reading.series("both")


def test_each_fact_has_its_source_and_each_measure_is_counted_for_the_region() -> None:
    person = measures.Counted(frozenset(), "", "", False, frozenset(), frozenset())
    for name in reading.SERIES:
        found = reading.series(name)
        assert all(fact.source.address.startswith("https://") for fact in found.facts)
        for measure in found.measures:
            measures.counts(measure, person)


@given(st.frozensets(st.sampled_from(norms.codelist("form_of_exploitation").values)))
def test_the_forms_of_a_series_part_the_victims(forms: frozenset[str]) -> None:
    person = measures.Counted(forms, "", "", False, frozenset(), frozenset())
    parts = ("form_sexual", "form_labour_incl_criminal", "form_both", "form_unknown")
    assert sum(measures.counts(measure, person) for measure in parts) == 1


def test_the_region_stands_beside_the_country_each_person_once(village: Village) -> None:
    one, other = notify(village, own_number="1"), notify(village, own_number="2")
    notify(village, own_number="3", notified_on=date(2025, 5, 5))
    say(village, likely(one, other), "same")
    found = series.beside(village.actor("carla"), reading.COMENSHA, date(2026, 11, 1))
    assert [found.own("victims", year) for year in (2024, 2025, 2026)] == [None, 1, 1]
    notified = series.beside(village.actor("carla"), reading.NOTIFIED, date(2026, 11, 1))
    assert notified.own("NP", 2026) == 2  # a notification is not a victim


@pytest.mark.parametrize("name", reading.SERIES)
def test_the_page_of_a_series_says_which_one(
    name: str, village: Village, client_for: ClientFor
) -> None:
    notify(village)
    page = client_for("carla").get(en("figures_series_of", name)).content.decode()
    assert f"<h1>{'Nationaal Rapporteur' if name == 'rapporteur' else 'CoMensha'}" in page
    assert client_for("carla").get(en("figures_series_of", "both")).status_code == 404


def test_what_stands_at_the_end_of_a_line_fits_on_a_phone(
    village: Village, client_for: ClientFor
) -> None:
    notify(village)
    notify(village, own_number="2", notified_on=date(2025, 5, 5))
    shown = client_for("carla").get(en("figures_series")).content.decode()
    words = re.findall(r"<text[^>]*>([^<]+)</text>", shown)
    assert "The region" in words and [word for word in words if word.endswith("…")] == []


# --- Who ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chris", "anna", "bilal", "pim", "tess", "paula", "leo", "vera"])
def test_figures_of_the_region_are_the_keepers(
    name: str, village: Village, client_for: ClientFor
) -> None:
    notify(village)
    for page in KEEPER_PAGES:
        assert client_for(name).get(reverse(page)).status_code == 403
    for page in ("figures_union_export", "figures_organisations_export"):
        assert client_for(name).get(reverse(page, args=["csv"])).status_code == 403
    with pytest.raises(Refused):
        union.give_out(village.actor(name), 2026)


def test_what_each_organisation_notified_is_taken_along_journaled(
    village: Village, client_for: ClientFor
) -> None:
    some(village, 3)
    notify(village, basis=NO_GROUND, details={}, own_number="n")
    client = client_for("carla")
    page = client.get(en("figures_organisations") + "?periode=2026").content.decode()
    assert "Notifications: 4. Organisations: 2." in page
    file = client.get(reverse("figures_organisations_export", args=["csv"]) + "?periode=2026")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    assert {row[0]: row[1] for row in rows[1:]} == {"Opvang De Haven": "2", "Politie": "2"}
    assert Entry.objects.filter(reason_code="organisations:2026").exists()
    wrong = reverse("figures_organisations_export", args=["pdf"])
    assert client.get(wrong).status_code == 404


def test_the_room_begins_with_what_is_ones_own(client_for: ClientFor) -> None:
    for name, page in (("carla", "figures_organisations"), ("chris", "letters_own")):
        answer = client_for(name).get(reverse("registry_figures"))
        assert answer.headers["Location"].endswith(reverse(page))
