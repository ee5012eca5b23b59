# SPDX-License-Identifier: EUPL-1.2
"""Word about a case reaches whoever has to know, once, and holds a reference and a kind alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.roles import Role
from meerinbeeld.care.actions.telling import tell, tell_organisation, tell_team
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.notices import PRESSING, WORDS
from meerinbeeld.signals.actions import notices
from meerinbeeld.signals.models import Notice
from tests.care.making import SECRETS, fact_of, grant_to, make_case
from tests.people import Village

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("person__name", "kind"))


@pytest.fixture
def colleague(village: Village) -> Person:
    person = Person.objects.create_user("cor@example.org", "Cor Dam", "een lang wachtwoord")
    Membership.objects.create(
        person=person,
        organisation=village.organisations["veilig-thuis"],
        role=Role.CARE_COORDINATOR,
    )
    return person


def test_the_team_is_the_coordinator_of_the_case(case: Case, colleague: Person) -> None:
    tell_team(case, "clock_late")
    assert told() == {("Carla Bos", "clock_late")}


def test_a_case_that_nobody_has_is_told_to_every_coordinator(
    village: Village, colleague: Person
) -> None:
    case = make_case(village.organisations["veilig-thuis"], phase="referred")
    tell_team(case, "referral_in", but=colleague.id)
    assert told() == {("Carla Bos", "referral_in")}


def test_a_coordinator_who_left_hears_nothing(case: Case, colleague: Person) -> None:
    Person.objects.filter(name="Carla Bos").update(is_active=False)
    tell_team(case, "clock_late")
    assert told() == {("Cor Dam", "clock_late")}


def test_a_partner_is_whoever_looks_for_the_purpose_of_the_grant(
    case: Case, village: Village
) -> None:
    shelter = village.organisations["opvang"]
    grant_to(shelter, case, fact_of(case, "story"), by=village.people["carla"])
    tell_organisation(case, shelter.id, "shared_with_you")
    # Sam of the same shelter chairs the case table, which looks for safety and not to help.
    assert told() == {("Chris Vos", "shared_with_you")}


def test_an_organisation_without_a_grant_hears_nothing(case: Case, village: Village) -> None:
    tell_organisation(case, village.organisations["politie"].id, "message")
    assert not told()


def test_whoever_referred_hears_the_answer(village: Village) -> None:
    anna = village.people["anna"]
    case = make_case(
        village.organisations["veilig-thuis"], village.people["carla"], referred_by=anna
    )
    case.referral.organisation = village.organisations["gemeente-zwolle"]
    case.referral.save()
    tell_organisation(case, village.organisations["gemeente-zwolle"].id, "referral_accepted")
    assert told() == {("Anna de Wit", "referral_accepted")}


def test_the_same_word_twice_tells_nobody_more(case: Case, village: Village) -> None:
    for _turn in range(2):
        tell(case, [village.people["carla"].id, None], "message")
    assert Notice.objects.count() == 1
    Notice.objects.update(read_at=timezone.now())
    tell_team(case, "message")
    assert Notice.objects.count() == 2


def test_the_bell_the_list_and_the_mail_hold_no_content(client_for: Any, case: Case) -> None:
    tell_team(case, "clock_late")
    client = client_for("carla")
    shown = client.get(reverse("notices")).content.decode()
    assert case.reference in shown
    assert case.alias not in shown
    assert not [secret for secret in SECRETS if secret in shown]
    assert notices.mail_waiting(timezone.now()) == 1
    notices.mail_that_something_waits.call(str(Notice.objects.get().person_id))
    text = mail.outbox[-1].subject + mail.outbox[-1].body
    assert not [word for word in (case.reference, case.alias, "clock", *SECRETS) if word in text]


def test_a_notice_leads_to_the_case_while_it_is_in_reach(
    client_for: Any, case: Case, village: Village
) -> None:
    tell(case, [village.people["carla"].id, village.people["chris"].id], "message")
    for name, page in (
        ("carla", reverse("case", args=[case.reference])),
        ("chris", reverse("caseload")),
    ):
        notice = Notice.objects.get(person=village.people[name])
        answer = client_for(name).post(reverse("notice_open", args=[notice.id]))
        assert answer.headers["Location"] == page


def test_a_notice_of_a_case_that_is_gone_leads_to_the_list(client_for: Any, case: Case) -> None:
    tell_team(case, "message")
    notice = Notice.objects.get()
    case.delete()
    answer = client_for("carla").post(reverse("notice_open", args=[notice.id]))
    assert answer.headers["Location"] == reverse("notices")


def test_every_pressing_word_is_a_word() -> None:
    assert set(WORDS) >= PRESSING
