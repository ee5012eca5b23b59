# SPDX-License-Identifier: EUPL-1.2
"""A year that came out is let out anew: with a reason, by two people, beside the old one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.conf import LazySettings
from django.db import IntegrityError, transaction

from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.policy import Refused
from meerinbeeld.insight.actions import corrections as actions
from meerinbeeld.insight.models import Correction, Release
from meerinbeeld.insight.queries.corrections import changes
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Signal
from tests.insight import making
from tests.insight.conftest import NOW, Year
from tests.people import client_for

WHY = "Meldingen van november stonden bij de verkeerde gemeente."


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def asked(year: Year, by: str = "leo") -> Correction:
    return actions.ask(year.village.actor(by), year.release.pk, WHY)


def many_come_in_late() -> None:
    """So many that nobody is recognised by the difference."""
    owner = Signal.objects.filter(municipality_id="GM0193").first()
    assert owner is not None
    making.signals(owner.owner, 40, making.at(2025, 2), ("sexual_exploitation",), minor="yes")


def agreed(year: Year) -> Correction:
    correction = asked(year)
    actions.agree(year.village.actor("vera"), correction.pk)
    actions.carry_out(correction.pk)
    correction.refresh_from_db()
    return correction


def test_a_second_person_agrees_and_a_new_version_comes_out(year: Year) -> None:
    many_come_in_late()
    correction = agreed(year)
    assert correction.state == "made"
    assert correction.release is not None and correction.release.version == 2
    assert Release.objects.get(pk=year.release.pk).tables == year.release.tables
    told = {(one.table, one.of): (one.before.value, one.after.value) for one in changes(correction)}
    assert told["Vermoede vorm", "Seksuele uitbuiting"] == (39, 79)
    verbs = Entry.objects.filter(thing="insight.correction").values_list("verb", flat=True)
    assert sorted(verbs) == ["approve", "propose"]


def test_who_asked_cannot_agree(year: Year) -> None:
    correction = asked(year)
    with pytest.raises(Refused):
        actions.agree(year.village.actor("leo"), correction.pk)
    correction.refresh_from_db()
    assert correction.state == "waits"
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(agreed_by=correction.asked_by_id)


def test_where_the_house_asks_one_person_it_is_made_at_once(
    year: Year, settings: LazySettings
) -> None:
    settings.MIB_CORRECTIONS_FOUR_EYES = False
    assert asked(year).state == "runs"


def test_a_correction_that_would_show_one_person_stays_in(year: Year) -> None:
    one = Signal.objects.filter(forms__form="criminal_exploitation").first()
    assert one is not None
    one.forms.update(form="sexual_exploitation")
    correction = agreed(year)
    assert (correction.state, correction.problem) == ("kept_in", "difference")
    assert Release.objects.count() == 1
    page = client_for(year.village.people["rosa"]).get(f"/cijfers/correctie/{correction.pk}/")
    assert "zou die kleine getallen verraden" in page.content.decode()


def test_a_year_that_is_the_same_gives_nothing_new(year: Year) -> None:
    assert agreed(year).state == "same"
    assert Release.objects.count() == 1


def test_one_at_a_time_and_only_of_the_newest_version(year: Year) -> None:
    asked(year)
    with pytest.raises(ChangeError):
        asked(year, "vera")
    Correction.objects.update(state="withdrawn")
    Release.objects.create(
        source="signals", year=2025, version=2, tables={}, digest="", protection={}, attack={}
    )
    with pytest.raises(ChangeError):
        asked(year)


def test_a_withdrawn_one_is_not_made(year: Year) -> None:
    correction = asked(year)
    actions.withdraw(year.village.actor("vera"), correction.pk)
    with pytest.raises(ChangeError):
        actions.agree(year.village.actor("vera"), correction.pk)
    actions.carry_out(correction.pk)
    assert Release.objects.count() == 1


def test_what_a_killed_worker_left_behind_failed(year: Year) -> None:
    correction = asked(year)
    Correction.objects.update(state="runs", asked_at=making.at(2026, 1))
    assert actions.fail_dead_corrections() == 1
    correction.refresh_from_db()
    assert correction.state == "failed"


@pytest.mark.parametrize("name", ["rosa", "chris", "pim", "paula", "anna"])
def test_who_only_reads_figures_can_neither_ask_nor_agree(name: str, year: Year) -> None:
    correction = asked(year)
    client = client_for(year.village.people[name])
    assert client.get(f"/cijfers/correctie/{correction.pk}/").status_code == 200
    ask = f"/cijfers/verborgen/{year.release.pk}/correctie/"
    assert client.get(ask).status_code == 403
    assert client.post(ask, {"reason": WHY}).status_code == 403
    for step in ("akkoord", "terug"):
        assert client.post(f"/cijfers/correctie/{correction.pk}/{step}/").status_code == 403
    correction.refresh_from_db()
    assert correction.state == "waits"


def test_the_pages_lead_from_the_year_to_the_new_version(year: Year) -> None:
    many_come_in_late()
    leo, vera, rosa = (client_for(year.village.people[name]) for name in ("leo", "vera", "rosa"))
    ask = f"/cijfers/verborgen/{year.release.pk}/correctie/"
    assert ask in leo.get("/cijfers/verborgen/").content.decode()
    assert ask not in rosa.get("/cijfers/verborgen/").content.decode()
    assert leo.post(ask, {"reason": ""}).status_code == 422
    address = leo.post(ask, {"reason": WHY}).headers["Location"]
    assert "akkoord/" not in leo.get(address).content.decode()
    assert "akkoord/" in vera.get(address).content.decode()
    vera.post(f"{address}akkoord/")
    actions.carry_out(Correction.objects.get().pk)
    text = rosa.get(address).content.decode()
    assert WHY in text and "Seksuele uitbuiting" in text and "79" in text
    release = Correction.objects.get().release_id
    assert WHY in rosa.get(f"/cijfers/aanval/{release}/").content.decode()


def test_a_correction_that_is_not_there_is_not_found(year: Year) -> None:
    client = client_for(year.village.people["leo"])
    assert client.get(f"/cijfers/correctie/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/cijfers/verborgen/{uuid.uuid4()}/correctie/").status_code == 404
