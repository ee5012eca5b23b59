# SPDX-License-Identifier: EUPL-1.2
"""The screens of the plan in a real browser: on a phone and on a desk, by keyboard, nl and en."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.care.actions import hours, plan
from meerinbeeld.care.actions.contact import record_contact
from meerinbeeld.care.actions.facts import add_fact
from meerinbeeld.care.actions.milestones import record_milestone
from meerinbeeld.care.models import Case, Clock, ReferralOut
from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.parties.models import Municipality
from tests.care.making import fact_of, grant_to, make_case
from tests.people import Village
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]
PARTNERS = ("opvang", "politie", "school")
CLOCKS = ("partner_answers_request", "safety_review", "measure", "case_review", "reflection_period")


@pytest.fixture
def lived_in(case: Case, village: Village) -> Case:
    """A case with a plan, contacts and clocks, beside others that are late or wait."""
    actor, today = village.actor("carla"), timezone.localdate()
    Case.objects.filter(pk=case.pk).update(municipality=Municipality.objects.get(pk="GM0193"))
    goal = plan.add_goal(actor, case.reference, "housing", "Een kamer met een slot")
    ended = plan.add_goal(actor, case.reference, "safety", "Weer alleen over straat")
    plan.end_goal(actor, case.reference, ended.id, "reached")
    for days, text in ((0, "Woningbouw bellen"), (3, "Urgentie aanvragen")):
        due = evening(today + timedelta(days=days))
        plan.add_task(actor, case.reference, "call", due, text=text, goal_id=goal.id)
    shelter = village.organisations["opvang"]
    task = plan.add_task(
        actor, case.reference, "find_out", evening(today), organisation_id=shelter.id
    )
    plan.finish_task(actor, case.reference, task.id)
    record_contact(actor, case.reference, "phone", note="Slaapt beter", minutes=15)
    record_milestone(actor, case.reference, "reflection_granted", today - timedelta(days=90))
    hours.record_hours(actor, "schools", 90, today, "GM0193")
    make_case(village.organisations["veilig-thuis"], phase="referred")
    late = make_case(village.organisations["veilig-thuis"], village.people["carla"], minor="yes")
    Case.objects.filter(pk=late.pk).update(act_at=timezone.now() - timedelta(days=2))
    return case


def addresses(case: Case) -> list[str]:
    reference = case.reference
    task, goal = case.tasks.filter(status="open")[0], case.goals.filter(status="open")[0]
    return [
        reverse("caseload"),
        reverse("caseload") + "?wat=late",
        reverse("caseload") + "?vorm=forced_marriage",
        reverse("case", args=[reference]),
        reverse("case_tab", args=[reference, "plan"]),
        reverse("case_tab", args=[reference, "prosecute"]),
        reverse("case_tab", args=[reference, "protect"]),
        reverse("case_quick", args=[reference]),
        reverse("goal_add", args=[reference]),
        reverse("goal_end", args=[reference, goal.id]),
        reverse("task_add", args=[reference]),
        reverse("task_move", args=[reference, task.id]),
        reverse("task_drop", args=[reference, task.id]),
        reverse("contact_add", args=[reference]),
        reverse("milestone_add", args=[reference]),
        reverse("milestone_take_back", args=[reference, case.milestones.get().id]),
        reverse("cooperation", args=[reference]),
        reverse("hours"),
        reverse("calendar"),
    ]


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    prefix: str, page: Any, lived_in: Case, enter: Enter
) -> None:
    enter("carla")
    axe.check_pages(page, addresses(lived_in), prefix)


def test_a_line_is_kept_with_the_keyboard_alone(page: Any, lived_in: Case, enter: Enter) -> None:
    enter("carla")
    page.goto(reverse("case", args=[lived_in.reference]))
    page.locator("#mib-quick-line").focus()
    page.keyboard.type("bezoek 1u wil naar school")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=wil naar school")
    contact = lived_in.contacts.order_by("-at").first()
    assert contact is not None
    assert (contact.kind, contact.minutes) == ("visit", 60)
    assert "60 minuten" in page.inner_text("[role=status]")


def test_a_full_case_fits_one_screen_of_a_desk(
    page: Any, lived_in: Case, village: Village, enter: Enter
) -> None:
    """What now, who, what is agreed, which clocks run and who helps: all without scrolling."""
    fill(lived_in, village)
    enter("carla")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(reverse("case", args=[lived_in.reference]))
    for heading in ("Wie", "Wat is afgesproken", "Klokken die lopen", "Wie helpt"):
        card = page.locator("section.mib-card", has=page.get_by_role("heading", name=heading))
        box = card.first.bounding_box()
        assert box["y"] + box["height"] <= 900, heading
    text = page.inner_text(".mib-overview")
    assert all(village.organisations[slug].name in text for slug in PARTNERS)
    assert text.count("norm van") == 6, "five clocks, and the one that comes first"


def fill(case: Case, village: Village) -> None:
    """Three partners with a request each, five clocks, five tasks, three goals, many details."""
    actor, now = village.actor("carla"), timezone.now()
    for slug in PARTNERS:
        organisation, by = village.organisations[slug], village.people["carla"]
        grant = grant_to(organisation, case, fact_of(case, "story"), by=by)
        ReferralOut.objects.create(
            case=case, grant=grant, organisation=organisation, kind="guidance", asked_by=by
        )
    for domain in ("income", "day"):
        plan.add_goal(actor, case.reference, domain, "Iets dat deze persoon zelf wil bereiken")
    for days in (1, 2, 3):
        text = "Een woord over wat er te doen is, zo lang als het vaak is"
        plan.add_task(
            actor,
            case.reference,
            "call",
            evening(timezone.localdate() + timedelta(days=days)),
            text=text,
        )
    for kind in ("call_name", "phone", "safe_contact", "danger", "children"):
        add_fact(actor, case.reference, kind, "Alleen overdag, en dan kort")
    case.clocks.all().delete()
    for days, kind in enumerate(CLOCKS):
        due_at, norm = now + timedelta(days=days), str(norms.term(kind).norm)
        Clock.objects.create(case=case, kind=kind, started_at=now, due_at=due_at, norm=norm)


def test_a_task_is_ticked_off_on_the_overview(page: Any, lived_in: Case, enter: Enter) -> None:
    enter("carla")
    page.goto(reverse("case", args=[lived_in.reference]))
    with page.expect_navigation():
        page.get_by_role("button", name="klaar: Bellen Woningbouw bellen").click()
    assert lived_in.tasks.filter(status="open").count() == 1
    assert page.url.endswith(reverse("case", args=[lived_in.reference]))
