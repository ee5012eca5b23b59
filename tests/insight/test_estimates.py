# SPDX-License-Identifier: EUPL-1.2
"""Estimates: made from lists, for the own organisation; others see tens, and only when shared."""

from __future__ import annotations

import io
import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from darkfigure import CaptureData
from darkfigure.comparison import Comparison
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.policy import Refused
from meerinbeeld.insight import gate
from meerinbeeld.insight.actions import estimates as actions
from meerinbeeld.insight.actions import estimating
from meerinbeeld.insight.actions.estimating import SEED, carry_out
from meerinbeeld.insight.models import Estimate
from meerinbeeld.insight.queries.capture import Linked, register_histories
from meerinbeeld.insight.queries.national import by_age, by_form, published_estimates
from meerinbeeld.insight.rules.capture import Histories
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.models import Notification, Pair, Run, Victim
from meerinbeeld.registry.models.linkage import Verdict
from tests.people import Village, client_for
from tests.registry.making import NO_GROUND, notify

TWO = Histories(("Politie", "Zorg"), {0b01: 61, 0b10: 43, 0b11: 17})
THIN = Histories(("Politie", "Zorg"), {0b01: 61, 0b10: 43, 0b11: 2})
SECRET_LIST = "Zeldzame lijst"
CSV = b"politie;zorg;aantal\n1;0;61\n0;1;43\n1;1;17\n"


def asked(village: Village, by: str = "leo", table: Histories = TWO) -> Estimate:
    return actions.ask_from_table(village.actor(by), "Proef 2026", table)


def made(village: Village, by: str = "leo", table: Histories = TWO) -> Estimate:
    estimate = asked(village, by, table)
    carry_out(estimate.pk)
    estimate.refresh_from_db()
    return estimate


def address(estimate: Estimate, step: str = "") -> str:
    return f"/cijfers/ongezien/{estimate.pk}/{step}"


# --- From the register ---------------------------------------------------------------------------


@pytest.fixture
def register(village: Village) -> Village:
    """Four people: one notified by police and shelter, one by the police twice, two once."""
    rows = [
        notify(village, by, basis=NO_GROUND, details={}) for by in ("pim",) * 4 + ("chris",) * 2
    ]
    _same_person(rows[0], rows[4])
    _same_person(rows[1], rows[2])
    Run.objects.create(state=Run.State.DONE)
    return village


def _same_person(kept: Notification, other: Notification) -> None:
    Victim.objects.filter(pk=other.victim_id).update(retired_into=kept.victim_id)
    Notification.objects.filter(pk=other.pk).update(victim_id=kept.victim_id)


def found_in(register: Village, year: int = 2026) -> Linked:
    return register_histories(register.actor("carla"), date(year, 1, 1), date(year + 1, 1, 1))


def test_people_are_counted_once_however_often_they_were_notified(register: Village) -> None:
    whole = found_in(register).table
    assert whole.observed == 4
    assert whole.on_several == 0  # both lists are small, and are taken together
    assert found_in(register, 2027).table == Histories((), {})


