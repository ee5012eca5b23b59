# SPDX-License-Identifier: EUPL-1.2
"""Another municipality sees nothing, an outsider sees nothing, and reading leaves a trace."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from meerinbeeld.access import Refused, Verb
from meerinbeeld.access.policy import Actor
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals import urls
from meerinbeeld.signals.actions import assess, exchange, opening, route
from meerinbeeld.signals.models import Item, Signal
from meerinbeeld.signals.queries.scope import NotInReach, in_hand
from tests.people import Village
from tests.signals.office.desk import (
    entries,
    post,
    seen,
    sent,
    taken_in,
    to_safe_home,
    wish,
    words,
)
from tests.signals.public.reports import STORY

pytestmark = pytest.mark.django_db

ClientFor = Callable[[str], Client]
ActorOf = Callable[[str], Actor]
TEAM_NOTE = "Overleg met het wijkteam"


def _pages(signal: Signal) -> list[str]:
    """Every address that takes a signal, with ids that exist where they can."""
    item = Item.objects.filter(signal=signal).first()
    known = {
        "reference": signal.reference,
        "item": item.id if item else uuid.uuid4(),
        "attachment": uuid.uuid4(),
        "route": uuid.uuid4(),
        "audience": "team",
    }
    pages = []
    for pattern in urls.urlpatterns:
        if (
            isinstance(pattern, URLPattern)
            and pattern.name
            and "<str:reference>" in str(pattern.pattern)
        ):
            names = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
            kwargs = {name: known.get(name, uuid.uuid4()) for name in names}
            pages.append(reverse(pattern.name, kwargs=kwargs))
    return pages


@pytest.mark.parametrize("who", ["bilal", "chris", "carla", "pim", "tess", "sam"])
def test_whoever_is_not_involved_finds_no_such_signal(
    who: str, village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    client = client_for(who)
    for page in _pages(signal):
        for answer in (client.get(page), client.post(page, sent(signal))):
            assert answer.status_code in (403, 404, 405), page
            assert STORY not in answer.content.decode()
    assert signal.reference not in client.get(reverse("work")).content.decode()
    left = Entry.objects.filter(dossier=signal.dossier).exclude(verb="take_in")
    assert not left.exclude(outcome="refused", reason_code="not_in_reach").exists()


def test_whoever_tries_the_number_of_another_municipality_is_seen_in_the_journal(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    bilal = client_for("bilal")
    for act in ("signal", "signal_print", "signal_hand_over"):
        assert bilal.get(reverse(act, args=[signal.reference])).status_code == 404
    tried = Entry.objects.filter(dossier=signal.dossier, outcome="refused")
    assert set(tried.values_list("verb", "person_id", "thing_id")) == {
        (verb, village.people["bilal"].pk, str(signal.pk))
        for verb in ("open", "export", "hand_over")
    }
    before = Entry.objects.count()
    assert bilal.get(reverse("signal", args=["S-2026-9999"])).status_code == 404
    assert Entry.objects.count() == before, "a number that is nobody's says nothing"


@pytest.mark.parametrize("who", ["paula", "adam", "leo", "vera", "rosa"])
def test_a_role_without_signals_gets_a_refusal_that_says_why(
    who: str, village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    answer = client_for(who).get(reverse("signal", args=[signal.reference]))
    assert answer.status_code in (403, 404)
    assert client_for(who).get(reverse("work")).status_code == 403
    assert Entry.objects.filter(outcome="refused").exists()


def test_reading_leaves_a_trace_each_time(village: Village, client_for: ClientFor) -> None:
    signal = taken_in(village)
    anna, page = client_for("anna"), reverse("signal", args=[signal.reference])
    anna.get(page)
    anna.get(page)
    opened = [entry for entry in entries(signal) if entry == ("open", "reporting", "done")]
    assert len(opened) == 2
    anna.get(reverse("signal_print", args=[signal.reference]))
    assert ("export", "reporting", "done") in entries(signal)


def test_a_masked_detail_is_shown_on_demand_and_journaled(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    anna = client_for("anna")
    plate = signal.items.get(kind="plate")
    assert "12-ABC-3" not in words(anna.get(reverse("signal", args=[signal.reference])))
    url = reverse("signal_reveal", args=[signal.reference, plate.id])
    assert anna.get(url).status_code == 405
    assert "12-ABC-3" in words(anna.post(url))
    assert words(anna.post(url, headers={"HX-Request": "true"})) == "12-ABC-3"
    trace = Entry.objects.filter(verb="reveal", thing="signals.item", thing_id=str(plate.id))
    assert trace.count() == 2


def test_a_detail_of_another_signal_cannot_be_shown_through_ones_own(
    village: Village, client_for: ClientFor
) -> None:
    own, foreign = taken_in(village), taken_in(village, "gemeente-deventer")
    item = foreign.items.get(kind="plate")
    url = reverse("signal_reveal", args=[own.reference, item.id])
    answer = client_for("anna").post(url, headers={"HX-Request": "true"})
    assert answer.status_code == 404


def test_the_list_decrypts_nothing(
    village: Village, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal = taken_in(village)

    def refuse(*_arguments: object) -> None:
        raise AssertionError("the list opened a box")

    monkeypatch.setattr("meerinbeeld.vault.dossiers._open_boxes", refuse)
    answer = client_for("anna").get(reverse("work"))
    assert answer.status_code == 200 and signal.reference in words(answer)


def test_the_list_asks_as_many_questions_for_twenty_signals_as_for_one(
    village: Village, client_for: ClientFor, django_assert_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    anna = client_for("anna")
    taken_in(village)
    anna.get(reverse("work"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        anna.get(reverse("work"))
    for _turn in range(8):
        taken_in(village)
    with CaptureQueriesContext(connection) as many:
        anna.get(reverse("work"))
    assert len(many) == len(few)


def test_a_partner_sees_the_facts_and_never_who_reported(
    village: Village, client_for: ClientFor, actor: ActorOf
) -> None:
    signal = taken_in(village)
    anna = actor("anna")
    exchange.write_remark(anna, signal.reference, "team", TEAM_NOTE)
    exchange.write_remark(anna, signal.reference, "chain", "Graag samen optrekken")
    route.route_signal(anna, signal.reference, wish(village, "other_help", "opvang"))
    chris = client_for("chris")
    page = reverse("signal", args=[signal.reference])
    shown = words(chris.get(page))
    assert STORY in shown and "Graag samen optrekken" in shown
    assert TEAM_NOTE not in shown and "Naam van de melder" not in shown
    assert TEAM_NOTE not in words(chris.get(page + "?voor=team"))
    assert TEAM_NOTE not in words(chris.get(reverse("signal_print", args=[signal.reference])))
    name = signal.items.get(kind="reporter_name")
    url = reverse("signal_reveal", args=[signal.reference, name.id])
    assert chris.post(url, headers={"HX-Request": "true"}).status_code == 404
    assert "Noor" not in words(chris.post(url))
    assert post(chris, "signal_remark", signal, "team", text="x").status_code == 404


def test_enforcement_looks_for_its_own_purpose_and_sees_the_shared_items_only(
    village: Village, client_for: ClientFor, actor: ActorOf
) -> None:
    signal = taken_in(village)
    anna = actor("anna")
    exchange.write_remark(anna, signal.reference, "team", TEAM_NOTE)
    route.route_signal(anna, signal.reference, wish(village, "police", "politie"))
    shown = words(client_for("pim").get(reverse("signal", args=[signal.reference])))
    assert STORY in shown
    assert TEAM_NOTE not in shown and "Noor" not in shown and "melder weet" not in shown
    assert ("open", "enforcement", "done") in entries(signal)


def test_taking_a_request_back_ends_the_sight_of_it_at_once(
    village: Village, client_for: ClientFor, actor: ActorOf
) -> None:
    signal = taken_in(village)
    asked = route.route_signal(actor("anna"), signal.reference, to_safe_home(village))
    carla, page = client_for("carla"), reverse("signal", args=[signal.reference])
    assert carla.get(page).status_code == 200
    route.revoke_route(actor("anna"), signal.reference, asked.id)
    assert carla.get(page).status_code == 404
    signal.refresh_from_db()
    assert (signal.phase, signal.next_step) == ("assessing", "choose_route")


def test_whoever_is_involved_may_not_decide_in_the_owners_place(
    village: Village, client_for: ClientFor, actor: ActorOf
) -> None:
    signal = taken_in(village)
    route.route_signal(actor("anna"), signal.reference, to_safe_home(village))
    carla = client_for("carla")
    for name in ("signal_assess", "signal_route", "signal_close", "signal_merge", "signal_enrich"):
        answer = carla.get(reverse(name, args=[signal.reference]))
        assert answer.status_code == 403, name
        assert "Gemeente Zwolle" in words(answer)
    with pytest.raises(Refused):
        assess.assign(actor("carla"), signal.reference, None)


def test_a_handed_over_signal_belongs_to_its_new_owner_alone(
    village: Village, client_for: ClientFor, actor: ActorOf
) -> None:
    signal = taken_in(village)
    opening.open_signal(actor("anna"), signal.reference)
    deventer = village.organisations["gemeente-deventer"]
    answer = post(
        client_for("anna"), "signal_hand_over", signal, organisation=str(deventer.id),
        reason="other_region",
    )  # fmt: skip
    assert answer.status_code == 302
    with pytest.raises(NotInReach):
        in_hand(actor("anna"), Verb.OPEN, signal.reference)
    opening.open_signal(actor("bilal"), signal.reference)
    signal.refresh_from_db()
    assert signal.owner == deventer and signal.assignee is None
    assert signal.first_opened_at is not None and signal.next_step == "choose_route"


def test_a_signal_cannot_go_where_nobody_can_follow_it_up(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    shelter = village.organisations["opvang"]
    answer = post(
        client_for("anna"), "signal_hand_over", signal, organisation=str(shelter.id),
        reason="other_region",
    )  # fmt: skip
    assert answer.status_code == 422
    signal.refresh_from_db()
    assert signal.owner == village.organisations["gemeente-zwolle"]


def test_views_never_reach_past_the_queries() -> None:
    folder = Path(urls.__file__).parent / "views"
    for file in folder.glob("*.py"):
        assert not re.search(r"\b[A-Z]\w+\.objects\b", file.read_text("utf-8")), file.name


def test_every_view_of_a_signal_begins_with_its_guard() -> None:
    folder = Path(urls.__file__).parent / "views"
    guard = r"(hold\w*\(request, |in_reach\(\s*request)"
    for file in folder.glob("*.py"):
        views = re.findall(
            r"def (\w+)\(request: HttpRequest, reference: str[^)]*\)[^:]*:\n(.*?)(?=\n\n\n|\Z)",
            file.read_text("utf-8"),
            flags=re.DOTALL,
        )
        for name, body in views:
            start = re.sub(r'^\s*"""(.*?)"""\n', "", body, flags=re.DOTALL)
            assert re.search(guard, start[:260]), f"{file.name}: {name}"


def test_forged_references_and_ids_are_a_404_and_not_an_error(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    anna = client_for("anna")
    for reference in ("S-9999-0001", "x", "../../etc", "S-2026-0001'--", "%00", "é" * 200):
        assert anna.get(f"/signalen/{reference}/").status_code in (404, 400)
    stranger = uuid.uuid4()
    answer = anna.post(
        reverse("signal_item_remove", args=[signal.reference, stranger]), sent(signal)
    )
    assert answer.status_code == 422
    assert seen(signal)
