# SPDX-License-Identifier: EUPL-1.2
"""A term ends by itself. Then somebody has to see that open signals are left with nobody."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access.models import Membership
from meerinbeeld.oversight import queries
from meerinbeeld.signals.models import Phase
from meerinbeeld.signals.queries.unattended import unattended
from tests.people import Village
from tests.signals.making import make_signal

ClientFor = Callable[[str], Client]
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def references(village: Village) -> list[str]:
    return [signal.reference for signal in unattended(village.actor("paula"))]


def test_signals_are_listed_when_the_last_term_of_their_owner_ends(village: Village) -> None:
    zwolle = village.organisations["gemeente-zwolle"]
    make_signal(zwolle, "S-2026-0001")
    make_signal(village.organisations["gemeente-deventer"], "S-2026-0002")
    make_signal(zwolle, "S-2026-0003", phase=Phase.CLOSED)
    assert references(village) == []

    terms = Membership.objects.filter(person=village.people["anna"])
    terms.update(valid_from=YESTERDAY, valid_to=YESTERDAY)

    assert references(village) == ["S-2026-0001"]
    assert queries.desk(village.actor("paula")).unattended == 1


def test_somebody_who_may_not_sign_in_follows_nothing_up(village: Village) -> None:
    make_signal(village.organisations["gemeente-zwolle"], "S-2026-0001")
    village.people["anna"].is_active = False
    village.people["anna"].save()
    assert references(village) == ["S-2026-0001"]


def test_the_most_pressing_stands_first(village: Village) -> None:
    zwolle, now = village.organisations["gemeente-zwolle"], timezone.now()
    for number, days in ((1, 3), (2, -2), (3, 1)):
        due = now + datetime.timedelta(days=days)
        make_signal(zwolle, f"S-2026-000{number}", due_at=due)
    Membership.objects.filter(person=village.people["anna"]).delete()
    assert references(village) == ["S-2026-0002", "S-2026-0003", "S-2026-0001"]


@pytest.mark.parametrize(("name", "may_give"), [("paula", False), ("adam", True)])
def test_the_page_says_what_to_do_and_shows_no_content(
    client_for: ClientFor, village: Village, name: str, may_give: bool
) -> None:
    make_signal(village.organisations["gemeente-zwolle"], "S-2026-0001")
    Membership.objects.filter(person=village.people["anna"]).delete()
    page = client_for(name).get(reverse("unattended")).text
    assert "S-2026-0001" in page
    assert "Zeldzaamverhaal" not in page
    assert ("Geef daar iemand de rol" in page) is may_give
    assert ("?organisation=gemeente-zwolle" in page) is may_give
