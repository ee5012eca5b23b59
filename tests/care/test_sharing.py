# SPDX-License-Identifier: EUPL-1.2
"""What is shared with a partner: chosen, told, ended at once, and never where somebody stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from meerinbeeld import norms, vault
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.actions import grants
from meerinbeeld.care.actions.consent import Answer, record_consent, withdraw_consent
from meerinbeeld.care.actions.course import Ending, close_case
from meerinbeeld.care.models import Case, Grant, GroundAdvice
from meerinbeeld.journal.models import Entry
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models import Notice
from tests.care.making import SECRET_NAME, SECRET_SHELTER, SECRET_STORY, fact_of, grant_to
from tests.care.sharing_making import asked, consent_to, shared, wish
from tests.people import Village


def words(answer: Any) -> str:
    return str(answer.content.decode())


def page(client: Any, case: Case) -> Any:
    return client.get(reverse("case", args=[case.reference]))


# --- Sharing --------------------------------------------------------------------------------------


def test_a_partner_sees_exactly_what_was_ticked(
    client_for: Any, case: Case, village: Village
) -> None:
    shared(case, village, "name")
    shown = words(page(client_for("chris"), case))
    assert SECRET_NAME in shown
    assert SECRET_STORY not in shown and SECRET_SHELTER not in shown
    assert case.municipality is None or case.municipality.name not in shown


def test_sharing_keeps_who_what_why_and_the_norm(case: Case, village: Village) -> None:
    grant = shared(case, village, "story")
    entry = Entry.objects.get(thing="care.grant", thing_id=str(grant.id))
    assert (entry.verb, entry.ground, entry.reason_code) == ("share", "avg_6_1_e", "shelter")
    assert entry.norm == grant.norm.replace(" ", "_")
    log = GroundAdvice.objects.get()
    assert grant.advice == log and log.followed and log.facts["consent"] == "given"
    assert grant.consent is not None and grant.purpose == "care"


def test_the_partner_hears_that_something_was_shared(case: Case, village: Village) -> None:
    shared(case, village)
    told = Notice.objects.get(kind="shared_with_you")
    assert told.person == village.people["chris"] and told.reference == case.reference


def test_sharing_on_consent_waits_for_a_yes(case: Case, village: Village) -> None:
    carla = village.actor("carla")
    with pytest.raises(ChangeError, match="een ja nodig"):
        grants.share(
            carla,
            case.reference,
            wish(case, village, flow="shelter", ground="avg_6_1_a", otherwise="anders"),
        )
    assert not Grant.objects.exists()


def test_deciding_otherwise_than_the_advice_asks_for_a_reason(case: Case, village: Village) -> None:
    carla = village.actor("carla")
    consent_to(carla, case, answer="refused")
    with pytest.raises(ChangeError, match="anders dan het advies"):
        grants.share(carla, case.reference, wish(case, village))
    grant = grants.share(
        carla, case.reference, wish(case, village, otherwise="Er is een rechterlijk bevel.")
    )
    assert grant.advice is not None and not grant.advice.followed
    with vault.unlocked(case.dossier) as box:
        assert "bevel" in box.text(grant.advice, "reason")


def test_sharing_holds_no_longer_than_the_norm_allows(case: Case, village: Village) -> None:
    consent_to(village.actor("carla"), case)
    for until in (timezone.now() - timedelta(1), timezone.now() + timedelta(400)):
        with pytest.raises(ChangeError):
            grants.share(village.actor("carla"), case.reference, wish(case, village, until=until))


def test_a_thing_of_another_case_cannot_be_shared(
    case: Case, village: Village, other_case: Case
) -> None:
    consent_to(village.actor("carla"), case)
    foreign = frozenset({("fact", fact_of(other_case, "story").id)})
    with pytest.raises(ChangeError, match="is er niet meer"):
        grants.share(village.actor("carla"), case.reference, wish(case, village, items=foreign))


def test_what_was_removed_is_not_shown_to_a_partner_any_more(
    client_for: Any, case: Case, village: Village
) -> None:
    shared(case, village)
    story = fact_of(case, "story")
    story.removed_at = timezone.now()
    story.save()
    assert SECRET_STORY not in words(page(client_for("chris"), case))


# --- Ending ---------------------------------------------------------------------------------------


def test_ending_sharing_ends_it_in_a_session_that_is_open(
    client_for: Any, case: Case, village: Village
) -> None:
    grant = shared(case, village)
    chris = client_for("chris")
    assert page(chris, case).status_code == 200
    grants.revoke_grant(village.actor("carla"), case.reference, grant.id, "not_needed")
    assert page(chris, case).status_code == 404
    assert case.alias not in words(chris.get(reverse("asked_of_us")))
    entry = Entry.objects.get(verb="revoke")
    assert (entry.thing, entry.reason_code) == ("care.grant", "not_needed")
    assert Notice.objects.filter(kind="grant_ended", person=village.people["chris"]).exists()


def test_closing_a_case_ends_its_sharing_and_the_partner_hears_it(
    client_for: Any, case: Case, village: Village
) -> None:
    request = asked(case, village)
    close_case(
        village.actor("carla"),
        case.reference,
        Ending("goals_reached", not_measured_because="no_contact"),
    )
    assert page(client_for("chris"), case).status_code == 404
    request.refresh_from_db()
    assert (request.status, request.reason) == ("revoked", "closed")
    assert Entry.objects.filter(verb="revoke", reason_code="closed").exists()
    assert Notice.objects.filter(kind="grant_ended", person=village.people["chris"]).exists()
    assert not case.clocks.filter(ended_at=None).exists()


def test_sharing_ends_by_itself(client_for: Any, case: Case, village: Village) -> None:
    grant = shared(case, village)
    with time_machine.travel(grant.valid_until + timedelta(seconds=1), tick=False):
        chris = client_for("chris")
        assert page(chris, case).status_code == 404
        assert case.alias not in words(chris.get(reverse("asked_of_us")))


def test_sharing_is_extended_with_a_new_reason(case: Case, village: Village) -> None:
    grant = shared(case, village)
    carla, until = village.actor("carla"), grant.valid_until + timedelta(days=30)
    with pytest.raises(ChangeError, match="dit langer nodig is"):
        grants.extend_grant(carla, case.reference, grant.id, until=until, why=" ")
    grants.extend_grant(carla, case.reference, grant.id, until=until, why="De intake duurt langer.")
    grant.refresh_from_db()
    assert grant.valid_until == until
    step = case.steps.get(kind="share_extended")
    with vault.unlocked(case.dossier) as box:
        assert box.text(step, "explanation") == "De intake duurt langer."


def test_withdrawing_consent_ends_everything_that_rests_on_it(
    client_for: Any, case: Case, village: Village
) -> None:
    grant = shared(case, village)
    apart = grant_to(
        village.organisations["politie"],
        case,
        fact_of(case, "story"),
        by=village.people["carla"],
        purpose="safety",
        ground="avg_6_1_d",
    )
    carla = client_for("carla")
    assert grant.consent is not None
    where = reverse("case_consent_withdraw", args=[case.reference, grant.consent.id])
    asks = carla.get(where)
    assert "Opvang De Haven" in words(asks)
    form = asks.context["form"]
    carla.post(where, {"once": form.initial["once"], "seen": form.initial["seen"]})
    assert page(client_for("chris"), case).status_code == 404
    assert page(client_for("pim"), case).status_code == 200  # another ground, which stands apart
    apart.refresh_from_db()
    assert apart.revoked_at is None
    entries = Entry.objects.filter(verb="revoke").values_list("thing", "reason_code")
    assert set(entries) == {("care.grant", "consent_withdrawn"), ("care.consent", "withdrawn")}


def test_a_no_ends_what_rested_on_a_yes_and_a_new_yes_carries_it_on(
    client_for: Any, case: Case, village: Village
) -> None:
    grant = shared(case, village)
    carla = village.actor("carla")
    again = consent_to(carla, case)
    grant.refresh_from_db()
    assert grant.consent == again and page(client_for("chris"), case).status_code == 200
    consent_to(carla, case, answer="refused")
    assert page(client_for("chris"), case).status_code == 404
    assert [one.answer for one in case.consents.order_by("at")] == ["given", "given", "refused"]


def test_a_consent_is_withdrawn_only_once(case: Case, village: Village) -> None:
    carla = village.actor("carla")
    consent = consent_to(carla, case)
    withdraw_consent(carla, case.reference, consent.id)
    with pytest.raises(ChangeError, match="al gestopt"):
        withdraw_consent(carla, case.reference, consent.id)


def test_somebody_else_than_usual_answers_only_with_a_word_why(
    case: Case, village: Village
) -> None:
    carla = village.actor("carla")
    Case.objects.filter(pk=case.pk).update(age_band="under_12", minor="yes")
    given = Answer("youth_care", "given", "person", "talk", "nl")
    with pytest.raises(ChangeError, match="bij deze leeftijd"):
        record_consent(carla, case.reference, given)
    parent = Answer("youth_care", "given", "parent", "talk", "nl")
    assert record_consent(carla, case.reference, parent).given_by == "parent"


# --- Where somebody stays -------------------------------------------------------------------------

INVESTIGATES = ("politie", "marechaussee", "arbeidsinspectie", "riec")
FLOWS = {
    "politie": "police_safety",
    "marechaussee": "police_safety",
    "arbeidsinspectie": "inspectorate",
    "riec": "riec",
}


@pytest.mark.parametrize("slug", INVESTIGATES)
def test_a_shelter_address_is_refused_to(slug: str, case: Case, village: Village) -> None:
    carla = village.actor("carla")
    Case.objects.filter(pk=case.pk).update(phase="helping")
    consent_to(carla, case, flow=FLOWS[slug])
    wanted = wish(
        case,
        village,
        "shelter_address",
        to=slug,
        flow=FLOWS[slug],
        ground="avg_6_1_d",
        otherwise="Zij vragen erom.",
    )
    with pytest.raises(ChangeError, match="gaat nooit naar"):
        grants.share(carla, case.reference, wanted)
    assert not Grant.objects.exists()


@pytest.mark.parametrize("kind", ["police", "border_police", "labour_inspectorate",
                                  "prosecution_service", "riec"])  # fmt: skip
def test_a_shelter_address_that_slipped_into_a_grant_is_not_read_by(
    kind: str, client_for: Any, case: Case, village: Village
) -> None:
    _slipped(case, village)
    Organisation.objects.filter(slug="politie").update(kind=kind)
    pim = client_for("pim")
    for name in ("case", "case_shared_print", "case_shared_table"):
        shown = pim.get(reverse(name, args=[case.reference]))
        assert shown.status_code == 200
        assert SECRET_SHELTER not in words(shown)


def _slipped(case: Case, village: Village) -> None:
    """A grant as no action makes it: the address among what the police may see."""
    grant_to(
        village.organisations["politie"],
        case,
        fact_of(case, "shelter_address"),
        fact_of(case, "story"),
        by=village.people["carla"],
        purpose="safety",
    )


def test_a_shelter_gets_the_address_when_it_is_chosen(
    client_for: Any, case: Case, village: Village
) -> None:
    shared(case, village, "shelter_address")
    assert SECRET_SHELTER in words(page(client_for("chris"), case))


def test_a_general_sheet_says_with_whom_something_can_be_shared_before_one_is_chosen(
    case: Case, client_for: Any
) -> None:
    carla = client_for("carla")
    consent = carla.get(reverse("case_consent", args=[case.reference])).text
    general = reverse("case_consent_sheet_general", args=[case.reference])
    assert f'href="{general}"' in consent
    for language in ("nl", "en"):
        sheet = carla.get(general, {"taal": language}).text
        with translation.override(language):
            flows = list(norms.codelist("care_flow"))
            assert flows and all(escape(flow.label) in sheet for flow in flows)
        assert SECRET_NAME not in sheet, "the sheet names kinds of things and no content"
    for outsider in ("chris", "bilal"):
        assert client_for(outsider).get(general).status_code in {403, 404}


def test_each_kind_of_partner_has_its_sheet_beside_the_question(
    case: Case, client_for: Any
) -> None:
    carla = client_for("carla")
    consent = carla.get(reverse("case_consent", args=[case.reference])).text
    for flow in norms.codelist("care_flow"):
        sheet = reverse("case_consent_sheet", args=[case.reference, flow.value])
        assert f'href="{sheet}"' in consent, flow.value


def test_a_norm_that_is_known_no_more_is_named_and_breaks_no_page(
    case: Case, village: Village, client_for: Any
) -> None:
    gone = "care_flow.gone@2019-01-01"
    grant = shared(case, village, "name")
    Grant.objects.filter(pk=grant.pk).update(norm=gone)
    case.clocks.update(norm="term.gone@2019-01-01")
    carla = client_for("carla")
    assert gone in words(carla.get(reverse("case_sharing", args=[case.reference])))
    assert "term.gone@2019-01-01" in words(page(carla, case))
