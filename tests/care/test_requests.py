# SPDX-License-Identifier: EUPL-1.2
"""A partner is asked, answers there, and its part ends; both hear of it and others do not."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld import norms, vault
from meerinbeeld.access import Refused
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.actions import refer_out
from meerinbeeld.care.actions.emergency import break_in
from meerinbeeld.care.actions.grants import CLOCK
from meerinbeeld.care.models import Case, ReferralMessage, ReferralOut
from meerinbeeld.care.queries.scope import NotInReach
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Notice
from tests.care.making import SECRET_QUESTION, SECRET_STORY, make_case
from tests.care.sharing_making import asked, consent_to, wish
from tests.people import Village

WORDS = "Zeldzame woorden van de partner"
NO, DONE = (norms.codelist(name).values[0] for name in ("partner_decline", "partner_outcome"))


@pytest.fixture
def request_out(case: Case, village: Village) -> ReferralOut:
    return asked(case, village, "name")


def page(client: Any, case: Case) -> Any:
    return client.get(reverse("case", args=[case.reference]))


def test_nothing_is_asked_that_the_list_does_not_know(case: Case, village: Village) -> None:
    carla = village.actor("carla")
    consent_to(carla, case)
    question = refer_out.Question("no-such-code", SECRET_QUESTION)
    with pytest.raises(ChangeError):
        refer_out.share_and_ask(carla, case.reference, wish(case, village, "name"), question)
    assert not ReferralOut.objects.exists() and not case.grants.exists()


def test_a_yes_keeps_what_was_shared_and_stops_the_clock(
    case: Case, village: Village, request_out: ReferralOut, client_for: Any
) -> None:
    assert case.clocks.filter(kind=CLOCK, ended_at=None).exists()
    refer_out.answer_request(village.actor("chris"), case.reference, request_out.id, accept=True)
    request_out.refresh_from_db()
    assert request_out.status == "accepted"
    assert not case.clocks.filter(kind=CLOCK, ended_at=None).exists()
    assert Notice.objects.filter(kind="request_accepted", person=village.people["carla"]).exists()
    assert page(client_for("chris"), case).status_code == 200


def test_a_no_has_a_reason_and_ends_what_was_shared(
    case: Case, village: Village, request_out: ReferralOut, client_for: Any
) -> None:
    chris = village.actor("chris")
    with pytest.raises(ChangeError):
        refer_out.answer_request(chris, case.reference, request_out.id, accept=False)
    refer_out.answer_request(
        chris, case.reference, request_out.id, accept=False, reason=NO, words=WORDS
    )
    assert page(client_for("chris"), case).status_code == 404
    request_out.refresh_from_db()
    assert (request_out.status, request_out.reason) == ("declined", NO)
    with vault.unlocked(case.dossier) as box:
        assert box.text(request_out, "answer") == WORDS


def test_an_answer_is_given_once(case: Case, village: Village, request_out: ReferralOut) -> None:
    chris = village.actor("chris")
    refer_out.answer_request(chris, case.reference, request_out.id, accept=True)
    with pytest.raises(ChangeError):
        refer_out.answer_request(chris, case.reference, request_out.id, accept=True)
    refer_out.finish_request(chris, case.reference, request_out.id, outcome=DONE)
    with pytest.raises(ChangeError):
        refer_out.finish_request(chris, case.reference, request_out.id, outcome=DONE)


def test_a_request_that_is_taken_back_cannot_be_answered(
    case: Case, village: Village, request_out: ReferralOut
) -> None:
    refer_out.revoke_request(village.actor("carla"), case.reference, request_out.id)
    with pytest.raises(ChangeError):
        refer_out.answer_request(
            village.actor("chris"), case.reference, request_out.id, accept=True
        )
    assert Notice.objects.filter(kind="request_revoked", person=village.people["chris"]).exists()


def test_words_go_between_the_team_and_this_partner(
    case: Case, village: Village, request_out: ReferralOut, client_for: Any
) -> None:
    refer_out.write_message(village.actor("chris"), case.reference, request_out.id, WORDS)
    message = ReferralMessage.objects.get()
    assert WORDS.encode() not in bytes(message.text)
    url = reverse("case_request", args=[case.reference, request_out.id])
    assert WORDS in client_for("carla").get(url).text
    assert WORDS in page(client_for("chris"), case).text
    for outsider in ("pim", "anna", "bilal", "tess"):
        assert client_for(outsider).get(url).status_code in (403, 404)


def test_the_hand_over_keeps_only_steps_that_exist(
    case: Case, village: Village, request_out: ReferralOut
) -> None:
    first, second, *_rest = norms.codelist("handover_step").values
    carla = village.actor("carla")
    refer_out.tick_handover(carla, case.reference, request_out.id, [second, "made_up", first])
    request_out.refresh_from_db()
    assert request_out.handed_over == [first, second]


def test_nobody_answers_for_another_organisation(
    case: Case, village: Village, request_out: ReferralOut
) -> None:
    with pytest.raises((NotInReach, ChangeError, Refused)):
        refer_out.answer_request(village.actor("pim"), case.reference, request_out.id, accept=True)


def test_a_request_of_another_case_is_not_there(
    case: Case, village: Village, request_out: ReferralOut
) -> None:
    other = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    with pytest.raises(ChangeError):
        refer_out.revoke_request(village.actor("carla"), other.reference, request_out.id)


def test_a_notice_says_nothing_of_the_person(
    case: Case, village: Village, request_out: ReferralOut
) -> None:
    for notice in Notice.objects.all():
        assert SECRET_QUESTION not in str(vars(notice))


def test_an_emergency_opens_one_case_for_reading_and_is_told_at_once(
    village: Village, client_for: Any
) -> None:
    case = make_case(village.organisations["opvang"], village.people["chris"])
    carla = client_for("carla")
    assert page(carla, case).status_code == 404
    break_in(village.actor("carla"), case.reference, "Er is nu gevaar voor haar leven.")
    shown = page(carla, case)
    assert SECRET_STORY in shown.text
    assert Entry.objects.filter(dossier=case.dossier, outcome="break_glass", verb="open").exists()
    assert Notice.objects.filter(kind="break_glass", person=village.people["paula"]).exists()
    closing = carla.get(reverse("case_close", args=[case.reference]))
    assert closing.status_code in (403, 404)


def test_the_first_screen_of_a_partner_says_that_somebody_waits_for_its_answer(
    case: Case, village: Village, request_out: ReferralOut, client_for: Any
) -> None:
    chris, label = client_for("chris"), "1 vraag om hulp wacht op uw antwoord"
    shown = chris.get(reverse("work")).text
    assert label in shown and f'href="{reverse("asked_of_us")}"' in shown
    assert "Niemand wacht vandaag op u" not in shown
    for outsider in ("bilal", "carla"):
        assert label not in client_for(outsider).get(reverse("work")).text
    refer_out.answer_request(village.actor("chris"), case.reference, request_out.id, accept=True)
    answered = chris.get(reverse("work")).text
    assert label not in answered and "Niemand wacht vandaag op u" in answered


def test_the_page_of_an_answer_leads_a_partner_back_to_what_is_asked_of_it(
    case: Case, request_out: ReferralOut, client_for: Any
) -> None:
    where = reverse("case_request_answer", args=[case.reference, request_out.id])
    shown = client_for("chris").get(where).text
    assert f'href="{reverse("asked_of_us")}"' in shown
    assert f'href="{reverse("caseload")}"' not in shown, "a partner has no caseload"
