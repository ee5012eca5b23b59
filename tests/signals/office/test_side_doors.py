# SPDX-License-Identifier: EUPL-1.2
"""Ways around the front door: the page of a reporter, a conflict, a destroyed signal, a colleague
gone."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.policy import Actor
from meerinbeeld.access.roles import Role
from meerinbeeld.journal.models import Entry
from meerinbeeld.network.actions import organisations
from meerinbeeld.network.actions.guard import NotPossible
from meerinbeeld.network.actions.organisations import OrganisationFacts
from meerinbeeld.signals.actions import assess, ending, joining, retention, route
from meerinbeeld.signals.actions.telling import tell_owner
from meerinbeeld.signals.models import Notice, Signal
from tests.people import Village, client_for, confirm
from tests.signals.making import make_signal, past_its_period
from tests.signals.office.desk import DEVENTER, ZWOLLE, post, wish, words

ActorOf = Callable[[str], Actor]
ClientFor = Callable[[str], Client]
LONG_AGO = "0@2000-01-01T00:00:00+00:00"


def _reported_and_routed(village: Village, actor: ActorOf) -> Signal:
    """Reported by Tess; Anna suspects a form and puts it before the police."""
    signal = make_signal(
        village.organisations[ZWOLLE], origin="professional", made_by=village.people["tess"]
    )
    assess.suspect(actor("anna"), signal.reference, ["criminal_exploitation"])
    route.route_signal(actor("anna"), signal.reference, wish(village, "police", "politie"))
    return signal


def _end(person: Person) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(person=person).update(valid_from=yesterday, valid_to=yesterday)


def test_whoever_reported_does_not_see_where_it_went_or_who_works_on_it(
    village: Village, actor: ActorOf
) -> None:
    signal = _reported_and_routed(village, actor)
    tess = client_for(village.people["tess"])
    shown = words(tess.get(reverse("signal", args=[signal.reference]), follow=True))
    assert signal.reference in shown
    for secret in ("Politie", "Anna de Wit", "riminele uitbuiting"):
        assert secret not in shown


@pytest.mark.parametrize("who", ["tess", "pim"])
@pytest.mark.parametrize("page", ["signal_ask", "signal_feedback"])
def test_a_forged_version_does_not_tell_others_what_the_team_did(
    who: str, page: str, village: Village, actor: ActorOf
) -> None:
    signal = _reported_and_routed(village, actor)
    answer = post(
        client_for(village.people[who]), page, signal, seen=LONG_AGO, text="x", how="phone"
    )
    assert answer.status_code == 403
    assert "Anna de Wit" not in words(answer)


def test_whoever_took_a_signal_book_over_did_not_report_what_stands_in_it(
    village: Village,
) -> None:
    anna = village.people["anna"]
    signal = make_signal(village.organisations[ZWOLLE], origin="import", made_by=anna)
    _end(anna)
    school = village.organisations["school"]
    Membership.objects.create(person=anna, organisation=school, role=Role.REPORTER)
    answer = client_for(anna).get(reverse("signal", args=[signal.reference]))
    assert answer.status_code == 404


def test_a_clock_tells_the_colleagues_of_somebody_who_left(village: Village) -> None:
    anna = village.people["anna"]
    signal = make_signal(village.organisations[ZWOLLE], assignee=anna)
    dan = Person.objects.create_user("dan@example.org", "Dan Kuik")
    Membership.objects.create(
        person=dan, organisation=village.organisations[ZWOLLE], role=Role.FOCAL_OFFICER
    )
    tell_owner(signal, "late")
    _end(anna)
    tell_owner(signal, "answer")
    told = Notice.objects.values_list("person__name", "kind").order_by("kind")
    assert list(told) == [("Dan Kuik", "answer"), ("Anna de Wit", "late")]


@pytest.mark.parametrize(
    ("page", "args", "fields"),
    [
        ("signal_print", [], None),
        ("signal_enrich", [], None),
        ("signal_split", [], None),
        ("signal_remark", ["team"], {"text": "x"}),
        ("signal_reopen", [], {"explanation": "Toch weer"}),
        ("signal_feedback", [], {"how": "phone", "last": "on"}),
        ("signal_reveal", [uuid.uuid4()], {}),
    ],
)
def test_with_a_destroyed_signal_nothing_is_done_any_more(
    page: str, args: list[Any], fields: dict[str, str] | None, village: Village, actor: ActorOf
) -> None:
    signal = past_its_period(village.organisations[ZWOLLE])
    retention.bury_signal(actor("adam"), signal)
    anna = client_for(village.people["anna"])
    url = reverse(page, args=[signal.reference, *args])
    answer = anna.get(url) if fields is None else post(anna, page, signal, *args, **fields)
    assert answer.status_code == 403, url
    assert "vernietigd" in words(answer)
    signal.refresh_from_db()
    assert (signal.phase, signal.steps.count()) == ("closed", 0)


def test_a_part_that_is_taken_up_again_is_kept_no_longer_than_the_whole(
    village: Village, actor: ActorOf
) -> None:
    anna, owner = actor("anna"), village.organisations[ZWOLLE]
    year_ago = timezone.now() - datetime.timedelta(days=365)
    older = make_signal(owner, "S-2025-9001", received_at=year_ago)
    whole = make_signal(owner)
    joining.merge_signals(anna, older.reference, whole.reference, explanation="Zelfde")
    item = whole.items.earliest("at")
    part = joining.split_signal(anna, whole.reference, {item.id: "both"}, explanation="Los")
    ended = ending.Ending("no_trafficking", waived_because="no_contact")
    ending.close_signal(anna, part.reference, ended)
    ending.reopen_signal(anna, part.reference, explanation="Toch weer")
    part.refresh_from_db()
    whole.refresh_from_db()
    assert part.retention_until <= ending.retention_from_receipt(whole)


def test_a_detail_of_another_signal_is_not_noted_as_seen(
    village: Village, client_for: ClientFor
) -> None:
    own = make_signal(village.organisations[ZWOLLE])
    foreign = make_signal(village.organisations[DEVENTER], "S-2026-9002").items.earliest("at")
    answer = client_for("anna").post(reverse("signal_reveal", args=[own.reference, foreign.id]))
    assert answer.status_code == 404
    assert not Entry.objects.filter(thing_id=str(foreign.id)).exists()


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01"]
)
def test_a_moment_that_no_calendar_has_gets_a_clear_message(
    moment: str, village: Village, client_for: ClientFor
) -> None:
    signal = make_signal(village.organisations[ZWOLLE])
    answer = post(client_for("anna"), "signal_ask", signal, seen=f"0@{moment}", text="x")
    assert answer.status_code == 422


def test_emergency_access_asks_again_who_somebody_is(village: Village) -> None:
    make_signal(village.organisations[ZWOLLE])
    bilal = Client()
    bilal.force_login(village.people["bilal"])
    confirm(bilal, village.people["bilal"], ago=3600)
    answer = bilal.get(reverse("break_glass"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_an_organisation_that_owns_open_signals_cannot_end(
    village: Village, actor: ActorOf
) -> None:
    signal = make_signal(village.organisations[ZWOLLE])
    own = village.organisations[ZWOLLE]
    ended = OrganisationFacts(own.name, own.kind, own.municipality, own.serves.all(), False)
    with pytest.raises(NotPossible):
        organisations.save(actor("adam"), ended, organisation_id=own.id)
    Signal.objects.filter(pk=signal.pk).update(owner=village.organisations["veilig-thuis"])
    assert not organisations.save(actor("adam"), ended, organisation_id=own.id).is_active


@pytest.mark.parametrize(
    "address",
    [
        "/signalen/S%00/",
        "/mijn-signalen/%00/",
        "/beheer/mensen/?q=%00",
        "/netwerk/?q=%00",
        "/%00",
    ],
)
def test_an_address_with_a_nul_gets_a_clear_message(address: str, client_for: ClientFor) -> None:
    answer = client_for("adam").get(address)
    assert answer.status_code == 400
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_missing_file_is_no_page_that_a_browser_keeps(client_for: ClientFor) -> None:
    answer = client_for("anna").get("/static/no-such-file.css")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
