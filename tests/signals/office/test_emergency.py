# SPDX-License-Identifier: EUPL-1.2
"""Breaking the glass opens one signal for a while; everything done with it is marked."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access.models import BreakGlass
from tests.people import Village
from tests.signals.office.desk import entries, post, taken_in, words
from tests.signals.public.reports import STORY

pytestmark = pytest.mark.django_db

ClientFor = Callable[[str], Client]
REASON = "De moeder belt nu: hij wordt vanavond opgehaald."


def broken_in(client: Client, reference: str, reason: str = REASON) -> int:
    answer = client.post(reverse("break_glass"), {"reference": reference, "reason": reason})
    return answer.status_code


def test_with_a_reason_one_signal_opens_and_the_journal_says_how(
    village: Village, client_for: ClientFor
) -> None:
    signal, other = taken_in(village), taken_in(village)
    bilal = client_for("bilal")
    page = reverse("signal", args=[signal.reference])
    assert bilal.get(page).status_code == 404
    assert broken_in(bilal, signal.reference) == 302
    assert STORY in words(bilal.get(page))
    assert ("open", "reporting", "break_glass") in entries(signal)
    assert bilal.get(reverse("signal", args=[other.reference])).status_code == 404
    assert signal.reference in words(bilal.get(reverse("work")))


def test_in_an_emergency_one_reads_and_leaves_word_but_decides_nothing(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    bilal = client_for("bilal")
    broken_in(bilal, signal.reference)
    assert post(bilal, "signal_remark", signal, "team", text="112 gebeld").status_code == 302
    assert ("message", "reporting", "break_glass") in entries(signal)
    for name in ("signal_assess", "signal_route", "signal_close", "signal_hand_over"):
        assert bilal.get(reverse(name, args=[signal.reference])).status_code == 403
    signal.refresh_from_db()
    assert signal.phase == "received" and signal.first_opened_at is None


def test_after_the_term_or_its_end_the_signal_is_closed_again(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    bilal, page = client_for("bilal"), reverse("signal", args=[signal.reference])
    broken_in(bilal, signal.reference)
    glass = BreakGlass.objects.get()
    assert bilal.post(reverse("break_glass_end", args=[glass.id])).status_code == 302
    assert bilal.get(page).status_code == 404
    broken_in(bilal, signal.reference)
    BreakGlass.objects.update(
        opened_at=timezone.now() - datetime.timedelta(hours=4),
        expires_at=timezone.now() - datetime.timedelta(hours=1),
    )
    assert bilal.get(page).status_code == 404


@pytest.mark.parametrize(("reference", "reason"), [("S-1999-0001", REASON), ("", REASON)])
def test_without_a_signal_there_is_nothing_to_open(
    reference: str, reason: str, village: Village, client_for: ClientFor
) -> None:
    assert broken_in(client_for("bilal"), reference, reason) == 422


def test_a_word_is_no_reason_and_some_roles_never_break_the_glass(
    village: Village, client_for: ClientFor
) -> None:
    signal = taken_in(village)
    assert broken_in(client_for("bilal"), signal.reference, "spoed") == 422
    for who in ("pim", "tess", "adam", "paula"):
        assert broken_in(client_for(who), signal.reference) == 403, who
    assert not BreakGlass.objects.exists()
