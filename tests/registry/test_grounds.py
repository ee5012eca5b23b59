# SPDX-License-Identifier: EUPL-1.2
"""What rests on consent goes when the consent goes; what came from a case says only what it may."""

from __future__ import annotations

import pytest

from meerinbeeld import vault
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.queries import scope as care
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.actions.from_case import given_of, known_of, notify_case
from meerinbeeld.registry.models import Pair, Victim
from meerinbeeld.registry.queries.scope import NotInReach
from tests.care.making import SECRET_NAME as NAME_OF_CASE
from tests.care.making import SECRET_STORY, make_case
from tests.people import Village
from tests.registry.making import CONSENT, NO_GROUND, notify
from tests.registry.test_passing import sent_file


def test_a_withdrawn_consent_empties_what_rested_on_it(village: Village) -> None:
    row, other = notify(village, basis=CONSENT, own_number="7"), notify(village)
    first, second = sorted((row, other), key=lambda one: one.pk)
    Pair.objects.create(first=first, second=second, probability=0.9)
    withdraw_consent(village.actor("pim"), row.reference)
    row.refresh_from_db()
    assert (row.rests_on, row.ground, row.own_number) == ("none", "", "")
    assert not row.details.exists() and not Pair.objects.exists()
    assert vault.is_shredded(row.dossier)
    assert Victim.objects.filter(retired_into=None).count() == 2  # the count stays
    assert (row.passing.state, row.passing.reason) == ("stopped", "consent_withdrawn")
    assert Entry.objects.filter(dossier=row.dossier, reason_code="consent_withdrawn").exists()


def test_what_was_passed_on_is_to_be_withdrawn_there_too(village: Village) -> None:
    row = notify(village, basis=CONSENT)
    sent_file(village, row)
    withdraw_consent(village.actor("pim"), row.reference)
    row.passing.refresh_from_db()
    assert (row.passing.state, row.passing.reason) == ("ready", "consent_withdrawn")


def test_a_duty_has_no_consent_to_withdraw(village: Village) -> None:
    row = notify(village)
    with pytest.raises(ChangeError):
        withdraw_consent(village.actor("pim"), row.reference)
    assert row.details.exists()


def test_nobody_empties_what_another_organisation_notified(village: Village) -> None:
    row = notify(village, basis=CONSENT)
    with pytest.raises(NotInReach):
        withdraw_consent(village.actor("chris"), row.reference)


def test_a_case_is_notified_with_what_the_register_needs_and_no_more(village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"],
                     age_band="18_22", municipality_id="GM0193")  # fmt: skip
    carla = village.actor("carla")
    known = known_of(carla, case.reference)
    assert known.details == {"name": NAME_OF_CASE}
    assert SECRET_STORY not in repr(known)
    row = notify_case(carla, case.reference, given_of(known, CONSENT))
    assert (row.notifier, row.age_band, row.municipality_id) == (
        "care_coordination", "18_22", "GM0193",
    )  # fmt: skip
    assert notify_case(carla, case.reference, given_of(known, CONSENT)).pk == row.pk
    assert Entry.objects.filter(dossier=case.dossier, reason_code="register").exists()


def test_a_case_without_a_ground_becomes_a_count(village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    carla = village.actor("carla")
    row = notify_case(carla, case.reference, given_of(known_of(carla, case.reference), NO_GROUND))
    assert not row.details.exists()


def test_nobody_notifies_a_case_of_another_team(village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    with pytest.raises(care.NotInReach):
        known_of(village.actor("chris"), case.reference)
