# SPDX-License-Identifier: EUPL-1.2
"""The plan: what the person wants to reach, who does what before when, and nothing gets lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access import Refused
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.care.actions import plan
from meerinbeeld.care.models import Case, Goal, GrantedItem, Task
from meerinbeeld.care.queries.scope import NotInReach
from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Notice
from tests.care.making import SECRET_PLAN, fact_of, grant_to, make_case, one_of_everything
from tests.people import Village

pytestmark = pytest.mark.django_db
TEXT = "Ik wil weer alleen over straat durven"


@pytest.fixture
def carla(village: Village) -> Any:
    return village.actor("carla")


def in_days(days: int) -> datetime:
    return evening(timezone.localdate() + timedelta(days=days))


def filled(client: Any, url: str, **given: str) -> dict[str, str]:
    """What a browser sends for the form of a page, with some fields filled in."""
    form = client.get(url).context["form"]
    hidden = {name: str(form.initial[name]) for name in ("once", "seen")}
    chosen = {name: str(form.get_initial_for_field(field, name) or "")
              for name, field in form.fields.items() if name not in hidden}  # fmt: skip
    return {**chosen, **hidden, **given}


# --- Goals ----------------------------------------------------------------------------------------


def test_a_goal_is_in_the_words_of_the_person_and_sealed(carla: Any, case: Case) -> None:
    goal = plan.add_goal(carla, case.reference, "safety", TEXT)
    assert TEXT.encode() not in bytes(goal.text)
    with vault.unlocked(case.dossier) as box:
        assert box.text(goal, "text") == TEXT
    entry = Entry.objects.get(thing="care.goal")
    assert (entry.verb, entry.reason_code) == ("change", "safety")


def test_when_a_goal_ends_its_open_tasks_stay(carla: Any, case: Case, client_for: Any) -> None:
    goal = plan.add_goal(carla, case.reference, "safety", TEXT)
    plan.add_task(carla, case.reference, "call", in_days(3), text="wijkagent", goal_id=goal.id)
    plan.end_goal(carla, case.reference, goal.id, Goal.Status.REACHED)
    shown = client_for("carla").get(f"/zorg/{case.reference}/fase/plan/").context["parts"]["plan"]
    assert [task.text for task in shown.loose] == ["wijkagent"]
    assert [one.status for one in shown.ended_goals] == ["reached"]
    with pytest.raises(ChangeError):
        plan.end_goal(carla, case.reference, goal.id, Goal.Status.DROPPED)
    plan.reopen_goal(carla, case.reference, goal.id)
    assert case.goals.get().status == Goal.Status.OPEN


def test_a_closed_case_takes_no_new_goals_or_tasks(village: Village, carla: Any) -> None:
    case = make_case(village.organisations["veilig-thuis"], phase="closed")
    for act in (
        lambda: plan.add_goal(carla, case.reference, "safety", TEXT),
        lambda: plan.add_task(carla, case.reference, "call", in_days(1)),
    ):
        with pytest.raises(ChangeError):
            act()


# --- Tasks ----------------------------------------------------------------------------------------


def test_a_task_sets_when_somebody_has_to_act(carla: Any, case: Case) -> None:
    task = plan.add_task(carla, case.reference, "call", in_days(-1) + timedelta(days=1))
    case.refresh_from_db()
    assert case.act_at == task.due_at
    plan.finish_task(carla, case.reference, task.id)
    case.refresh_from_db()
    assert case.act_at != task.due_at
    plan.reopen_task(carla, case.reference, task.id)
    case.refresh_from_db()
    assert case.act_at == task.due_at


def test_a_task_without_a_name_is_for_whoever_coordinates(carla: Any, case: Case) -> None:
    task = plan.add_task(carla, case.reference, "call", in_days(2))
    assert task.person == case.coordinator
    assert not Notice.objects.exists()


def test_only_a_colleague_who_works_here_today_gets_a_task(
    carla: Any, case: Case, village: Village
) -> None:
    with pytest.raises(ChangeError):
        plan.add_task(
            carla, case.reference, "call", in_days(2), person_id=village.people["anna"].id
        )


@pytest.mark.parametrize("days", [-400, 6 * 366])
def test_a_day_far_away_is_a_slip_of_the_keyboard(days: int, carla: Any, case: Case) -> None:
    with pytest.raises(ChangeError):
        plan.add_task(carla, case.reference, "call", in_days(days))


def test_the_same_form_sent_twice_makes_one_task(carla: Any, case: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{case.reference}/taak/"
    day = f"{timezone.localdate() + timedelta(days=2):%d-%m-%Y}"
    sent = filled(client, url, kind="call", day=day, text="school")
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    assert case.tasks.count() == 1


def test_two_people_who_finish_a_task_hear_of_each_other(carla: Any, case: Case) -> None:
    task = plan.add_task(carla, case.reference, "call", in_days(2))
    plan.finish_task(carla, case.reference, task.id)
    with pytest.raises(ChangeError):
        plan.finish_task(carla, case.reference, task.id)


def test_moving_a_task_asks_for_what_was_seen_and_keeps_the_words(
    carla: Any, case: Case, client_for: Any
) -> None:
    task = plan.add_task(carla, case.reference, "call", in_days(2))
    client, url = client_for("carla"), f"/zorg/{case.reference}/taak/{task.id}/verzetten/"
    day = f"{timezone.localdate() + timedelta(days=9):%d-%m-%Y}"
    sent = filled(client, url, day=day, why="Advocaat is met verlof")
    case.refresh_from_db()
    seen = Seen(case.version, timezone.now())
    plan.move_task(carla, case.reference, task.id, in_days(5), seen=seen)
    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert "Advocaat is met verlof" in answer.content.decode()
    task.refresh_from_db()
    assert task.due_at == in_days(5)
    again = {**sent, "seen": str(answer.context["form"].initial["seen"])}
    assert client.post(url, again).status_code == 302
    task.refresh_from_db()
    assert task.due_at == in_days(9)
    with pytest.raises(Stale):
        plan.move_task(carla, case.reference, task.id, in_days(1), seen=seen)


def test_adding_a_task_makes_nobodys_form_stale(carla: Any, case: Case) -> None:
    before = Case.objects.get(pk=case.pk).version
    plan.add_task(carla, case.reference, "call", in_days(2))
    assert Case.objects.get(pk=case.pk).version == before


@pytest.mark.parametrize("day", ["gisteren", "31-02-2027", "nooit", "", "1-1-1999"])
def test_a_day_that_cannot_be_keeps_what_was_typed(day: str, case: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{case.reference}/taak/"
    answer = client.post(url, filled(client, url, kind="call", text="Bel de school", day=day))
    assert answer.status_code == 422
    assert "Bel de school" in answer.content.decode()
    assert not case.tasks.exists()


def test_a_time_makes_it_an_appointment(case: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{case.reference}/taak/"
    day = f"{timezone.localdate() + timedelta(days=2):%d-%m-%Y}"
    client.post(url, filled(client, url, kind="appointment", day=day, clock="10.30"))
    task = case.tasks.get()
    assert task.at_time
    assert f"{timezone.localtime(task.due_at):%H:%M}" == "10:30"


# --- Partners -------------------------------------------------------------------------------------


@pytest.fixture
def at_partner(carla: Any, case: Case, village: Village) -> Task:
    shelter = village.organisations["opvang"]
    return plan.add_task(
        carla, case.reference, "find_out", in_days(4), text="Kamer", organisation_id=shelter.id
    )


def share(task: Task, village: Village) -> None:
    case, carla = task.case, village.people["carla"]
    grant = grant_to(village.organisations["opvang"], case, fact_of(case, "story"), by=carla)
    GrantedItem.objects.create(grant=grant, kind="task", thing=task.id)


def test_a_task_at_a_partner_stays_unseen_until_it_is_shared(
    at_partner: Task, village: Village
) -> None:
    chris = village.actor("chris")
    with pytest.raises(NotInReach):
        plan.finish_task(chris, at_partner.case.reference, at_partner.id)
    share(at_partner, village)
    plan.finish_task(chris, at_partner.case.reference, at_partner.id)
    at_partner.refresh_from_db()
    assert at_partner.status == Task.Status.DONE
    assert Notice.objects.filter(person=village.people["carla"], kind="task_done").exists()


def test_a_partner_ticks_its_own_task_off_on_the_page_that_it_sees(
    at_partner: Task, carla: Any, case: Case, village: Village, client_for: Any
) -> None:
    share(at_partner, village)
    ours = plan.add_task(carla, case.reference, "call", in_days(3), text="Iets van het team")
    chris, page = client_for("chris"), f"/zorg/{case.reference}/"
    shown = chris.get(page).content.decode()
    assert f"/taak/{at_partner.id}/klaar/" in shown
    assert str(ours.id) not in shown
    assert "Iets van het team" not in shown
    answer = chris.post(f"{page}taak/{at_partner.id}/klaar/", {"terug": "overview"})
    assert answer["Location"] == page
    again = chris.get(page).content.decode()
    assert f"/taak/{at_partner.id}/weer/" in again
    at_partner.refresh_from_db()
    assert at_partner.status == Task.Status.DONE


def test_a_partner_finishes_no_task_of_somebody_else(
    at_partner: Task, carla: Any, case: Case, village: Village
) -> None:
    share(at_partner, village)
    ours = plan.add_task(carla, case.reference, "call", in_days(3))
    with pytest.raises(ChangeError):
        plan.finish_task(village.actor("chris"), case.reference, ours.id)


def test_a_partner_plans_nothing(at_partner: Task, village: Village) -> None:
    share(at_partner, village)
    chris = village.actor("chris")
    with pytest.raises(Refused):
        plan.add_task(chris, at_partner.case.reference, "call", in_days(1))
    with pytest.raises(Refused):
        plan.move_task(chris, at_partner.case.reference, at_partner.id, in_days(9))


def test_a_token_that_was_used_does_nothing_again(carla: Any, case: Case) -> None:
    import uuid

    once = uuid.uuid4()
    plan.add_goal(carla, case.reference, "safety", TEXT, once=once)
    with pytest.raises(AlreadyDone):
        plan.add_goal(carla, case.reference, "safety", TEXT, once=once)


def test_a_form_says_which_task_or_goal_it_is_about_in_coded_words(
    client_for: Any, case: Case, village: Village
) -> None:
    one_of_everything(case, village)
    carla, task, goal = client_for("carla"), case.tasks.get(), case.goals.get()
    for name, thing, words in (
        ("task_move", task.id, "Bellen"),
        ("task_drop", task.id, "Bellen"),
        ("goal_end", goal.id, "Veiligheid"),
        ("milestone_take_back", case.milestones.get().id, "Bedenktijd aangeboden"),
    ):
        page = carla.get(reverse(name, args=[case.reference, thing])).content.decode()
        assert words in page, name
        assert SECRET_PLAN not in page, "what was written stays sealed"
        unknown = carla.get(reverse(name, args=[case.reference, case.id]))
        assert unknown.status_code == 404, name
