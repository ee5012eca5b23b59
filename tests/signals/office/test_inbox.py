# SPDX-License-Identifier: EUPL-1.2
"""The inbox says what waits, what is late and what to do next, for each kind of reader."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from meerinbeeld.access.policy import Actor
from meerinbeeld.signals.actions import assess, ending, exchange, opening, own, route
from meerinbeeld.signals.actions.ending import Ending
from meerinbeeld.signals.actions.exchange import Word
from meerinbeeld.signals.actions.take_in import take_in_waiting_letters
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.public.envelope import Message
from meerinbeeld.signals.queries import inbox
from meerinbeeld.signals.queries.inbox import Wanted
from tests.people import Village
from tests.signals.office.desk import taken_in, to_safe_home, words
from tests.signals.public.reports import accepted, letter_from

pytestmark = pytest.mark.django_db

ClientFor = Callable[[str], Client]
ActorOf = Callable[[str], Actor]


def late(signal: Signal, days: int = 1) -> None:
    moment = timezone.now() - datetime.timedelta(days=days)
    Signal.objects.filter(pk=signal.pk).update(due_at=moment)


def found(actor: Actor, **wanted: object) -> list[str]:
    listing = inbox.listing(actor, Wanted(**wanted), timezone.now())  # type: ignore[arg-type]
    return [row.signal.reference for row in listing.rows]


def test_what_is_late_stands_first_and_each_tile_finds_its_own(
    village: Village, actor: ActorOf
) -> None:
    calm, pressing, routed = taken_in(village), taken_in(village), taken_in(village)
    anna = actor("anna")
    opening.open_signal(anna, calm.reference)
    opening.open_signal(anna, routed.reference)
    route.route_signal(anna, routed.reference, to_safe_home(village))
    late(pressing)
    Signal.objects.filter(pk=calm.pk).update(feedback_due_at=timezone.now())
    assert found(anna)[0] == pressing.reference
    assert found(anna, tile="new") == [pressing.reference]
    assert set(found(anna, tile="late")) == {pressing.reference, calm.reference}
    assert found(anna, tile="feedback") == [calm.reference]
    assert found(anna, tile="elsewhere") == [routed.reference]
    counts = inbox.counts(anna, timezone.now()).tiles
    assert counts == {"new": 1, "late": 2, "feedback": 1, "elsewhere": 1}


def test_the_filters_narrow_and_stand_together(village: Village, actor: ActorOf) -> None:
    one, other = taken_in(village), taken_in(village)
    anna = actor("anna")
    assess.suspect(anna, one.reference, ["labour_exploitation"])
    assess.assign(anna, one.reference, anna.person_id)
    assert found(anna, form="labour_exploitation") == [one.reference]
    assert found(anna, assignee="me") == [one.reference]
    assert found(anna, assignee="nobody") == [other.reference]
    assert found(anna, assignee="nobody", form="labour_exploitation") == []
    assert found(anna, municipality="GM0150") == []
    assert len(found(anna, urgency="day")) == 2
    assert found(anna, phase="closed") == []


def test_a_partner_finds_what_was_put_before_them_and_what_to_do_next(
    village: Village, actor: ActorOf, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    assert found(actor("carla")) == []
    route.route_signal(actor("anna"), signal.reference, to_safe_home(village))
    assert found(actor("carla")) == [signal.reference]
    Signal.objects.update(attachments_count=2)
    assert "2 bestanden" in words(client_for("anna").get(reverse("work")))
    assert "2 bestanden" not in words(client_for("carla").get(reverse("work")))
    assert "Antwoord geven" in words(client_for("carla").get(reverse("work")))
    route.answer_route(actor("carla"), signal.reference, accept=False, reason="not_our_task")
    assert found(actor("carla")) == []


def test_a_report_that_is_not_taken_in_yet_is_counted(
    village: Village, client_for: ClientFor
) -> None:
    accepted(village.organisations["gemeente-zwolle"])
    assert "1 melding wordt klaargezet" in words(client_for("anna").get(reverse("work")))
    assert "klaargezet" not in words(client_for("bilal").get(reverse("work")))


def test_a_message_after_the_end_comes_back_into_the_inbox(
    village: Village, actor: ActorOf, client_for: ClientFor
) -> None:
    signal, anna = taken_in(village), actor("anna")
    ending.close_signal(
        anna, signal.reference, Ending("no_trafficking", "klaar", word=Word("letter", "Dank u"))
    )
    assert found(anna) == []
    assert signal.report
    letter_from(signal.report, Message("Hij is er weer"))
    take_in_waiting_letters()
    assert found(anna) == [signal.reference]
    page = client_for("anna").get(reverse("signal", args=[signal.reference]) + "?voor=reporter")
    assert "Hij is er weer" in words(page)
    assert found(anna) == []


def test_an_answer_of_the_reporter_puts_a_signal_at_the_top_to_be_read_today(
    village: Village, actor: ActorOf, client_for: ClientFor
) -> None:
    answered, other, urgent = taken_in(village), taken_in(village), taken_in(village)
    anna = actor("anna")
    opening.open_signal(anna, answered.reference)
    route.route_signal(anna, answered.reference, to_safe_home(village))
    route.answer_route(actor("carla"), answered.reference, accept=True)
    exchange.ask_reporter(anna, answered.reference, "Ziet u een kenteken?")
    late(urgent, days=7)
    assert found(anna) == [urgent.reference, other.reference, answered.reference]
    assert answered.report
    letter_from(answered.report, Message("Ja: AB-12-CD"))
    take_in_waiting_letters()
    assert found(anna) == [urgent.reference, answered.reference, other.reference]
    assert found(anna, assignee="nobody")[1] == answered.reference
    (row,) = [
        row
        for row in inbox.listing(anna, Wanted(), timezone.now()).rows
        if row.signal.pk == answered.pk
    ]
    assert (row.next.code, row.next.state, row.next.due_at) == ("read_answer", "today", None)
    client_for("anna").get(reverse("signal", args=[answered.reference]) + "?voor=reporter")
    assert found(anna)[-1] == answered.reference


def test_pages_of_the_list_leave_nothing_out_and_show_nothing_twice(
    village: Village, actor: ActorOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 3)
    every = {taken_in(village).reference for _turn in range(8)}
    Signal.objects.filter(reference__in=sorted(every)[:5]).update(answer_waiting=True)
    seen = [reference for page in (1, 2, 3) for reference in found(actor("anna"), page=page)]
    assert len(seen) == 8 and set(seen) == every


@pytest.mark.parametrize(
    "query",
    ["?wat=x", "?page=0", "?page=-1", "?page=99999999999", "?vorm=x&fase=y&gemeente=z", "?page=a"],
)
def test_an_address_that_somebody_made_up_shows_the_list(
    query: str, village: Village, client_for: ClientFor
) -> None:
    taken_in(village)
    assert client_for("anna").get(reverse("work") + query).status_code == 200


def test_the_day_is_told_in_words_in_both_languages(
    village: Village, client_for: ClientFor
) -> None:
    late(taken_in(village))
    assert "Eén signaal is te laat." in words(client_for("anna").get(reverse("work")))
    with translation.override("en"):
        assert "One signal is late." in words(client_for("anna").get(reverse("work")))


def test_an_empty_inbox_says_so(village: Village, client_for: ClientFor) -> None:
    assert "Er wacht niets op u" in words(client_for("anna").get(reverse("work")))
    narrowed = client_for("anna").get(reverse("work") + "?wie=me")
    assert "Geen signaal past bij dit filter" in words(narrowed)


def test_whoever_reported_reads_along_in_the_application(
    village: Village, actor: ActorOf, client_for: ClientFor
) -> None:
    signal, tess = taken_in(village), village.people["tess"]
    Signal.objects.update(made_by=tess, origin="professional", report=None)
    exchange.ask_reporter(actor("anna"), signal.reference, "Is hij vandaag op school?")
    page = client_for("tess").get(reverse("signal", args=[signal.reference]), follow=True)
    assert "Is hij vandaag op school?" in words(page)
    own.write_to_team(actor("tess"), signal.reference, "Nee, sinds maandag niet.", once=uuid4())
    signal.refresh_from_db()
    assert signal.answer_waiting