def test_small_lists_are_told_apart_where_they_are_large_enough(
    register: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meerinbeeld.insight.rules.capture.LEAST_ON_A_LIST", 1)
    found = found_in(register).table
    assert found.lists == ("Politie", "Opvang De Haven")
    assert dict(found.counts) == {0b01: 2, 0b10: 1, 0b11: 1}


def test_asking_reads_the_register_and_leaves_a_trace(
    register: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meerinbeeld.insight.rules.capture.LEAST_ON_A_LIST", 1)
    actor = register.actor("carla")
    estimate = actions.ask_from_register(actor, "2026", date(2026, 1, 1), date(2027, 1, 1))
    assert estimate.lists == ["Politie", "Opvang De Haven"]
    assert Entry.objects.filter(thing="registry.notification", reason_code="estimate").count() == 1
    assert Entry.objects.filter(thing="insight.estimate", verb="create").count() == 1


def test_with_one_list_nothing_is_estimated(register: Village) -> None:
    with pytest.raises(ChangeError, match=r"two organisations|twee organisaties"):
        actions.ask_from_register(register.actor("carla"), "x", date(2026, 1, 1), date(2027, 1, 1))
    assert not Estimate.objects.exists()


def test_what_nobody_judged_is_in_doubt_as_likely_as_it_was_found(
    register: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meerinbeeld.insight.rules.capture.LEAST_ON_A_LIST", 1)
    both, twice, once, shelter = _people()
    likely(both[0], once[0], 0.3)
    likely(both[1], once[0], 0.6)  # the same two people, likelier
    likely(once[0], shelter[0], 0.8, Verdict.UNSURE)
    likely(twice[0], shelter[0], 0.9, Verdict.DIFFERENT)
    likely(twice[0], twice[1], 0.9)  # one person by now
    doubt = found_in(register).doubt
    assert sorted(chance for _one, _other, chance in doubt.pairs) == [0.6, 0.8]
    assert sorted(doubt.people) == [0b01, 0b10, 0b11]
    assert doubt.apart == ()  # one of them is in no doubt at all


def _people() -> list[list[Notification]]:
    """The notifications of each person of the register, in the order in which they were made."""
    rows = Notification.objects.order_by("made_at", "reference")
    by_victim: dict[object, list[Notification]] = {}
    for row in rows:
        by_victim.setdefault(row.victim_id, []).append(row)
    return list(by_victim.values())


def likely(
    one: Notification, other: Notification, chance: float, verdict: str = Verdict.OPEN
) -> None:
    first, second = sorted((one.pk, other.pk))
    Pair.objects.create(first_id=first, second_id=second, probability=chance, verdict=verdict)


def test_a_register_that_was_never_searched_gives_no_estimate(register: Village) -> None:
    Run.objects.all().delete()
    with pytest.raises(ChangeError, match=r"for the same people|dezelfde mensen"):
        actions.ask_from_register(register.actor("carla"), "x", date(2026, 1, 1), date(2027, 1, 1))


def test_what_came_in_after_the_last_search_is_told(
    register: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meerinbeeld.insight.rules.capture.LEAST_ON_A_LIST", 1)
    Notification.objects.update(made_at=timezone.now() - timedelta(days=2))
    notify(register, "pim", basis=NO_GROUND, details={})
    Run.objects.update(asked_at=timezone.now() - timedelta(days=1))
    actor = register.actor("carla")
    estimate = actions.ask_from_register(actor, "2026", date(2026, 1, 1), date(2027, 1, 1))
    assert estimate.doubt["unsearched"] == 1
    carry_out(estimate.pk)
    text = client_for(register.people["carla"]).get(address(estimate)).content.decode()
    assert "1 aanmelding kwam binnen na de laatste zoektocht" in text


@pytest.mark.parametrize("name", ["leo", "vera"])
def test_who_does_not_keep_the_register_does_not_estimate_from_it(
    name: str, register: Village
) -> None:
    with pytest.raises(ChangeError):
        actions.ask_from_register(register.actor(name), "x", date(2026, 1, 1), date(2027, 1, 1))
    client = client_for(register.people[name])
    assert client.get("/cijfers/ongezien/register/").status_code == 404


# --- What comes of it ----------------------------------------------------------------------------


def test_an_estimate_ends_with_every_way_side_by_side(village: Village) -> None:
    estimate = made(village)
    assert (estimate.state, estimate.progress) == ("done", 100)
    assert [way["method"] for way in estimate.result["methods"]] == ["main effects", "Chapman"]
    assert estimate.result["observed"] == 121
    assert estimate.result["seed"] == SEED


def test_the_doubt_about_links_is_in_the_interval(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty of those on one list are perhaps one of another: nobody judged them."""
    monkeypatch.setattr("darkfigure.comparison.DRAWS", 6)
    monkeypatch.setattr("darkfigure.comparison.REPLICATES_EACH", 30)
    pairs = [(2 * at, 2 * at + 1, 0.5) for at in range(40)]
    estimate = asked(village)
    Estimate.objects.update(
        origin="register",
        doubt={"people": [0b01, 0b10] * 40, "pairs": pairs, "apart": [], "unsearched": 0},
    )
    carry_out(estimate.pk)
    estimate.refresh_from_db()
    ways = {way["method"]: way for way in estimate.result["methods"]}
    pooled, alone = ways["BIC, 6 linkages"], ways["main effects"]
    assert pooled["diagnostics"]["linkage_share"] > 0.05
    assert pooled["estimate"] > alone["estimate"]  # which takes all of the forty as linked
    assert "The limits take every link as certain." in alone["warnings"]
    text = client_for(village.people["leo"]).get(address(estimate)).content.decode()
    assert "Van 40 paren mensen is niet bekend" in text
    assert "over 6 koppelingen" in text
    assert "nemen elke koppeling als zeker aan" in text
    # of forty pairs with a chance of a half the ways without a bootstrap take all as one person
    assert estimate.result["observed"] == 121 - 40


def test_of_a_table_from_elsewhere_nobody_knows_how_sure_its_links_are(village: Village) -> None:
    text = client_for(village.people["leo"]).get(address(made(village))).content.decode()
    assert "zijn elders gekoppeld" in text


def test_the_same_table_gives_the_same_numbers(village: Village) -> None:
    first, second = made(village), made(village, "vera")
    totals = [[way["estimate"] for way in one.result["methods"]] for one in (first, second)]
    assert totals[0] == totals[1]


def test_a_refusal_is_an_outcome_and_says_why_in_dutch(village: Village) -> None:
    estimate = made(village, table=THIN)
    assert estimate.state == "refused"
    text = client_for(village.people["leo"]).get(address(estimate)).content.decode()
    assert "Deze lijsten kunnen geen getal dragen" in text
    assert "staan er maar 2 op meer dan één lijst" in text


def test_what_breaks_is_told_without_what_was_read(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise MemoryError("61 people")

    monkeypatch.setattr("meerinbeeld.insight.actions.estimating.compare", broken)
    estimate = made(village)
    assert (estimate.state, estimate.problem) == ("failed", "MemoryError")


def test_a_stopped_estimate_keeps_nothing(village: Village) -> None:
    estimate = asked(village)
    actions.stop(village.actor("leo"), estimate.pk)
    carry_out(estimate.pk)
    estimate.refresh_from_db()
    assert (estimate.state, estimate.problem, estimate.result) == ("failed", "stopped", {})


def test_an_estimate_that_was_thrown_away_meanwhile_breaks_nothing(village: Village) -> None:
    estimate = asked(village)
    actions.throw_away(village.actor("leo"), estimate.pk)
    carry_out(estimate.pk)
    assert not Estimate.objects.exists()


def test_what_a_killed_worker_left_behind_failed_after_ten_minutes_and_can_be_asked_anew(
    village: Village,
) -> None:
    estimate = asked(village)
    now = timezone.now()
    ours = Estimate.objects.filter(pk=estimate.pk)
    ours.update(state="runs", heard_at=now - timedelta(minutes=9))
    assert actions.fail_dead_estimates() == 0, "a slow way was taken for a killed one"
    ours.update(heard_at=now - timedelta(minutes=10, seconds=1))
    assert actions.fail_dead_estimates() == 1
    assert actions.fail_dead_estimates() == 0
    carry_out(estimate.pk)  # the queue hands the task out once more
    assert (ours.get().state, ours.get().problem) == ("failed", "killed")
    page = client_for(village.people["leo"]).get(address(estimate)).content.decode()
    assert "Het is afgebroken" in page
    assert made(village).state == "done"


def test_a_way_that_takes_long_gives_signs_of_life_from_within(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    estimate = asked(village)
    ours = Estimate.objects.filter(pk=estimate.pk)
    heard: list[datetime | None] = []
    real = estimating.compare

    def slow(data: CaptureData, **given: Any) -> Comparison:
        given["progress"]("one that takes long")
        for _each in range(3):
            ours.update(heard_at=None)
            given["within"](1, 1000)
            heard.append(ours.get().heard_at)
        return real(data, **given)

    monkeypatch.setattr(estimating, "compare", slow)
    carry_out(estimate.pk)
    assert heard == [None] * 3, "more signs than the database needs"
    heard.clear()
    monkeypatch.setattr(estimating, "SECONDS_BETWEEN_SIGNS", 0.0)
    again = asked(village)
    ours = Estimate.objects.filter(pk=again.pk)
    carry_out(again.pk)
    assert None not in heard


def test_a_way_that_takes_long_hears_that_it_was_stopped(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimating, "SECONDS_BETWEEN_SIGNS", 0.0)

    def slow(_data: CaptureData, **given: Any) -> Comparison:
        actions.stop(village.actor("leo"), estimate.pk)
        given["within"](1, 1000)
        raise AssertionError("it went on")

    monkeypatch.setattr(estimating, "compare", slow)
    estimate = asked(village)
    carry_out(estimate.pk)
    assert (Estimate.objects.get().state, Estimate.objects.get().problem) == ("failed", "stopped")


def test_one_at_a_time_for_each_person(village: Village) -> None:
    asked(village)
    with pytest.raises(ChangeError):
        asked(village)
    asked(village, "vera")


# --- Who sees it ---------------------------------------------------------------------------------


def test_the_own_organisation_reads_it_whole_and_leaves_a_trace(village: Village) -> None:
    estimate = made(village)
    page = client_for(village.people["vera"]).get(address(estimate))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<svg") >= 4  # two charts in two forms
    assert "Chapman" in text
    assert "lijsten los van elkaar" in text
    opened = Entry.objects.filter(thing="insight.estimate", verb="open")
    assert [entry.thing_id for entry in opened] == [str(estimate.pk)]


@pytest.mark.parametrize("name", ["carla", "anna", "chris", "rosa", "paula", "tess", "adam"])
def test_another_organisation_or_role_cannot_reach_it(name: str, village: Village) -> None:
    estimate = made(village)
    actions.share(village.actor("leo"), estimate.pk, shared=True)
    client = client_for(village.people[name])
    for step in ("", "voortgang/", "weg/"):
        assert client.get(address(estimate, step)).status_code in {403, 404}
    for step in ("stop/", "delen/", "weg/"):
        assert client.post(address(estimate, step), {"shared": "no"}).status_code in {403, 404}
    assert Estimate.objects.get().shared_at is not None


def test_what_is_shared_comes_out_in_tens_without_lists(village: Village) -> None:
    estimate = made(village, table=Histories((SECRET_LIST, "Zorg"), {1: 61, 2: 43, 3: 17}))
    client = client_for(village.people["rosa"])
    Estimate.objects.update(organisation=village.organisations["veilig-thuis"])
    assert "Proef 2026" not in client.get("/cijfers/ongezien/").content.decode()
    Estimate.objects.update(shared_at=timezone.now())
    text = client.get("/cijfers/ongezien/").content.decode()
    assert "Proef 2026" in text
    assert SECRET_LIST not in text and "121" not in text
    found = gate.let_out_estimate(Estimate.objects.get(pk=estimate.pk))
    assert found.middles and all((one.value or 0) % 10 == 0 for one in found.middles)


def test_what_was_not_shared_does_not_go_through_the_gate(village: Village) -> None:
    with pytest.raises(ValueError, match="shared"):
        gate.let_out_estimate(made(village))


def test_a_refused_estimate_can_be_shared_and_says_that_there_is_no_number(
    village: Village,
) -> None:
    estimate = made(village, table=THIN)
    actions.share(village.actor("leo"), estimate.pk, shared=True)
    estimate.refresh_from_db()
    assert gate.let_out_estimate(estimate).middles is None


def test_sharing_can_be_taken_back(village: Village) -> None:
    estimate = made(village)
    client = client_for(village.people["leo"])
    for said, shared in (("yes", True), ("no", False)):
        client.post(address(estimate, "delen/"), {"shared": said})
        estimate.refresh_from_db()
        assert bool(estimate.shared_at) is shared
    reasons = Entry.objects.filter(verb="share").values_list("reason_code", flat=True)
    assert set(reasons) == {"shared", "taken_back"}


@pytest.mark.parametrize("name", ["rosa", "chris", "anna"])
def test_who_makes_no_estimates_can_ask_for_none(name: str, village: Village) -> None:
    with pytest.raises(Refused):
        actions.ask_from_table(village.actor(name), "x", TWO)
    client = client_for(village.people[name])
    assert client.get("/cijfers/ongezien/").status_code == 200
    assert client.get("/cijfers/ongezien/tabel/").status_code == 403


# --- Pages ---------------------------------------------------------------------------------------


def upload(client: Client, data: bytes) -> object:
    file = io.BytesIO(data)
    file.name = "lijsten.csv"
    return client.post("/cijfers/ongezien/tabel/", {"name": "Uit tabel", "table": file})


def test_a_table_can_be_brought_along(village: Village) -> None:
    answer = upload(client_for(village.people["leo"]), CSV)
    estimate = Estimate.objects.get()
    assert answer.headers["Location"] == address(estimate)  # type: ignore[attr-defined]
    assert (estimate.lists, estimate.counts) == (["politie", "zorg"], {"1": 61, "2": 43, "3": 17})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"politie;zorg;aantal\n1;x;4\n", "Rij 1"),
        (b"politie;zorg\n1;1\n", "één kolom"),
        (b"politie;zorg;aantal\n1;0;4\n0;1;5\n", "Niemand staat op meer dan één lijst"),
        (b"", "leeg"),
    ],
)
def test_a_table_that_is_wrong_comes_back_with_words(
    data: bytes, words: str, village: Village
) -> None:
    answer = upload(client_for(village.people["leo"]), data)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert words in answer.content.decode()  # type: ignore[attr-defined]
    assert "Uit tabel" in answer.content.decode()  # type: ignore[attr-defined]
    assert not Estimate.objects.exists()


def test_the_days_of_a_period_stand_in_order(village: Village) -> None:
    answer = client_for(village.people["carla"]).post(
        "/cijfers/ongezien/register/", {"name": "x", "first": "1-2-2026", "last": "1-1-2026"}
    )
    assert answer.status_code == 422
    assert "ligt voor de eerste" in answer.content.decode()


def test_while_it_waits_the_page_says_how_far_it_is(village: Village) -> None:
    estimate = asked(village)
    client = client_for(village.people["leo"])
    assert "hx-get" in client.get(address(estimate)).content.decode()
    carry_out(estimate.pk)
    assert "hx-get" not in client.get(address(estimate, "voortgang/")).content.decode()


@pytest.mark.parametrize("kind", ["svg", "png", "pdf", "csv", "xlsx"])
def test_the_pictures_can_be_taken_along(kind: str, village: Village) -> None:
    client = client_for(village.people["leo"])
    answer = client.get(address(made(village)), {"chart": "ways", "as": kind})
    assert f'.{kind}"' in answer.headers["Content-Disposition"]
    assert Entry.objects.filter(thing="insight.estimate", verb="export").count() == 1


def test_throwing_away_asks_first(village: Village) -> None:
    estimate = made(village)
    client = client_for(village.people["leo"])
    assert "niet ongedaan maken" in client.get(address(estimate, "weg/")).content.decode()
    assert Estimate.objects.exists()
    client.post(address(estimate, "weg/"))
    assert not Estimate.objects.exists()


def test_an_estimate_that_is_not_there_is_not_found(village: Village) -> None:
    client = client_for(village.people["leo"])
    assert client.get(f"/cijfers/ongezien/{uuid.uuid4()}/").status_code == 404


# --- Published elsewhere -------------------------------------------------------------------------


def test_national_numbers_stand_with_their_source_and_are_not_of_the_region(
    village: Village,
) -> None:
    text = client_for(village.people["rosa"]).get("/cijfers/ongezien/").content.decode()
    assert "Dit zijn getallen over heel Nederland" in text
    for one in published_estimates():
        assert one.source in text


def test_national_shares_add_up_and_name_their_series() -> None:
    for one in (by_form(), by_age()):
        assert sum(one.shares.values()) == pytest.approx(1)
        assert one.series in {"rapporteur", "comensha"}
        assert one.source


def test_a_national_number_is_said_as_it_was_published() -> None:
    with translation.override("en"):
        assert [one.said for one in published_estimates()] == [
            "5,000 to 7,500 (about 6,250)",
            "about 5,000",
            "more than 2,500",
        ]
