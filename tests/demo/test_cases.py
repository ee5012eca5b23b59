# SPDX-License-Identifier: EUPL-1.2
"""The made-up cases obey the rules of care: filled in bulk, they are what the actions make."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld import norms, vault
from meerinbeeld.access.models import Membership
from meerinbeeld.access.roles import Role
from meerinbeeld.care import models as m
from meerinbeeld.care.actions.change import first_clock
from meerinbeeld.care.actions.non_punishment import ASK
from meerinbeeld.care.queries import words
from meerinbeeld.care.queries.reading import TABS
from meerinbeeld.care.rules import phases
from meerinbeeld.care.rules.non_punishment import CRIMINAL
from meerinbeeld.demo.fill import CASES
from meerinbeeld.parties.queries import municipalities
from tests.people import client_for

CODED = {
    "care_fact": (m.Fact, "kind"),
    "form_of_exploitation": (m.Suspected, "form"),
    "life_domain": (m.Measure, "domain"),
    "care_task": (m.Task, "kind"),
    "non_punishment_finding": (m.NonPunishment, "finding"),
    "non_punishment_outcome": (m.NonPunishment, "outcome"),
    "work_kind": (m.WorkedHours, "what"),
    "contact_kind": (m.Contact, "kind"),
    "care_milestone": (m.Milestone, "kind"),
    "shelter_kind": (m.Placement, "kind"),
    "waiting_reason": (m.Placement, "wait_reason"),
    "delay_reason": (m.Placement, "delay_reason"),
    "shelter_destination": (m.Placement, "left_to"),
    "safety_level": (m.Assessment, "level"),
    "care_flow": (m.Grant, "flow"),
    "ground": (m.Grant, "ground"),
    "care_request": (m.ReferralOut, "kind"),
    "consent_how": (m.Consent, "how"),
    "consent_giver": (m.Consent, "given_by"),
    "share_end": (m.Grant, "revoked_because"),
    "partner_outcome": (m.ReferralOut, "reason"),
    "claim_kind": (m.Claim, "kind"),
    "age_band": (m.Case, "age_band"),
    "language": (m.Case, "language"),
    "care_contact": (m.ReferralIn, "contact_channel"),
    "consent_state": (m.ReferralIn, "consent"),
}


@pytest.fixture
def coordinator(region: int) -> Client:
    membership = Membership.objects.filter(role=Role.CARE_COORDINATOR).select_related("person")
    return client_for(membership.order_by("person__name")[0].person)


def test_two_years_of_cases_stand_in_every_phase(region: int) -> None:
    assert m.Case.objects.count() == CASES
    assert set(m.Case.objects.values_list("phase", flat=True)) == set(m.Phase.values)


def test_every_code_of_a_case_is_a_norm(region: int) -> None:
    for codelist, (model, name) in CODED.items():
        used: Any = model._base_manager.exclude(**{name: ""})  # type: ignore[attr-defined]
        known = {code.value for code in norms.codelist(codelist).known.values()}
        assert set(used.values_list(name, flat=True)) <= known, codelist


def test_an_open_case_acts_on_the_first_of_its_clocks_and_tasks(region: int) -> None:
    for case in m.Case.objects.exclude(phase=m.Phase.CLOSED):
        assert case.act_at == first_clock(case), case.reference


def test_a_closed_case_has_nothing_that_runs(region: int) -> None:
    closed = m.Case.objects.filter(phase=m.Phase.CLOSED)
    assert closed.exists()
    assert not m.Clock.objects.filter(case__in=closed, ended_at=None).exists()
    assert not m.Task.objects.filter(case__in=closed, status=m.Task.Status.OPEN).exists()
    assert not m.Grant.objects.filter(case__in=closed, revoked_at=None).exists()


def test_its_life_lines_know_their_steps_and_follow_the_phases(region: int) -> None:
    for case in m.Case.objects.prefetch_related("steps"):
        steps = sorted(case.steps.all(), key=lambda step: step.at)
        assert {step.kind for step in steps} <= set(words.STEPS)
        line = [step.phase for step in steps]
        assert all(
            one == other or phases.may_follow(one, other)
            for one, other in zip(line, line[1:], strict=False)
        )


def test_nothing_of_a_case_happened_after_now_or_before_it_came_in(region: int) -> None:
    now = timezone.now()
    for step in m.Step.objects.select_related("case"):
        assert step.case.received_at <= step.at <= now


def test_its_words_open_with_the_key_of_its_own_case(region: int) -> None:
    fact = m.Fact.objects.filter(kind="story").select_related("case").first()
    assert fact is not None
    with vault.unlocked(fact.case.dossier) as box:
        assert len(box.text(fact, "value")) > 20


def test_a_case_from_a_signal_keeps_the_clock_of_that_signal(region: int) -> None:
    for case in m.Case.objects.exclude(signal=None).select_related("signal"):
        assert case.signal is not None
        assert case.retention_from <= timezone.localdate(case.signal.received_at)


def test_every_page_of_every_case_opens(coordinator: Client) -> None:
    for case in m.Case.objects.filter(destroyed_at=None):
        for tab in TABS:
            page = coordinator.get(reverse("case_tab", args=[case.reference, tab]))
            assert page.status_code == 200, (case.reference, tab)


def test_the_caseload_and_the_bed_board_have_something_to_show(coordinator: Client) -> None:
    waiting = m.Case.objects.filter(phase=m.Phase.REFERRED).first()
    assert waiting is not None
    assert waiting.alias in coordinator.get(reverse("caseload")).text
    assert "De Linde" in coordinator.get(reverse("bed_board")).text


def test_criminal_exploitation_asks_the_non_punishment_question_or_has_its_answer(
    region: int,
) -> None:
    asked = m.Case.objects.filter(forms__form__in=CRIMINAL, accepted_at__isnull=False)
    assert asked.exists()
    open_ones = asked.exclude(phase=m.Phase.CLOSED).distinct()
    for case in open_ones:
        waits = case.clocks.filter(kind=ASK, ended_at=None).exists()
        assert waits != case.non_punishment.exists(), case.reference
    assert m.NonPunishment.objects.exists()
    assert not m.NonPunishment.objects.exclude(case__in=asked).exists()


def test_both_streams_of_the_coordinator_have_hours_in_every_municipality(region: int) -> None:
    towns = set(municipalities().values_list("pk", flat=True))
    prevention = m.WorkedHours.objects.filter(stream="prevention")
    assert set(prevention.values_list("municipality", flat=True)) == towns
    assert m.WorkedHours.objects.filter(stream="care").exists()
