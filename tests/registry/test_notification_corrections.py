# SPDX-License-Identifier: EUPL-1.2
"""Correcting a notification: once, on what one saw, with a history of fields and no old values."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld import vault
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.actions.correct import Facts, change_details, correct_facts, rest_on
from meerinbeeld.registry.actions.new_notification import Basis
from meerinbeeld.registry.models import Correction, Notification
from tests.people import Village
from tests.registry.making import CONSENT, DUTY, NO_GROUND, SECRET_NAME, WHOLE, notify

AS_IT_IS = Facts(
    notified_on=WHOLE.notified_on, notifier="police", municipality="GM0193",
    codes=WHOLE.codes, several=WHOLE.several,
)  # fmt: skip


@pytest.fixture
def pim(village: Village) -> Any:
    return village.actor("pim")


def corrected(row: Notification) -> set[str]:
    return set(row.corrections.values_list("field", flat=True))


def as_sent(form: Any) -> dict[str, Any]:
    """The fields of a form as a browser sends them."""
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, "", [])}


def address(row: Notification, name: str) -> str:
    return reverse(name, args=[row.reference])


# --- The coded facts ------------------------------------------------------------------------------


def test_which_fields_changed_stays_and_not_what_they_were(
    pim: Any, notification: Notification
) -> None:
    several = {**WHOLE.several, "forms": ["labour_exploitation"], "means": ["debt", "violence"]}
    codes = {**WHOLE.codes, "origin": "BG"}
    row = correct_facts(
        pim, notification.reference, replace(AS_IT_IS, codes=codes, several=several)
    )
    assert corrected(row) == {"forms", "means", "origin"}
    assert list(row.forms.values_list("form", flat=True)) == ["labour_exploitation"]
    assert row.version == notification.version + 1
    entry = Entry.objects.get(dossier=row.dossier, verb="change")
    assert set(row.corrections.values_list("entry", flat=True)) == {entry.id}


def test_whoever_changes_nothing_leaves_no_trace(pim: Any, notification: Notification) -> None:
    row = correct_facts(pim, notification.reference, AS_IT_IS)
    assert row.version == notification.version
    assert not Correction.objects.exists()
    assert not Entry.objects.filter(dossier=row.dossier, verb="change").exists()


def test_a_form_sent_twice_corrects_once(pim: Any, notification: Notification) -> None:
    once = uuid.uuid4()
    facts = replace(AS_IT_IS, codes={**WHOLE.codes, "sex": "male"})
    correct_facts(pim, notification.reference, facts, once=once)
    with pytest.raises(AlreadyDone):
        correct_facts(pim, notification.reference, facts, once=once)
    assert Correction.objects.count() == 1


def test_nobody_writes_over_what_another_corrected(pim: Any, notification: Notification) -> None:
    seen = Seen.of(notification)
    facts = replace(AS_IT_IS, codes={**WHOLE.codes, "sex": "male"})
    correct_facts(pim, notification.reference, facts)
    with pytest.raises(Stale):
        correct_facts(pim, notification.reference, AS_IT_IS, seen=seen)


@pytest.mark.parametrize(
    "wrong",
    [
        {"codes": {"sector": "made_up"}},
        {"several": {"forms": ["surrogacy"]}},
        {"notifier": "friend"},
    ],
)
def test_a_code_that_is_in_no_list_is_refused(
    wrong: dict[str, Any], pim: Any, notification: Notification
) -> None:
    with pytest.raises(ChangeError):
        correct_facts(pim, notification.reference, replace(AS_IT_IS, **wrong))


def test_a_code_that_is_no_longer_in_force_stays_where_it_stood(
    pim: Any, notification: Notification
) -> None:
    Notification.objects.filter(pk=notification.pk).update(sector="of_long_ago")
    codes = {**WHOLE.codes, "sector": "of_long_ago", "sex": "male"}
    row = correct_facts(pim, notification.reference, replace(AS_IT_IS, codes=codes))
    assert (row.sector, row.sex) == ("of_long_ago", "male")


def test_a_number_is_not_given_twice(pim: Any, village: Village) -> None:
    first, second = notify(village, own_number="PL-1"), notify(village, own_number="PL-2")
    with pytest.raises(ChangeError, match=first.reference):
        correct_facts(pim, second.reference, replace(AS_IT_IS, own_number="PL-1"))


@pytest.mark.parametrize(("day", "moves"), [("2025-03-02", True), ("2026-06-02", False)])
def test_another_day_never_makes_the_period_of_keeping_longer(
    day: str, moves: bool, pim: Any, notification: Notification
) -> None:
    on = datetime.date.fromisoformat(day)
    row = correct_facts(pim, notification.reference, replace(AS_IT_IS, notified_on=on))
    assert (row.retention_until < notification.retention_until) is moves
    assert row.retention_until <= notification.retention_until


# --- Who it is ------------------------------------------------------------------------------------


def test_a_detail_is_replaced_and_its_old_text_is_gone(
    pim: Any, notification: Notification
) -> None:
    texts = {"name": "Nieuwe Naam", "birth_date": "", "phone": "0612345678"}
    row = change_details(pim, notification.reference, texts)
    with vault.unlocked(row.dossier) as box:
        assert {d.kind: box.text(d, "value") for d in row.details.all()} == {
            "name": "Nieuwe Naam", "phone": "0612345678",
        }  # fmt: skip
    assert corrected(row) == {"detail:name", "detail:birth_date", "detail:phone"}


def test_without_a_ground_no_detail_comes_in(pim: Any, village: Village) -> None:
    row = notify(village, basis=NO_GROUND, details={})
    with pytest.raises(ChangeError):
        change_details(pim, row.reference, {"name": SECRET_NAME})
    assert not row.details.exists()


def test_the_page_shows_them_all_and_each_look_is_journaled(
    client_for: Any, notification: Notification
) -> None:
    text = client_for("pim").get(address(notification, "notification_details")).content.decode()
    assert SECRET_NAME in text and "verzegeld" in text
    reasons = Entry.objects.filter(verb="reveal").values_list("reason_code", flat=True)
    assert set(reasons) == {"name", "birth_date"}


# --- What it rests on -----------------------------------------------------------------------------


def test_a_duty_becomes_a_consent_and_back(pim: Any, notification: Notification) -> None:
    row = rest_on(pim, notification.reference, CONSENT)
    assert (row.rests_on, row.ground, row.consent_on) == (
        "consent",
        "avg_6_1_a",
        CONSENT.consent_on,
    )
    row = rest_on(pim, notification.reference, DUTY)
    assert (row.rests_on, row.ground, row.consent_on) == ("duty", "avg_6_1_c", None)
    assert row.details.exists()


def test_without_a_ground_the_details_and_their_key_go(
    pim: Any, notification: Notification
) -> None:
    row = rest_on(pim, notification.reference, NO_GROUND)
    row.refresh_from_db()
    assert not row.details.exists() and vault.is_shredded(row.dossier)
    assert (row.passing.state, row.passing.reason) == ("waits", "ground_unsure")
    with pytest.raises(ChangeError):
        rest_on(pim, row.reference, CONSENT)


def test_a_consent_is_withdrawn_and_not_swapped_for_nothing(pim: Any, village: Village) -> None:
    row = notify(village, basis=CONSENT)
    with pytest.raises(ChangeError):
        rest_on(pim, row.reference, NO_GROUND)
    assert row.details.exists()


def test_a_ground_that_norms_do_not_know_is_refused(pim: Any, notification: Notification) -> None:
    with pytest.raises(ChangeError):
        rest_on(pim, notification.reference, Basis("other", "made_up"))


def test_withdrawing_waits_for_no_version_and_is_done_once(
    client_for: Any, village: Village
) -> None:
    row = notify(village, basis=CONSENT)
    url, client = address(row, "notification_withdraw"), client_for("pim")
    form = client.get(url).context["form"]
    sent = {"once": form["once"].value(), "seen": form["seen"].value()}
    correct_facts(
        village.actor("pim"), row.reference, replace(AS_IT_IS, codes={**WHOLE.codes, "sex": "male"})
    )
    for _twice in range(2):
        assert client.post(url, sent).status_code == 302
    row.refresh_from_db()
    assert row.withdrawn_at is not None and not row.details.exists()
    assert "consent_on" in corrected(row)
    with pytest.raises(AlreadyDone):
        withdraw_consent(village.actor("pim"), row.reference)


# --- The pages ------------------------------------------------------------------------------------


def test_a_stale_form_comes_back_with_what_changed_and_what_was_typed(
    client_for: Any, village: Village, notification: Notification
) -> None:
    url, client = address(notification, "notification_correct"), client_for("pim")
    form = client.get(url).context["form"]
    typed = {**as_sent(form), "own_number": "PL-9", "sex": "male"}
    facts = replace(AS_IT_IS, codes={**WHOLE.codes, "sector": "sex_home"})
    correct_facts(village.actor("carla"), notification.reference, facts)
    answer = client.post(url, typed)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Sector" in text and "PL-9" in text
    assert [line.why for line in answer.context["changed"]] == ["Sector"]
    assert client.post(url, as_sent(answer.context["form"])).status_code == 302
    notification.refresh_from_db()
    assert (notification.own_number, notification.sex) == ("PL-9", "male")


def test_a_third_nationality_that_the_page_does_not_show_stays(
    client_for: Any, village: Village
) -> None:
    row = notify(village, several={**WHOLE.several, "nationalities": ["BG", "NL", "RO"]})
    url, client = address(row, "notification_correct"), client_for("pim")
    form = client.get(url).context["form"]
    client.post(url, {**as_sent(form), "sex": "male"})
    row.refresh_from_db()
    assert (row.nationalities, row.sex) == (["BG", "NL", "RO"], "male")
