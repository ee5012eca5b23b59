# SPDX-License-Identifier: EUPL-1.2
"""A case on one screen: what now, who, what is agreed, which clocks run, who helps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meerinbeeld.care.actions import plan
from meerinbeeld.care.actions.contact import record_contact
from meerinbeeld.care.actions.milestones import choose_cooperation, record_milestone
from meerinbeeld.care.actions.safety import Look, assess_safety
from meerinbeeld.care.models import Case, Cooperation
from meerinbeeld.care.queries.scope import in_hand
from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.care.views.facing import page_of
from tests.care.making import SECRET_NAME, SECRET_SHELTER
from tests.people import Village

pytestmark = pytest.mark.django_db


@pytest.fixture
def carla(village: Village) -> Any:
    return village.actor("carla")


def fill(carla: Any, case: Case, times: int = 1) -> None:
    today = timezone.localdate()
    for number in range(times):
        goal = plan.add_goal(carla, case.reference, "housing", "Een eigen kamer met een slot")
        plan.add_task(
            carla, case.reference, "call", evening(today + timedelta(days=number)),
            text="Woningbouw bellen", goal_id=goal.id,
        )  # fmt: skip
        record_contact(carla, case.reference, "phone", note="Slaapt beter dan vorige week")
        record_milestone(carla, case.reference, "reflection_granted", today)


def read(client_for: Any, case: Case, tab: str = "") -> Any:
    where = f"fase/{tab}/" if tab else ""
    return client_for("carla").get(f"/zorg/{case.reference}/{where}")


def test_one_screen_says_what_now_what_is_agreed_and_which_clocks_run(
    carla: Any, case: Case, client_for: Any
) -> None:
    fill(carla, case)
    answer = read(client_for, case)
    words = answer.content.decode()
    for said in (
        "Een eigen kamer met een slot", "Woningbouw bellen", "Slaapt beter dan vorige week",
        "term.reflection_period@2013-01-01",
    ):  # fmt: skip
        assert said in words
    assert answer.context["next"].label.endswith("Woningbouw bellen")
    assert SECRET_NAME not in words
    assert SECRET_SHELTER not in words


def test_on_paper_stands_the_whole_of_the_plan_and_of_safety_without_buttons(
    carla: Any, case: Case, client_for: Any
) -> None:
    today = timezone.localdate()
    for number in range(9):
        due = evening(today + timedelta(days=number))
        plan.add_task(carla, case.reference, "call", due, text=f"Taak nummer {number}")
        record_contact(carla, case.reference, "phone", note=f"Gesprek nummer {number}")
    assess_safety(carla, case.reference, Look("intake", "watch", "Er reed een auto langs"))
    words = client_for("carla").get(f"/zorg/{case.reference}/afdruk/").content.decode()
    for number in range(9):
        assert f"Taak nummer {number}" in words
        assert f"Gesprek nummer {number}" in words
    assert "Er reed een auto langs" in words
    assert SECRET_NAME not in words
    assert SECRET_SHELTER not in words
    assert "/klaar/" not in words


def test_a_tick_finishes_a_task_and_comes_back_to_the_screen(
    carla: Any, case: Case, client_for: Any
) -> None:
    fill(carla, case)
    task, client = case.tasks.get(), client_for("carla")
    url = f"/zorg/{case.reference}/taak/{task.id}/klaar/"
    answer = client.post(url, {"terug": "overview"})
    assert answer["Location"] == f"/zorg/{case.reference}/"
    task.refresh_from_db()
    assert task.status == "done"
    again = client.post(url, {"terug": "overview"}, follow=True)
    assert [one.level_tag for one in again.context["messages"]][-1] == "error"


def test_the_clocks_stand_in_the_order_of_their_end_with_norm_and_day(
    carla: Any, case: Case, client_for: Any
) -> None:
    fill(carla, case)
    clocks = read(client_for, case).context["page"].clocks
    assert [one.due_at for one in clocks] == sorted(one.due_at for one in clocks)
    assert all("@" in one.norm and one.source for one in clocks)


@pytest.mark.parametrize("tab", ["", "plan"])
def test_a_page_asks_the_database_as_often_with_much_in_it(
    tab: str, carla: Any, case: Case, client_for: Any
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert read(client_for, case, tab).status_code == 200
        return len(caught)

    fill(carla, case)
    few = queries()
    fill(carla, case, 6)
    assert queries() == few


def test_every_clock_leads_to_a_page_that_is_there(
    carla: Any, case: Case, client_for: Any, village: Village
) -> None:
    hand, client = in_hand(carla, "open", case.reference), client_for("carla")
    for kind in ("answer_referral", "intake", "case_review", "safety_review", "measure", "permit",
                 "lawyer", "reflection_period", "long_stay", "aftercare_first"):  # fmt: skip
        assert client.get(page_of(hand, kind)).status_code in (200, 302), kind


# --- Help never waits for a complaint -------------------------------------------------------------


@pytest.mark.parametrize("choice", Cooperation.values)
def test_nothing_in_the_help_depends_on_what_somebody_chooses_towards_the_police(
    choice: str, carla: Any, case: Case, client_for: Any
) -> None:
    fill(carla, case)
    before = state(client_for, case)
    choose_cooperation(carla, case.reference, choice)
    assert state(client_for, case) == before


def state(client_for: Any, case: Case) -> tuple[Any, ...]:
    """What may be done in a case, and what runs in it."""
    context = read(client_for, case).context
    clocks = [(one.kind, one.due_at) for one in context["page"].clocks]
    tasks = [task.id for task in context["parts"]["plan"].todo]
    return context["can"], clocks, tasks, context["next"]


def test_the_three_choices_are_equal_and_none_is_chosen_for_the_person(
    case: Case, client_for: Any
) -> None:
    form = client_for("carla").get(f"/zorg/{case.reference}/politie/").context["form"]
    values = [value for value, _label in form.fields["choice"].choices]
    assert set(values[:3]) == {"complaint", "other", "neither"}
    assert values[3] == "undecided"
    assert "choice" not in form.initial
