# SPDX-License-Identifier: EUPL-1.2
"""An age group follows from a date of birth, as far as that tells one; the date stays sealed."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import vault
from meerinbeeld.registry.actions import correct
from meerinbeeld.registry.actions.new_notification import make_notification
from meerinbeeld.registry.linkage.dates import Birth
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.rules.ages import Band, band_of, band_then
from tests.people import Village
from tests.registry.making import NO_GROUND, WHOLE, notify
from tests.registry.test_list_rows import entry, read
from tests.registry.test_notification_pages import NEW, filled

BANDS = (Band("child", 0, 11), Band("young", 12, 17), Band("grown", 18, 120))
DAYS = st.dates(datetime.date(1930, 1, 1), datetime.date(2026, 12, 31))
NO_AGE = {name: code for name, code in WHOLE.codes.items() if not name.startswith("age_band")}


def whole(day: datetime.date) -> Birth:
    return Birth(day.year, day.month, day.day)


@given(DAYS, DAYS)
def test_a_group_of_part_of_a_date_is_that_of_the_whole_date(
    born: datetime.date, on: datetime.date
) -> None:
    exact = band_then(whole(born), whole(on), BANDS)
    parts = (Birth(born.year), Birth(born.year, born.month))
    assert {band_then(part, whole(on), BANDS) for part in parts} <= {exact, ""}
    assert {band_then(whole(born), then, BANDS) for then in (Birth(on.year),)} <= {exact, ""}


def test_the_birthday_itself_is_the_first_day_of_a_group() -> None:
    born = Birth(2008, 3, 2)
    assert band_then(born, Birth(2026, 3, 1), BANDS) == "young"
    assert band_then(born, Birth(2026, 3, 2), BANDS) == "grown"
    assert band_then(Birth(2008), Birth(2026, 3, 2), BANDS) == ""  # 17 or 18
    assert (
        band_then(Birth(2008, 2, 31), Birth(2026, 3, 2), BANDS) == "grown"
    )  # some day in February


def test_who_was_not_born_yet_has_no_age() -> None:
    assert band_then(Birth(2020), Birth(2019, 1, 1), BANDS) == ""
    assert band_of(-1, BANDS) == band_of(121, BANDS) == ""


# --- In the register ------------------------------------------------------------------------------


def test_a_typed_date_of_birth_gives_both_age_groups_and_is_kept_sealed_only(
    client_for: Any,
) -> None:
    form = filled(age_band="", detail_birth_date="3-4-2005", began="2022")
    client_for("chris").post(NEW, form)
    row = Notification.objects.get()
    assert (row.age_band, row.age_band_at_start) == ("18_22", "16_17")
    in_the_open = [str(value) for value in Notification.objects.values_list()[0]]
    assert not any("2005" in value or "2022" in value for value in in_the_open)
    with vault.unlocked(row.dossier) as box:
        kept = {one.kind: box.text(one, "value") for one in row.details.all()}
    assert kept["birth_date"] == "2005-04-03" and "began" not in kept


def test_what_was_chosen_stays_whatever_the_date_of_birth_says(village: Village) -> None:
    given_codes = {**NO_AGE, "age_band": "unknown", "age_band_at_start": "under_12"}
    row = notify(village, codes=given_codes, began="2024")
    assert (row.age_band, row.age_band_at_start) == ("unknown", "under_12")


def test_nobody_is_put_in_a_group_of_which_the_date_is_not_sure(village: Village) -> None:
    row = notify(village, codes=NO_AGE, details={"name": "Zeldzame", "birth_date": "2003"})
    assert row.age_band == ""  # 22 or 23 on 2 March 2026
    without = make_notification(
        village.actor("pim"),
        replace(WHOLE, codes=NO_AGE, details={}, basis=NO_GROUND, began="2024"),
    )
    assert (without.age_band, without.age_band_at_start) == ("", "")


def test_an_impossible_beginning_is_asked_again_and_nothing_typed_is_lost(client_for: Any) -> None:
    answer = client_for("chris").post(NEW, filled(began="ooit", detail_birth_date="3-4-2005"))
    assert answer.status_code == 422 and not Notification.objects.exists()
    assert 'value="ooit"' in answer.text and 'value="3-4-2005"' in answer.text


def test_the_group_follows_a_corrected_date_of_birth_unless_somebody_chose_another(
    village: Village,
) -> None:
    pim = village.actor("pim")
    followed, chosen = notify(village, codes=NO_AGE), notify(village, own_number="2")
    correct.correct_facts(
        pim, chosen.reference,
        correct.Facts(chosen.notified_on, "police", "2", codes={"age_band": "16_17"}),
    )  # fmt: skip
    assert followed.age_band == "18_22"
    for row in (followed, chosen):
        correct.change_details(pim, row.reference, {"birth_date": "1990-04-03"})
        row.refresh_from_db()
    assert (followed.age_band, chosen.age_band) == ("23_plus", "16_17")


# --- In a list ------------------------------------------------------------------------------------


def test_a_row_that_says_when_it_began_tells_the_age_then() -> None:
    found = entry({"birth_date": "03-04-2005", "began": "mei 2018"})
    assert found.given.codes == {"age_band": "18_22", "age_band_at_start": "12_15"}
    assert "2018" not in found.told


def test_a_beginning_that_cannot_be_is_named_and_not_repeated() -> None:
    for text in ("geen idee", "2031"):
        problems = read({"birth_date": "03-04-2005", "began": text}).problems
        assert [(one.field, one.code) for one in problems] == [("began", "not_a_beginning")]
