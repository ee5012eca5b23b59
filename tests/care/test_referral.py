# SPDX-License-Identifier: EUPL-1.2
"""From a referral to its answer, through the pages, as the people do it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from meerinbeeld.care.models import Case, Phase, ReferralIn
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Notice
from tests.people import Village
from tests.signals.making import make_signal

STORY = "Zij slaapt bij klasgenoten en durft niet naar huis."


def form(**more: Any) -> dict[str, Any]:
    """What a mentor fills in within three minutes."""
    from meerinbeeld.parties.queries import regional_desk

    return {
        "once": str(uuid.uuid4()),
        "owner": str(regional_desk().id),
        "source": "partner",
        "story": STORY,
        "contact_channel": "organisation",
        "consent": "given",
        "minor": "yes",
        **more,
    }


def referred(client: Any, **more: Any) -> Case:
    answer = client.post("/zorg/aanmelden/", form(**more))
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get()


def seen(case: Case) -> str:
    case.refresh_from_db()
    return f"{case.version}@{case.changed_at.isoformat()}"


def act(client: Any, case: Case, page: str, **given: Any) -> Any:
    token = {"once": str(uuid.uuid4()), "seen": seen(case)}
    return client.post(f"/zorg/{case.reference}/aanmelding/{page}/", {**token, **given})


def test_a_teacher_refers_with_six_answers(client_for: Any) -> None:
    case = referred(client_for("tess"))
    assert (case.phase, case.minor, case.owner.slug) == ("referred", "yes", "veilig-thuis")
    assert case.referral.by and case.referral.by.name == "Tess Smit"
    assert case.act_at is not None
    assert [clock.kind for clock in case.clocks.all()] == ["answer_referral"]


def test_the_story_is_sealed_and_the_coordinator_reads_it(client_for: Any) -> None:
    case = referred(client_for("tess"))
    assert STORY.encode() not in bytes(case.referral.story)
    assert STORY in client_for("carla").get(f"/zorg/{case.reference}/").content.decode()


@pytest.mark.parametrize("name", ["anna", "chris", "pim", "tess", "sam", "carla"])
def test_whoever_may_refer_finds_the_form(name: str, client_for: Any) -> None:
    assert client_for(name).get("/zorg/aanmelden/").status_code == 200


@pytest.mark.parametrize("name", ["paula", "adam", "leo", "vera", "rosa"])
def test_others_cannot_refer(name: str, client_for: Any) -> None:
    assert client_for(name).get("/zorg/aanmelden/").status_code == 403
    assert client_for(name).post("/zorg/aanmelden/", form()).status_code == 403
    assert not Case.objects.exists()


def test_the_same_form_sent_twice_makes_one_case(client_for: Any) -> None:
    data, client = form(), client_for("tess")
    first, second = (client.post("/zorg/aanmelden/", data) for _ in range(2))
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_what_is_typed_comes_back_when_something_is_missing(client_for: Any) -> None:
    answer = client_for("tess").post("/zorg/aanmelden/", form(consent=""))
    assert answer.status_code == 422
    assert STORY in answer.content.decode()


def test_the_coordinator_hears_of_it_and_finds_it_in_the_list(
    client_for: Any, village: Village
) -> None:
    case = referred(client_for("tess"))
    assert Notice.objects.get(person=village.people["carla"]).kind == "referral_in"
    page = client_for("carla").get("/zorg/aanmeldingen/").content.decode()
    assert case.alias in page
    assert STORY not in page


def test_accepting_starts_the_intake_and_tells_the_referrer(
    client_for: Any, village: Village
) -> None:
    case = referred(client_for("tess"), ground="avg_6_1_a")
    assert act(client_for("carla"), case, "aannemen").status_code == 302
    case.refresh_from_db()
    assert (case.phase, case.coordinator) == (Phase.INTAKE, village.people["carla"])
    assert [clock.kind for clock in case.clocks.filter(ended_at=None)] == ["intake"]
    assert Notice.objects.get(person=village.people["tess"]).kind == "referral_accepted"
    assert Entry.objects.filter(verb="change", ground="avg_6_1_a", dossier=case.dossier).exists()


def test_without_a_ground_somebody_has_to_choose_one(client_for: Any) -> None:
    case = referred(client_for("tess"))
    assert act(client_for("carla"), case, "aannemen").status_code == 422
    assert act(client_for("carla"), case, "aannemen", ground="avg_6_1_e").status_code == 302
    assert ReferralIn.objects.get().ground == "avg_6_1_e"


def test_a_question_waits_for_its_answer_and_then_for_the_team(client_for: Any) -> None:
    case = referred(client_for("tess"))
    act(client_for("carla"), case, "vragen", text="Waar is zij nu?")
    page = client_for("tess").get(f"/zorg/mijn-aanmeldingen/{case.reference}/").content.decode()
    assert "Waar is zij nu?" in page
    assert [c.kind for c in case.clocks.filter(ended_at=None)] == ["referrer_answer"]
    client_for("tess").post(
        f"/zorg/mijn-aanmeldingen/{case.reference}/",
        {"once": str(uuid.uuid4()), "text": "Bij een vriendin in Zwolle."},
    )
    assert ReferralIn.objects.get().status == "asked"
    assert [c.kind for c in case.clocks.filter(ended_at=None)] == ["answer_referral"]
    shown = client_for("carla").get(f"/zorg/{case.reference}/").content.decode()
    assert "Bij een vriendin in Zwolle." in shown


def test_nobody_but_the_team_asks_in_the_teams_name(client_for: Any) -> None:
    case = referred(client_for("tess"))
    assert act(client_for("tess"), case, "vragen", text="Als het team").status_code == 403
    assert not case.referral.words.exists()
    assert case.clocks.filter(kind="answer_referral", ended_at=None).exists()


def test_declining_names_other_help_and_the_referrer_reads_it(client_for: Any) -> None:
    case = referred(client_for("tess"))
    without = act(client_for("carla"), case, "afwijzen", reason="other_help", letter="Dag.")
    assert without.status_code == 422
    act(
        client_for("carla"),
        case,
        "afwijzen",
        reason="other_help",
        letter="Jeugdhulp past hier beter.",
        other_help="youth_help",
    )
    case.refresh_from_db()
    assert (case.phase, case.close_reason, case.act_at) == ("closed", "declined", None)
    page = client_for("tess").get(f"/zorg/mijn-aanmeldingen/{case.reference}/").content.decode()
    assert "Jeugdhulp past hier beter." in page
    assert "Jeugdhulp of jongerenwerk" in page
    assert case.retention_norm.startswith("term.retention_referral_declined")


def test_a_decided_referral_is_not_decided_again(client_for: Any) -> None:
    case = referred(client_for("tess"), ground="avg_6_1_a")
    act(client_for("carla"), case, "aannemen")
    again = act(client_for("carla"), case, "afwijzen", reason="known", letter="Nee.")
    assert again.status_code == 422
    case.refresh_from_db()
    assert case.phase == Phase.INTAKE


def test_the_referrer_takes_it_back_and_it_is_destroyed_soon(client_for: Any) -> None:
    case = referred(client_for("tess"))
    url = f"/zorg/mijn-aanmeldingen/{case.reference}/intrekken/"
    assert client_for("tess").get(url).status_code == 200
    client_for("tess").post(url, {"once": str(uuid.uuid4()), "seen": seen(case)})
    case.refresh_from_db()
    assert (case.phase, case.close_reason) == ("closed", "withdrawn")
    assert (case.retention_until - case.retention_from).days <= 43


def test_the_referrer_sees_nothing_else_of_the_case(client_for: Any) -> None:
    case = referred(client_for("tess"), ground="avg_6_1_a", name="Zeldzame Naam")
    act(client_for("carla"), case, "aannemen")
    page = client_for("tess").get(f"/zorg/mijn-aanmeldingen/{case.reference}/").content.decode()
    assert STORY in page
    for secret in (case.alias, "Zeldzame Naam", "Carla Bos"):
        assert secret not in page
    assert client_for("tess").get(f"/zorg/{case.reference}/").status_code == 403


def test_reading_ones_own_referral_leaves_a_trace(client_for: Any) -> None:
    case = referred(client_for("tess"))
    client_for("tess").get(f"/zorg/mijn-aanmeldingen/{case.reference}/")
    entry = Entry.objects.get(verb="open", dossier=case.dossier)
    assert (entry.role, entry.reason_code) == ("reporter", "own_referral")


def test_another_referrer_does_not_find_it(client_for: Any) -> None:
    case = referred(client_for("tess"))
    assert client_for("chris").get(f"/zorg/mijn-aanmeldingen/{case.reference}/").status_code == 404
    assert (
        case.reference not in client_for("chris").get("/zorg/mijn-aanmeldingen/").content.decode()
    )


# --- From a signal --------------------------------------------------------------------------------


def from_signal(client: Any, signal: Any, *items: Any, **more: Any) -> Any:
    data = form(items=[str(item.id) for item in items], **more)
    data["seen"] = f"{signal.version}@{signal.changed_at.isoformat()}"
    return client.post(f"/zorg/aanmelden/signaal/{signal.reference}/", data)


def test_the_owner_of_a_signal_hands_its_person_over(client_for: Any, village: Village) -> None:
    signal = make_signal(village.organisations["gemeente-zwolle"])
    story = signal.items.get(kind="story")
    answer = from_signal(client_for("anna"), signal, story)
    assert answer.status_code == 302, answer.content.decode()
    case = Case.objects.get()
    assert (case.signal, case.referral.source) == (signal, "signal")
    assert [fact.kind for fact in case.facts.all()] == ["story"]
    assert signal.steps.filter(kind="care_asked").exists()


def test_only_what_was_chosen_goes_along(client_for: Any, village: Village) -> None:
    signal = make_signal(village.organisations["gemeente-zwolle"])
    from_signal(client_for("anna"), signal)
    assert not Case.objects.get().facts.exists()


def test_the_case_is_kept_from_the_receipt_of_the_signal(client_for: Any, village: Village) -> None:
    import datetime

    from django.utils import timezone

    signal = make_signal(village.organisations["gemeente-zwolle"])
    signal.received_at = timezone.now() - datetime.timedelta(days=400)
    signal.save()
    from_signal(client_for("anna"), signal)
    case = Case.objects.get()
    assert case.retention_from == timezone.localdate(signal.received_at)


def test_the_signal_tells_its_owner_what_the_answer_was(client_for: Any, village: Village) -> None:
    signal = make_signal(village.organisations["gemeente-zwolle"])
    from_signal(client_for("anna"), signal, ground="avg_6_1_e")
    case = Case.objects.get()
    act(client_for("carla"), case, "aannemen")
    assert signal.steps.filter(kind="care_accepted").exists()
    assert Notice.objects.filter(signal=signal, kind="care_accepted").exists()
    page = client_for("anna").get(f"/signalen/{signal.reference}/").content.decode()
    assert case.reference in page


def test_another_municipality_cannot_hand_a_signal_over(client_for: Any, village: Village) -> None:
    signal = make_signal(village.organisations["gemeente-zwolle"])
    assert from_signal(client_for("bilal"), signal).status_code == 404
    assert not Case.objects.exists()
