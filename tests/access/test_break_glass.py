# SPDX-License-Identifier: EUPL-1.2
"""Emergency access: a reason, three hours, told at once, reviewed by another."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access import Refused, break_glass, notify, tasks
from meerinbeeld.access.models import BreakGlass, Person
from meerinbeeld.access.policy import Actor
from meerinbeeld.journal.models import Entry
from tests.people import Village

REASON = "Zij belde dat hij voor de deur staat."


@pytest.fixture
def dossier(village: Village) -> uuid.UUID:
    return vault.create_dossier()


def open_it(actor: Actor, dossier: uuid.UUID, reason: str = REASON) -> BreakGlass:
    return break_glass.open(actor, dossier, "signal", "S-2026-0001", reason)


def test_it_opens_for_three_hours(village: Village, dossier: uuid.UUID) -> None:
    bilal = village.actor("bilal")
    broken = open_it(bilal, dossier)
    assert broken.expires_at - broken.opened_at == timedelta(hours=3)
    with time_machine.travel(broken.opened_at + timedelta(hours=2, minutes=59)):
        assert break_glass.active(bilal, dossier) == broken
    with time_machine.travel(broken.opened_at + timedelta(hours=3, seconds=1)):
        assert break_glass.active(bilal, dossier) is None


def test_it_is_for_this_person_and_this_dossier_only(village: Village, dossier: uuid.UUID) -> None:
    open_it(village.actor("bilal"), dossier)
    assert break_glass.active(village.actor("anna"), dossier) is None
    assert break_glass.active(village.actor("bilal"), vault.create_dossier()) is None


@pytest.mark.parametrize("name", ["adam", "paula", "leo", "rosa", "vera", "tess", "pim"])
def test_most_roles_never_have_it(village: Village, dossier: uuid.UUID, name: str) -> None:
    with pytest.raises(Refused):
        open_it(village.actor(name), dossier)
    assert not BreakGlass.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "spoed", " " * 40])
def test_it_asks_for_a_real_reason(village: Village, dossier: uuid.UUID, reason: str) -> None:
    with pytest.raises(break_glass.NotPossible):
        open_it(village.actor("bilal"), dossier, reason)


def test_the_reason_is_sealed_and_goes_with_the_dossier(
    village: Village, dossier: uuid.UUID
) -> None:
    broken = open_it(village.actor("bilal"), dossier)
    stored = bytes(BreakGlass.objects.values_list("reason", flat=True).get())
    assert REASON.encode() not in stored
    assert break_glass.reason_of(village.actor("paula"), broken.id) == REASON
    vault.shred(dossier)
    with pytest.raises(vault.Shredded):
        break_glass.reason_of(village.actor("paula"), broken.id)


def test_asking_again_does_not_start_the_clock_anew(village: Village, dossier: uuid.UUID) -> None:
    first = open_it(village.actor("bilal"), dossier)
    assert open_it(village.actor("bilal"), dossier) == first
    assert BreakGlass.objects.count() == 1


def test_it_can_be_given_back(village: Village, dossier: uuid.UUID) -> None:
    bilal = village.actor("bilal")
    broken = open_it(bilal, dossier)
    break_glass.end(village.actor("anna"), broken.id)
    assert break_glass.active(bilal, dossier)
    break_glass.end(bilal, broken.id)
    assert break_glass.active(bilal, dossier) is None


def test_it_is_journaled_as_what_it_is(village: Village, dossier: uuid.UUID) -> None:
    open_it(village.actor("bilal"), dossier)
    entry = Entry.objects.get(verb="break_glass")
    assert (entry.outcome, entry.dossier) == ("break_glass", dossier)
    assert entry.person_id == village.people["bilal"].id


@pytest.fixture
def told() -> Iterator[list[tuple[BreakGlass, list[Person]]]]:
    heard: list[tuple[BreakGlass, list[Person]]] = []

    def hear(broken: BreakGlass, officers: list[Person]) -> None:
        heard.append((broken, officers))

    notify.WHEN_GLASS_BREAKS.append(hear)
    yield heard
    notify.WHEN_GLASS_BREAKS.remove(hear)


def test_the_privacy_officer_hears_at_once(
    village: Village, dossier: uuid.UUID, told: list[tuple[BreakGlass, list[Person]]]
) -> None:
    broken = open_it(village.actor("bilal"), dossier)
    assert told == [(broken, [village.people["paula"]])]


def test_the_mail_holds_no_content(village: Village) -> None:
    tasks.mail_glass_broken.func(str(village.people["paula"].id))
    text = mail.outbox[0].subject + mail.outbox[0].body
    for secret in (REASON, "S-2026-0001", "Bilal", "Deventer"):
        assert secret not in text


def test_the_privacy_officer_reviews_and_only_once(village: Village, dossier: uuid.UUID) -> None:
    paula = village.actor("paula")
    broken = open_it(village.actor("bilal"), dossier)
    assert list(break_glass.to_review(paula)) == [broken]
    done = break_glass.review(paula, broken.id, "justified", "Terecht, zij was in gevaar.")
    assert done.reviewed_by_id == paula.person_id
    assert list(break_glass.to_review(paula)) == []
    with pytest.raises(break_glass.NotPossible):
        break_glass.review(paula, broken.id, "not_justified")


def test_a_use_that_was_not_justified_ends_at_once(village: Village, dossier: uuid.UUID) -> None:
    bilal = village.actor("bilal")
    broken = open_it(bilal, dossier)
    break_glass.review(village.actor("paula"), broken.id, "not_justified")
    assert break_glass.active(bilal, dossier) is None


@pytest.mark.parametrize("name", ["bilal", "anna", "adam", "carla"])
def test_nobody_else_reviews_or_reads_the_reason(
    village: Village, dossier: uuid.UUID, name: str
) -> None:
    broken = open_it(village.actor("bilal"), dossier)
    with pytest.raises(Refused):
        break_glass.review(village.actor(name), broken.id, "justified")
    with pytest.raises(Refused):
        break_glass.reason_of(village.actor(name), broken.id)
    with pytest.raises(Refused):
        break_glass.to_review(village.actor(name))


def test_nobody_reviews_their_own_use_whatever_their_role(
    village: Village, dossier: uuid.UUID
) -> None:
    broken = open_it(village.actor("bilal"), dossier)
    own = Actor(
        village.people["bilal"].id, uuid.uuid4(), village.actor("paula").organisation_id,
        "privacy_officer",
    )  # fmt: skip
    with pytest.raises(Refused):
        break_glass.review(own, broken.id, "justified")
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.update(
            reviewed_by=village.people["bilal"], reviewed_at=timezone.now(), verdict="justified"
        )


def test_reading_the_reason_leaves_a_trace(village: Village, dossier: uuid.UUID) -> None:
    broken = open_it(village.actor("bilal"), dossier)
    break_glass.reason_of(village.actor("paula"), broken.id)
    entry = Entry.objects.get(verb="open", thing="access.break_glass")
    assert entry.person_id == village.people["paula"].id
