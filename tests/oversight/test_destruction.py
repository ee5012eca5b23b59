# SPDX-License-Identifier: EUPL-1.2
"""What is past its period goes, by two people, and what is held stays."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access import Refused
from meerinbeeld.care.models import Case
from meerinbeeld.journal.models import Entry
from meerinbeeld.oversight import actions, queries
from meerinbeeld.oversight.models import Destruction
from meerinbeeld.signals.models import Item, Mark, Phase, Signal
from meerinbeeld.ui import counting
from tests.care.making import make_case, one_of_everything
from tests.people import Village
from tests.signals.making import make_signal, past_its_period

ClientFor = Callable[[str], Client]
ONE_DAY = timedelta(days=1)


@pytest.fixture
def old(village: Village) -> Signal:
    return past_its_period(village.organisations["gemeente-zwolle"])


def proposed(village: Village, signal: Signal) -> Destruction:
    assert actions.propose_destruction(village.actor("paula"), "signal", [signal.id]) == 1
    return Destruction.objects.get(dossier=signal.dossier)


def test_two_people_destroy_and_nothing_can_be_read_again(village: Village, old: Signal) -> None:
    proposal = proposed(village, old)

    actions.destroy(village.actor("adam"), proposal.id)

    old.refresh_from_db()
    assert old.destroyed_at is not None
    assert vault.is_shredded(old.dossier)
    assert not Item.objects.filter(signal=old).exists()
    assert not Mark.objects.filter(signal=old).exists()
    with pytest.raises(vault.Shredded), vault.unlocked(old.dossier) as box:
        box.text(old, "value")


def test_the_tombstone_keeps_reference_dates_and_reason(village: Village, old: Signal) -> None:
    actions.destroy(village.actor("adam"), proposed(village, old).id)

    tombstone = Signal.objects.get(reference=old.reference)
    assert (tombstone.phase, tombstone.stop_reason) == (Phase.CLOSED, "no_trafficking")
    assert tombstone.closed_at == old.closed_at


def test_who_proposed_may_not_destroy(village: Village, old: Signal) -> None:
    proposal = proposed(village, old)
    with pytest.raises(Refused):
        actions.destroy(village.actor("paula"), proposal.id)
    assert not vault.is_shredded(old.dossier)


def test_the_database_refuses_one_pair_of_eyes(village: Village, old: Signal) -> None:
    proposal = proposed(village, old)
    same = {"status": "destroyed", "decided_by": proposal.proposed_by, "decided_at": old.closed_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.filter(id=proposal.id).update(**same)


def test_a_hold_stops_it_and_takes_the_proposal_off_the_list(village: Village, old: Signal) -> None:
    proposal = proposed(village, old)
    actions.place_hold(village.actor("paula"), old.reference, "criminal_case")

    with pytest.raises(actions.NotPossible):
        actions.destroy(village.actor("adam"), proposal.id)
    assert actions.propose_destruction(village.actor("paula"), "signal", [old.id]) == 0
    assert not vault.is_shredded(old.dossier)


def test_a_lifted_hold_lets_the_period_count_again(village: Village, old: Signal) -> None:
    hold = actions.place_hold(village.actor("paula"), old.reference, "claim")
    actions.lift_hold(village.actor("paula"), hold.id)
    assert actions.propose_destruction(village.actor("paula"), "signal", [old.id]) == 1


def test_what_is_open_or_not_yet_past_cannot_be_proposed(village: Village) -> None:
    zwolle = village.organisations["gemeente-zwolle"]
    fresh = make_signal(zwolle, phase=Phase.CLOSED)
    late_but_open = past_its_period(zwolle, "S-2019-0002")
    Signal.objects.filter(id=late_but_open.id).update(
        phase="assessing", closed_at=None, stop_reason="", due_at=late_but_open.received_at
    )

    added = actions.propose_destruction(
        village.actor("paula"), "signal", [fresh.id, late_but_open.id]
    )

    assert added == 0
    assert [s.reference for s in queries.past_period(village.actor("paula"), "signal")] == [
        "S-2019-0002"
    ]


@pytest.mark.parametrize("name", ["anna", "carla", "chris", "pim", "tess", "leo", "rosa"])
def test_nobody_else_sees_or_does_any_of_it(village: Village, old: Signal, name: str) -> None:
    with pytest.raises(Refused):
        queries.past_period(village.actor(name), "signal")
    with pytest.raises(Refused):
        actions.propose_destruction(village.actor(name), "signal", [old.id])


def test_each_step_stands_in_the_journal(village: Village, old: Signal) -> None:
    actions.destroy(village.actor("adam"), proposed(village, old).id)
    verbs = Entry.objects.filter(dossier=old.dossier).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["propose", "destroy"]


def test_ticked_rows_are_proposed_and_a_forged_one_changes_nothing(
    client_for: ClientFor, old: Signal, village: Village
) -> None:
    young = make_signal(village.organisations["gemeente-zwolle"])
    paula = client_for("paula")

    for ticked in ([], ["x"], [str(young.id)], [str(old.id), str(uuid.uuid4())]):
        paula.post(reverse("retention_propose"), {"dossier": ticked})
        assert not Destruction.objects.exists()
    paula.post(reverse("retention_propose"), {"dossier": [str(old.id)]})

    assert Destruction.objects.get().dossier == old.dossier


def test_a_long_list_stops_counting_and_says_so(
    client_for: ClientFor, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        past_its_period(village.organisations["gemeente-zwolle"], f"S-2019-000{number}")
    monkeypatch.setattr(counting, "MANY", 2)

    assert "1 tot en met 2 van 2 of meer" in client_for("paula").get(reverse("retention")).text
    assert queries.desk(village.actor("paula")).past_period == 2


# --- Cases ----------------------------------------------------------------------------------------


@pytest.fixture
def old_case(village: Village) -> Case:
    owner, yesterday = village.organisations["veilig-thuis"], timezone.localdate() - ONE_DAY
    case = make_case(owner, village.people["carla"], phase="closed", retention_until=yesterday)
    one_of_everything(case, village)
    return case


def test_a_case_is_destroyed_by_the_same_two_people(village: Village, old_case: Case) -> None:
    assert actions.propose_destruction(village.actor("paula"), "case", [old_case.id]) == 1
    proposal = Destruction.objects.get(dossier=old_case.dossier)

    actions.destroy(village.actor("adam"), proposal.id)

    old_case.refresh_from_db()
    assert old_case.destroyed_at is not None
    assert vault.is_shredded(old_case.dossier)
    left = {
        related.get_accessor_name(): related.related_model.objects.filter(case=old_case).count()
        for related in old_case._meta.related_objects
        if related.get_accessor_name() not in {"steps", "clocks"}
    }
    assert not any(left.values()), left
    assert (old_case.alias, old_case.reference[:2]) == ("", "Z-")


def test_a_hold_keeps_a_case(village: Village, old_case: Case) -> None:
    actions.place_hold(village.actor("paula"), old_case.reference, "claim")
    assert actions.propose_destruction(village.actor("paula"), "case", [old_case.id]) == 0
    assert not vault.is_shredded(old_case.dossier)


def test_the_desk_shows_cases_on_a_list_of_their_own(
    client_for: ClientFor, old: Signal, old_case: Case
) -> None:
    paula = client_for("paula")
    assert old_case.reference not in paula.get(reverse("retention")).text
    shown = paula.get(reverse("retention") + "?soort=case").text
    assert old_case.reference in shown
    assert old.reference not in shown
    paula.post(reverse("retention_propose"), {"soort": "case", "dossier": [str(old_case.id)]})
    assert Destruction.objects.get().reference == old_case.reference
