# SPDX-License-Identifier: EUPL-1.2
"""What is known, how safe it is, how it goes: written down in the browser, and kept sealed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meerinbeeld import vault
from meerinbeeld.care.actions.change import changing
from meerinbeeld.care.actions.safety import safety_due_after_move
from meerinbeeld.care.models import Assessment, Case, Measure, NonPunishment
from meerinbeeld.journal.models import Entry
from tests.care.making import SECRET_NAME, fact_of, make_case
from tests.people import Village

WORDS = "Zeldzame nieuwe zorgwoorden"


def page(client: Any, case: Case, tab: str) -> str:
    return str(client.get(f"/zorg/{case.reference}/fase/{tab}/").content.decode())


def send(client: Any, case: Case, where: str, **given: Any) -> Any:
    """Fill in the form at an address as a browser does: with what it started with."""
    form = client.get(f"/zorg/{case.reference}/{where}/").context["form"]
    start = {name: form.get_initial_for_field(f, name) for name, f in form.fields.items()}
    kept = {name: value for name, value in start.items() if value not in (None, "", False)}
    return client.post(f"/zorg/{case.reference}/{where}/", {**kept, **given})


def running(case: Case) -> set[str]:
    return set(case.clocks.filter(ended_at=None).values_list("kind", flat=True))


# --- Details --------------------------------------------------------------------------------------


def test_a_detail_is_added_sealed_and_stands_on_its_tab(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    assert send(client, case, "gegeven/protect", kind="danger", text=WORDS).status_code == 302
    assert WORDS.encode() not in bytes(fact_of(case, "danger").value)
    assert WORDS in page(client, case, "protect")
    assert WORDS not in page(client, case, "detect")


def test_a_detail_is_taken_away_and_put_back(client_for: Any, case: Case) -> None:
    client, name = client_for("carla"), fact_of(case, "name")
    client.post(f"/zorg/{case.reference}/gegeven/{name.id}/weg/")
    name.refresh_from_db()
    assert name.removed_at and name.removed_by
    assert f"/gegeven/{name.id}/terug/" in page(client, case, "detect")
    client.post(f"/zorg/{case.reference}/gegeven/{name.id}/terug/")
    assert fact_of(case, "name").id == name.id


def test_taking_away_twice_says_so_and_breaks_nothing(client_for: Any, case: Case) -> None:
    client, address = client_for("carla"), f"gegeven/{fact_of(case, 'name').id}/weg/"
    client.post(f"/zorg/{case.reference}/{address}")
    again = client.post(f"/zorg/{case.reference}/{address}", follow=True)
    assert again.status_code == 200
    assert case.facts.filter(kind="name").count() == 1


def test_a_new_name_takes_the_place_of_the_old_which_is_kept(client_for: Any, case: Case) -> None:
    old = fact_of(case, "name")
    send(client_for("carla"), case, "gegeven/detect", kind="name", text=WORDS)
    old.refresh_from_db()
    assert old.removed_at
    with vault.unlocked(case.dossier) as box:
        assert box.text(fact_of(case, "name"), "value") == WORDS
        assert box.text(old, "value") == SECRET_NAME


def test_the_address_of_a_shelter_is_not_typed_here(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    form = client.get(f"/zorg/{case.reference}/gegeven/protect/").context["form"]
    assert "shelter_address" not in dict(form.fields["kind"].choices)
    answer = send(client, case, "gegeven/protect", kind="shelter_address", text=WORDS)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


@pytest.mark.parametrize("kind", ["", "made-up", "name"])
def test_what_was_typed_comes_back_when_something_is_missing(
    kind: str, client_for: Any, case: Case
) -> None:
    text = "" if kind == "name" else WORDS
    answer = send(client_for("carla"), case, "gegeven/detect", kind=kind, text=text)
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_an_unknown_tab_has_no_form(client_for: Any, case: Case) -> None:
    assert client_for("carla").get(f"/zorg/{case.reference}/gegeven/elders/").status_code == 404


def test_a_detail_of_another_case_is_not_taken_away(
    client_for: Any, case: Case, village: Village
) -> None:
    other = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    foreign = fact_of(other, "name")
    client_for("carla").post(f"/zorg/{case.reference}/gegeven/{foreign.id}/weg/")
    foreign.refresh_from_db()
    assert foreign.removed_at is None


# --- What is suspected, and who it is -------------------------------------------------------------


def test_what_is_no_longer_suspected_stays_with_its_dates(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    answer = send(client, case, "vermoeden", forms=["labour_exploitation"])
    assert answer.status_code == 302, answer.context["form"].errors
    assert list(case.forms.filter(until=None).values_list("form", flat=True)) == [
        "labour_exploitation"
    ]
    assert case.forms.exclude(until=None).exists()
    shown = client.get(f"/zorg/{case.reference}/fase/detect/").context["parts"]["person"]
    assert len(shown.suspected) == len(shown.no_longer) == 1


def test_criminal_exploitation_asks_the_non_punishment_question(
    client_for: Any, case: Case
) -> None:
    client = client_for("carla")
    send(client, case, "vermoeden", forms=["criminal_exploitation"])
    assert "non_punishment" in running(case)
    given = {"finding": "compelled", "text": WORDS, "outcome": "waiting"}
    assert send(client, case, "niet-straffen", **given).status_code == 302
    leaf = NonPunishment.objects.get(case=case)
    assert WORDS.encode() not in bytes(leaf.text)
    assert WORDS in page(client, case, "prosecute")
    assert "non_punishment" not in running(case)
    assert "non_punishment_follow" in running(case)
    assert case.non_punishment.count() == 1


def test_putting_it_before_somebody_needs_a_day(client_for: Any, case: Case) -> None:
    given = {"finding": "unclear", "text": WORDS, "outcome": "waiting", "put_before": "lawyer"}
    answer = send(client_for("carla"), case, "niet-straffen", **given)
    assert answer.status_code == 422
    assert "put_before_on" in answer.context["form"].errors
    assert WORDS in answer.content.decode()


def test_an_outcome_ends_the_following_up(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    send(client, case, "niet-straffen", finding="compelled", text=WORDS, outcome="waiting")
    send(client, case, "niet-straffen", finding="compelled", text="x", outcome="not_prosecuted")
    assert "non_punishment_follow" not in running(case)
    assert case.non_punishment.count() == 2


@pytest.mark.parametrize(
    ("guardian", "target"),
    [("alone", "Nidos"), ("parents_unsafe", "Raad voor de Kinderbescherming")],
)
def test_for_a_minor_the_page_says_whom_to_turn_to_and_why(
    guardian: str, target: str, client_for: Any, case: Case
) -> None:
    client = client_for("carla")
    before = case.retention_until
    send(client, case, "persoon", minor="yes", age_band="16_17", guardian=guardian)
    case.refresh_from_db()
    assert (case.minor, case.guardian) == ("yes", guardian)
    assert case.retention_until >= before
    youth = client.get(f"/zorg/{case.reference}/fase/protect/").context["parts"]["youth"]
    found = {one.label: one for one in youth.advice}
    assert found[target].why and found[target].norm and found[target].source


def test_for_an_adult_nothing_is_said_about_authority(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    send(client, case, "persoon", minor="no", guardian="unknown")
    assert client.get(f"/zorg/{case.reference}/fase/protect/").context["parts"]["youth"] is None


# --- Safety ---------------------------------------------------------------------------------------


def look(client: Any, case: Case, **given: Any) -> Any:
    return send(client, case, "veiligheid", **{"level": "watch", "text": WORDS, **given})


def test_a_look_at_safety_is_sealed_and_starts_the_next(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    assert look(client, case, points=["threats"], children="2").status_code == 302
    row = Assessment.objects.get(case=case)
    assert WORDS.encode() not in bytes(row.text)
    assert (row.level, row.points, row.children) == ("watch", ["threats"], 2)
    assert "safety_review" in running(case)
    assert WORDS in page(client, case, "protect")
    assert WORDS not in client.get(f"/zorg/{case.reference}/").content.decode()


def test_danger_is_looked_at_again_sooner(client_for: Any, case: Case) -> None:
    client, ends = client_for("carla"), []
    for level in ("safe", "watch", "unsafe", "acute"):
        look(client, case, level=level)
        ends.append(case.clocks.get(kind="safety_review", ended_at=None).due_at)
    assert ends == sorted(ends, reverse=True)


def test_after_a_move_the_form_says_why_it_asks(
    client_for: Any, case: Case, village: Village
) -> None:
    client = client_for("carla")
    with changing(village.actor("carla"), case.reference, "change") as change:
        safety_due_after_move(change)
    assert "safety_after_move" in running(case)
    form = client.get(f"/zorg/{case.reference}/veiligheid/").context["form"]
    assert form.initial["occasion"] == "move"
    look(client, case)
    assert "safety_after_move" not in running(case)


def test_secrecy_of_the_location_shows_at_the_top(client_for: Any, case: Case) -> None:
    look(client_for("carla"), case, location_secret="on")
    case.refresh_from_db()
    assert case.location_secret
    assert "mib-badge--sealed" in page(client_for("carla"), case, "compensate")


@pytest.mark.parametrize(
    "wrong",
    [{"level": ""}, {"level": "made-up"}, {"children": "veel"}, {"children": "-1"},
     {"on": "31-02-2026"}, {"points": ["made-up"]}, {"on": "morgen"}],
)  # fmt: skip
def test_a_look_with_a_slip_keeps_what_was_typed(
    wrong: dict[str, Any], client_for: Any, case: Case
) -> None:
    answer = look(client_for("carla"), case, **wrong)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not case.assessments.exists()


def test_of_two_editors_the_second_sees_what_changed_and_keeps_the_words(
    client_for: Any, case: Case
) -> None:
    client = client_for("carla")
    stale = client.get(f"/zorg/{case.reference}/veiligheid/").context["form"].initial
    look(client, case, level="safe", text="eerst")
    second = {**stale, "once": str(stale["once"]), "level": "acute", "text": WORDS}
    answer = client.post(f"/zorg/{case.reference}/veiligheid/", second)
    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert case.assessments.count() == 1
    second["seen"] = answer.context["form"].data["seen"]
    assert client.post(f"/zorg/{case.reference}/veiligheid/", second).status_code == 302
    assert case.assessments.count() == 2


def test_the_same_form_twice_is_one_look(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    start = client.get(f"/zorg/{case.reference}/veiligheid/").context["form"].initial
    sent = {**start, "once": str(start["once"]), "level": "safe", "text": WORDS}
    for _time in range(2):
        assert client.post(f"/zorg/{case.reference}/veiligheid/", sent).status_code == 302
    assert case.assessments.count() == 1


# --- Needs ----------------------------------------------------------------------------------------


def test_numbers_become_a_picture_with_a_sentence_and_a_table(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    send(client, case, "meten", score_safety="1", score_housing="3", note_safety=WORDS)
    again = send(client, case, "meten", score_safety="4", score_housing="2")
    assert again.status_code == 302
    assert "measure" in running(case)
    needs = client.get(f"/zorg/{case.reference}/fase/protect/").context["parts"]["needs"]
    lines = {line.domain: line for line in needs.lines}
    assert (lines["safety"].first, lines["safety"].last, lines["safety"].change) == (1, 4, 3)
    assert lines["housing"].change == -1
    assert len(needs.rounds) == 2
    assert WORDS in page(client, case, "protect")
    assert WORDS.encode() not in bytes(Measure.objects.get(domain="safety", score=1).note)


def test_the_first_time_is_the_start_and_later_a_quarter(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    for moment in ("start", "quarter"):
        send(client, case, "meten", score_day="3")
        assert case.measures.order_by("-at").first().moment == moment  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrong",
    [{}, {"score_day": "6"}, {"score_day": "0"}, {"score_day": "", "note_day": WORDS},
     {"score_day": "3", "moment": "made-up"}],
)  # fmt: skip
def test_without_a_good_number_nothing_is_kept_and_nothing_lost(
    wrong: dict[str, Any], client_for: Any, case: Case
) -> None:
    answer = send(client_for("carla"), case, "meten", **{"note_law": "", **wrong})
    assert answer.status_code == 422
    assert not case.measures.exists()
    for typed in wrong.values():
        if typed == WORDS:
            assert WORDS in answer.content.decode()


# --- Who, and with which trace --------------------------------------------------------------------

PAGES = (
    "gegeven/detect", "vermoeden", "persoon", "veiligheid", "meten", "niet-straffen",
    "intake-klaar", "nazorg", "nazorg/gesprek", "weer-helpen", "afsluiten", "heropenen",
)  # fmt: skip


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("name", ["anna", "bilal", "chris", "pim", "leo", "adam"])
def test_an_outsider_finds_no_page(name: str, where: str, client_for: Any, case: Case) -> None:
    assert client_for(name).get(f"/zorg/{case.reference}/{where}/").status_code in (403, 404)


def test_each_change_leaves_its_own_entry(client_for: Any, case: Case) -> None:
    client = client_for("carla")
    look(client, case)
    send(client, case, "meten", score_day="3")
    send(client, case, "gegeven/detect", kind="other", text=WORDS)
    verbs = Entry.objects.filter(dossier=str(case.dossier), verb="change")
    assert verbs.count() == 3
    assert WORDS not in str([vars(entry) for entry in verbs])


def test_the_tab_of_protection_opens_in_constant_queries(client_for: Any, case: Case) -> None:
    client, counts = client_for("carla"), []
    for _time in range(2):
        for level in ("safe", "watch", "unsafe"):
            look(client, case, level=level)
        send(client, case, "meten", score_day="3", score_law="2", note_law=WORDS)
        with CaptureQueriesContext(connection) as queries:
            page(client, case, "protect")
        counts.append(len(queries))
    assert counts[0] == counts[1]
