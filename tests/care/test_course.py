# SPDX-License-Identifier: EUPL-1.2
"""From intake to the end and back: each phase in the browser, and nothing that waits for police."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.care.models import Case, Cooperation, Grant, Phase, Placement
from meerinbeeld.care.rules import phases
from tests.care.making import fact_of, grant_to, make_case, make_facility
from tests.care.test_intake import look, running, send
from tests.people import Village

WORDS = "Zeldzame slotwoorden"


def in_phase(village: Village, phase: str) -> Case:
    return make_case(village.organisations["veilig-thuis"], village.people["carla"], phase=phase)


def now(case: Case) -> str:
    return Case.objects.get(pk=case.pk).phase


def test_from_intake_to_the_end_and_back(client_for: Any, village: Village) -> None:
    case, client = in_phase(village, Phase.INTAKE), client_for("carla")
    refused = send(client, case, "intake-klaar", explanation=WORDS)
    assert refused.status_code == 422 and WORDS in refused.content.decode()
    look(client, case)
    assert send(client, case, "intake-klaar").status_code == 302
    assert now(case) == Phase.HELPING
    assert {"case_review", "measure_first", "safety_review"} <= running(case)
    send(client, case, "meten", score_day="2")
    send(client, case, "nazorg", explanation=WORDS)
    assert now(case) == Phase.AFTERCARE
    assert {"aftercare_first", "aftercare_second"} <= running(case)
    assert "safety_review" not in running(case)
    send(client, case, "nazorg/gesprek")
    send(client, case, "nazorg/gesprek")
    assert "after_aftercare" in running(case)
    assert send(client, case, "nazorg/gesprek").status_code == 422
    send(client, case, "meten", score_day="4", moment="end")
    assert send(client, case, "afsluiten", reason="goals_reached").status_code == 302
    assert now(case) == Phase.CLOSED
    assert not running(case)
    shown = client.get(f"/zorg/{case.reference}/").content.decode()
    assert f"/zorg/{case.reference}/heropenen/" in shown
    assert f"/zorg/{case.reference}/afsluiten/" not in shown
    send(client, case, "heropenen", explanation=WORDS)
    assert now(case) == Phase.HELPING
    assert "after_reopening" in running(case)


def test_help_goes_on_when_aftercare_was_too_early(client_for: Any, village: Village) -> None:
    case = in_phase(village, Phase.AFTERCARE)
    send(client_for("carla"), case, "weer-helpen", explanation=WORDS)
    assert now(case) == Phase.HELPING
    assert not {"aftercare_first", "aftercare_second"} & running(case)


@pytest.mark.parametrize("choice", Cooperation.values)
def test_no_step_looks_at_the_choice_towards_the_police(
    choice: str, client_for: Any, village: Village
) -> None:
    case, client = in_phase(village, Phase.INTAKE), client_for("carla")
    Case.objects.filter(pk=case.pk).update(cooperation=choice)
    look(client, case)
    for where in ("intake-klaar", "nazorg"):
        assert send(client, case, where).status_code == 302
    assert now(case) == Phase.AFTERCARE


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": "transferred"}, "organisation"),
        ({"reason": "other_help"}, "other_help"),
        ({"reason": "out_of_sight"}, "explanation"),
        ({"reason": "goals_reached", "not_measured_because": ""}, "not_measured_because"),
        ({"reason": ""}, "reason"),
        ({"reason": "declined"}, "reason"),
    ],
)
def test_closing_asks_what_belongs_to_its_reason(
    given: dict[str, str], field: str, client_for: Any, case: Case
) -> None:
    sent = {"not_measured_because": "no_contact", **given}
    answer = send(client_for("carla"), case, "afsluiten", **sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert now(case) == Phase.HELPING


def test_closing_ends_clocks_shares_and_what_was_asked(
    client_for: Any, case: Case, village: Village
) -> None:
    grant = grant_to(
        village.organisations["opvang"], case, fact_of(case, "story"), by=village.people["carla"]
    )
    given = {"reason": "out_of_sight", "explanation": WORDS, "not_measured_because": "no_contact"}
    send(client_for("carla"), case, "afsluiten", **given)
    assert now(case) == Phase.CLOSED
    assert Grant.objects.get(pk=grant.pk).revoked_at
    assert client_for("chris").get(f"/zorg/{case.reference}/").status_code == 404
    page = client_for("carla").get(f"/zorg/{case.reference}/").content.decode()
    assert WORDS in page


def test_the_outcome_stays_on_the_page_with_where_the_person_went(
    client_for: Any, case: Case, village: Village
) -> None:
    haven = village.organisations["opvang"]
    send(
        client_for("carla"),
        case,
        "afsluiten",
        reason="transferred",
        organisation=str(haven.id),
        not_measured_because="does_not_want",
    )
    ended = client_for("carla").get(f"/zorg/{case.reference}/").context["parts"]["course"].ended
    assert ended.handed_to == haven.name
    assert ended.not_measured


def test_a_bed_that_nobody_frees_keeps_the_case_open(
    client_for: Any, case: Case, village: Village
) -> None:
    house = make_facility(village.organisations["opvang"])
    Placement.objects.create(
        case=case,
        kind="wmo",
        facility=house,
        status="placed",
        placed_at=timezone.now(),
        requested_by=village.people["carla"],
    )
    given = {"reason": "goals_reached", "not_measured_because": "no_contact"}
    answer = send(client_for("carla"), case, "afsluiten", explanation=WORDS, **given)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_a_closed_case_is_not_changed_before_it_is_reopened(
    client_for: Any, village: Village
) -> None:
    case, client = in_phase(village, Phase.CLOSED), client_for("carla")
    for where, sent in (
        ("gegeven/detect", {"kind": "other", "text": WORDS}),
        ("veiligheid", {"level": "safe", "text": WORDS}),
        ("meten", {"score_day": "3"}),
        ("vermoeden", {"forms": ["labour_exploitation"]}),
    ):
        answer = send(client, case, where, **sent)
        assert answer.status_code == 422, where


def test_reopening_never_keeps_a_case_longer(client_for: Any, case: Case) -> None:
    client, before = client_for("carla"), case.retention_until
    given = {"reason": "goals_reached", "not_measured_because": "no_contact"}
    send(client, case, "afsluiten", **given)
    send(client, case, "heropenen", explanation=WORDS)
    case.refresh_from_db()
    assert case.retention_until == before
    assert case.closed_at is None


def test_after_reopening_the_end_is_measured_anew(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    send(client, case, "meten", score_day="4", moment="end")
    case.measures.update(at=timezone.now() - timedelta(days=1))
    send(client, case, "afsluiten", reason="goals_reached")
    assert now(case) == Phase.CLOSED
    send(client, case, "heropenen", explanation=WORDS)
    again = send(client, case, "afsluiten", reason="goals_reached")
    assert "not_measured_because" in again.context["form"].errors


def test_a_waiting_referral_is_answered_and_not_closed(client_for: Any, village: Village) -> None:
    case = in_phase(village, Phase.REFERRED)
    answer = client_for("carla").get(f"/zorg/{case.reference}/afsluiten/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/aanmelding/afwijzen/")


# --- The phase machine ----------------------------------------------------------------------------

ANY = st.sampled_from(phases.PHASES)


@given(st.lists(ANY, max_size=12))
def test_whatever_is_tried_a_case_is_always_in_one_phase_and_can_go_on(tried: list[str]) -> None:
    phase = phases.REFERRED
    for then in tried:
        if phases.may_follow(phase, then):
            phase = then
        assert phase in phases.PHASES
        assert any(now == phase for now, _then in phases.TRANSITIONS)


@given(ANY)
def test_from_each_phase_a_case_can_end_and_an_end_can_be_undone(phase: str) -> None:
    assert phases.may_follow(phase, phases.CLOSED)
    for accepted in (True, False):
        assert phases.may_follow(phases.CLOSED, phases.reopened(accepted=accepted))


@given(ANY, ANY)
def test_only_through_the_intake_does_a_referral_become_help(now: str, then: str) -> None:
    if then in phases.IN_CARE and now not in phases.IN_CARE | {phases.CLOSED}:
        assert not phases.may_follow(now, then) or then == phases.INTAKE


@given(ANY)
def test_every_open_phase_has_a_clock_that_wakes_it(phase: str) -> None:
    assert (phase in phases.WATCH) == (phase != phases.CLOSED)


def test_closing_says_beforehand_how_many_partners_will_see_nothing_more(
    client_for: Any, case: Case, village: Village
) -> None:
    for slug in ("opvang", "politie"):
        grant_to(
            village.organisations[slug], case, fact_of(case, "story"), by=village.people["carla"]
        )
    page = client_for("carla").get(f"/zorg/{case.reference}/afsluiten/").content.decode()
    assert "het deel van 2 partners" in page
    assert "term.retention_care@2015-01-01" not in page.replace('title="term.', "")
