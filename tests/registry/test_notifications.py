# SPDX-License-Identifier: EUPL-1.2
"""A notification is not a victim; what it holds about somebody is sealed and rests on a ground."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms, vault
from meerinbeeld.access import Refused, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions.new_notification import Basis, make_notification
from meerinbeeld.registry.models import Notification, Passing, Victim
from meerinbeeld.registry.queries.scope import NotInReach, in_hand, visible
from meerinbeeld.registry.rules.completeness import Coded, contradictions, missing
from meerinbeeld.registry.rules.groups import group_of
from tests.care.making import make_case
from tests.people import Village
from tests.registry.making import NO_GROUND, SECRET_NAME, WHOLE, notify


def test_two_notifications_are_two_until_a_person_says_otherwise(village: Village) -> None:
    notify(village)
    notify(village, "chris", notifier="shelter", basis=Basis("other", "avg_6_1_e"))
    assert Notification.objects.count() == Victim.objects.count() == 2


def test_what_is_registered_together_stands_together(village: Village) -> None:
    rows = []
    for _ in range(5):
        rows.append(notify(village))
        time.sleep(0.002)  # those of one millisecond stand in any order
    assert [row.pk for row in Notification.objects.order_by("pk")] == [row.pk for row in rows]
    assert [row.dossier for row in rows] == sorted(row.dossier for row in rows)


def test_the_details_are_sealed_with_a_key_of_their_own(village: Village) -> None:
    row = notify(village)
    stored = {bytes(detail.value) for detail in row.details.all()}
    assert not any(SECRET_NAME.encode() in value for value in stored)
    with vault.unlocked(row.dossier) as box:
        assert {box.text(one, "value") for one in row.details.all()} == {SECRET_NAME, "2005-04-03"}


def test_making_one_is_journaled_with_its_ground(village: Village) -> None:
    row = notify(village)
    entry = Entry.objects.get(dossier=row.dossier, verb="create")
    assert (entry.purpose, entry.ground, entry.reason_code) == ("monitoring", "avg_6_1_c", "duty")


def test_without_a_ground_it_is_a_count_about_nobody(village: Village) -> None:
    with pytest.raises(ChangeError):
        notify(village, basis=NO_GROUND)
    row = notify(village, basis=NO_GROUND, details={"name": "  "})
    assert not row.details.exists()


def test_no_row_can_claim_a_ground_that_it_does_not_have(village: Village) -> None:
    row = notify(village)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.filter(pk=row.pk).update(ground="")


def test_consent_needs_its_day(village: Village) -> None:
    with pytest.raises(ChangeError):
        notify(village, basis=Basis("consent", "avg_6_1_a"))


@pytest.mark.parametrize(
    "other",
    [
        {"codes": {"sector": "made_up"}},
        {"several": {"forms": ["surrogacy"]}},  # of a law that is not in force
        {"details": {"bsn": "123"}},
        {"notifier": "friend"},
    ],
)
def test_a_code_that_is_not_in_force_is_refused(village: Village, other: dict[str, object]) -> None:
    with pytest.raises(ChangeError):
        notify(village, **other)
    assert not Notification.objects.exists()


def test_each_waits_in_the_queue_to_the_national_register(village: Village) -> None:
    passing = Passing.objects.get(notification=notify(village))
    assert (passing.state, passing.kind) == ("waits", "registration")


# --- Twice is once --------------------------------------------------------------------------------


def test_the_same_number_of_an_organisation_is_stored_once(village: Village) -> None:
    first = notify(village, own_number="PL0600-1")
    again = notify(village, own_number="PL0600-1", notifier="other")
    elsewhere = notify(village, "chris", own_number="PL0600-1")
    assert again.pk == first.pk != elsewhere.pk
    assert again.notifier == "police"


def test_a_case_is_notified_once(village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    carla = village.actor("carla")
    rows = {make_notification(carla, WHOLE, source="case", case=case).pk for _ in range(2)}
    assert len(rows) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_number_at_once_store_it_once(village: Village) -> None:
    def send(_number: int) -> None:
        try:
            notify(village, own_number="PL0600-2")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(8)))
    assert Notification.objects.count() == Victim.objects.count() == 1


# --- Who sees it ----------------------------------------------------------------------------------


def test_an_organisation_sees_its_own_and_the_register_is_kept_by_the_coordinator(
    village: Village,
) -> None:
    row = notify(village, "chris", notifier="shelter")
    assert set(visible(village.actor("chris"))) == set(visible(village.actor("carla"))) == {row}
    for other in ("anna", "pim"):
        assert not visible(village.actor(other)).exists()
        with pytest.raises(NotInReach):
            in_hand(village.actor(other), Verb.OPEN, row.reference)


@pytest.mark.parametrize("name", ["tess", "paula", "adam", "leo", "vera", "rosa", "sam"])
def test_other_roles_have_no_register(village: Village, name: str) -> None:
    notify(village)
    with pytest.raises(Refused):
        visible(village.actor(name))
    with pytest.raises(Refused):
        notify(village, name)


# --- Rules ----------------------------------------------------------------------------------------

FORMS = st.frozensets(st.sampled_from(norms.codelist("form_of_exploitation").values))
SEXES = st.sampled_from([True, False, None])
SCOPES = st.sampled_from(["domestic", "cross_border", "unknown", ""])


@given(FORMS, SEXES, SCOPES)
def test_everybody_falls_into_exactly_one_group(
    forms: frozenset[str], sector: bool | None, scope: str
) -> None:
    assert group_of(forms, sector, scope) in norms.codelist("victim_group").values


def test_the_sector_goes_before_the_form() -> None:
    assert group_of(["labour_exploitation"], True, "domestic") == "sex_domestic"
    assert group_of(["sexual_exploitation"], None, "cross_border") == "sex_cross_border"
    assert group_of(["unknown"], None, "domestic") == "unknown"


def test_unknown_is_an_answer_and_nothing_is_not() -> None:
    whole = {"forms": ["unknown"], "sector": "unknown", "scope": "unknown", "origin": "unknown",
             "nationalities": ["unknown"], "sex": "unknown", "age_band": "unknown",
             "notifier": "police", "municipality": "GM0193"}  # fmt: skip
    assert missing(whole) == []
    assert missing({**whole, "sex": "", "nationalities": []}) == ["nationalities", "sex"]


def test_what_cannot_both_be_true_is_told() -> None:
    sexual = frozenset({"sexual_exploitation"})
    labour = frozenset({"labour_exploitation"})
    assert contradictions(Coded(sexual, True, "domestic", "NL", 18, 16)) == []
    assert contradictions(Coded(labour, True, "domestic", "RO", 16, 18)) == [
        "sex_sector_without_sexual_form",
        "older_at_start",
        "domestic_from_abroad",
    ]
