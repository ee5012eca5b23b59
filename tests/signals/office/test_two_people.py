# SPDX-License-Identifier: EUPL-1.2
"""Two people work on one signal, a form comes twice, somebody pastes a book: nothing gets lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from meerinbeeld.access.changing import AlreadyDone, Seen, Stale
from meerinbeeld.access.policy import Actor
from meerinbeeld.signals.actions import assess, enrich, exchange
from meerinbeeld.signals.models import Item, Remark, Route, Signal, Step
from tests.people import Village
from tests.signals.office.desk import post, seen, sent, taken_in, words

pytestmark = pytest.mark.django_db

ASSESSED = {
    "minor": "yes", "identifiable": "no", "urgency": "week", "reason": "Ik denk van wel",
}  # fmt: skip


def test_the_second_of_two_people_sees_what_the_first_changed_and_keeps_what_they_typed(
    village: Village, client_for: Callable[[str], Client], actor: Callable[[str], Actor]
) -> None:
    signal = taken_in(village)
    before = seen(signal)
    assess.suspect(actor("anna"), signal.reference, ["criminal_exploitation"])
    form = {**sent(signal), "seen": before, **ASSESSED}
    url = reverse("signal_assess", args=[signal.reference])
    anna = client_for("anna")
    answer = anna.post(url, form)
    assert answer.status_code == 409
    shown = words(answer)
    assert "criminele uitbuiting" in shown and "Anna de Wit" in shown
    assert "Ik denk van wel" in answer.content.decode()
    signal.refresh_from_db()
    assert signal.urgency == "day"
    # the form that came back carries the new version: sending it again works
    again = anna.post(url, {**form, "seen": answer.context["form"]["seen"].value()})
    assert again.status_code == 302
    signal.refresh_from_db()
    assert signal.urgency == "week"


def test_a_remark_makes_nobodys_form_stale(village: Village, actor: Callable[[str], Actor]) -> None:
    signal = taken_in(village)
    version = Seen.of(signal)
    exchange.write_remark(actor("anna"), signal.reference, "team", "Even tussendoor")
    enrich.add_item(actor("anna"), signal.reference, "vehicle", "grijze bus")
    assess.assign(actor("anna"), signal.reference, village.people["anna"].id, seen=version)


def test_a_stale_action_changes_nothing(village: Village, actor: Callable[[str], Actor]) -> None:
    signal = taken_in(village)
    version = Seen.of(signal)
    anna = actor("anna")
    assess.assign(anna, signal.reference, anna.person_id)
    steps = Step.objects.count()
    with pytest.raises(Stale):
        assess.assign(anna, signal.reference, None, seen=version)
    assert Step.objects.count() == steps


@pytest.mark.parametrize(
    ("name", "arguments", "fields"),
    [
        ("signal_remark", ["team"], {"text": "Gebeld met school"}),
        ("signal_ask", [], {"text": "Welke kleur?"}),
        ("signal_enrich", [], {"kind": "vehicle", "text": "grijze bus"}),
        ("signal_assess", [], ASSESSED),
        ("signal_forms", [], {"forms": ["sexual_exploitation"]}),
        ("signal_feedback", [], {"how": "letter", "text": "Wij kijken ernaar"}),
    ],
)
def test_a_form_that_is_sent_twice_does_its_work_once(
    name: str,
    arguments: list[str],
    fields: dict[str, object],
    village: Village,
    client_for: Callable[[str], Client],
) -> None:
    signal = taken_in(village)
    anna, url = client_for("anna"), reverse(name, args=[signal.reference, *arguments])
    form = sent(signal, **fields)
    assert anna.post(url, form).status_code == 302
    after = (Remark.objects.count(), Item.objects.count(), Step.objects.count())
    assert anna.post(url, form).status_code == 302
    assert (Remark.objects.count(), Item.objects.count(), Step.objects.count()) == after


def test_a_route_that_is_sent_twice_is_asked_once(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    signal = taken_in(village)
    safe_home = village.organisations["veilig-thuis"]
    form = sent(signal, to=f"safe_home/{safe_home.id}", reason="as_advised", ground="avg_6_1_e")
    anna, url = client_for("anna"), reverse("signal_route", args=[signal.reference])
    assert [anna.post(url, form).status_code for _turn in range(3)] == [302, 302, 302]
    assert Route.objects.count() == 1


def test_the_token_of_another_form_does_nothing(
    village: Village, actor: Callable[[str], Actor]
) -> None:
    signal = taken_in(village)
    used = uuid.uuid4()
    anna = actor("anna")
    enrich.add_item(anna, signal.reference, "vehicle", "grijze bus", once=used)
    with pytest.raises(AlreadyDone):
        enrich.add_item(anna, signal.reference, "vehicle", "rode bus", once=used)


def test_a_text_of_a_hundred_thousand_signs_comes_back_whole(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    signal = taken_in(village)
    long = "lang " * 20_000
    answer = post(client_for("anna"), "signal_enrich", signal, kind="other", text=long)
    assert answer.status_code == 422
    assert long.strip() in answer.content.decode()
    assert not Item.objects.filter(kind="other").exists()


@pytest.mark.parametrize(
    "broken",
    [{"once": "x"}, {"seen": ""}, {"seen": "999999999999"}, {"seen": "1@2026-01-01"}, {"once": ""}],
)
def test_a_form_with_forged_marks_is_shown_again(
    broken: dict[str, str], village: Village, client_for: Callable[[str], Client]
) -> None:
    signal = taken_in(village)
    url = reverse("signal_assess", args=[signal.reference])
    answer = client_for("anna").post(url, {**sent(signal), **ASSESSED, **broken})
    assert answer.status_code == 422
    assert Signal.objects.get().urgency == signal.urgency


def test_control_signs_are_taken_out(village: Village, client_for: Callable[[str], Client]) -> None:
    signal = taken_in(village)
    text = "Gebeld\x00 met\x1b school\u202e"
    answer = post(client_for("anna"), "signal_remark", signal, "team", text=text)
    assert answer.status_code in (302, 422)
    shown = client_for("anna").get(reverse("signal", args=[signal.reference])).content.decode()
    assert "\x00" not in shown and "\u202e" not in shown
