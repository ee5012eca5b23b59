# SPDX-License-Identifier: EUPL-1.2
"""The synthetic region obeys the rules of the real one, and names nobody who exists."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms, vault
from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.roles import Role
from meerinbeeld.demo import people, sketch
from meerinbeeld.demo.fill import NOT_OPENED, SIGNALS, fill, indicators_by_form
from meerinbeeld.demo.region import MUNICIPALITIES
from meerinbeeld.parties.models import Municipality
from meerinbeeld.signals.models import Item, Phase, Signal, Step

#: The officials whom the municipal note names; the region may not.
NAMED_IN_THE_NOTE = ("Snijders", "Borsboom")


def test_it_has_eleven_municipalities_and_two_years_of_signals(region: int) -> None:
    assert region == Signal.objects.count() == SIGNALS
    assert Municipality.objects.count() == len(MUNICIPALITIES) == 11
    oldest = Signal.objects.earliest("received_at").received_at
    assert timedelta(days=700) < timezone.now() - oldest < timedelta(days=731)


def test_filling_twice_adds_nothing(region: int) -> None:
    assert fill(progress=lambda line: None) == 0
    assert Signal.objects.count() == region


def test_every_role_has_somebody_to_sign_in_as(region: int) -> None:
    demo = Membership.objects.filter(person__email__endswith=f"@{people.DEMO_EMAIL_DOMAIN}")
    assert set(demo.values_list("role", flat=True)) == set(Role.values)


def test_nobody_in_it_is_an_official_of_the_note(region: int) -> None:
    names = " ".join(Person.objects.values_list("name", flat=True))
    assert not [name for name in NAMED_IN_THE_NOTE if name in names]


def test_each_phase_occurs_and_some_wait_unopened(region: int) -> None:
    phases = set(Signal.objects.values_list("phase", flat=True))
    assert phases == set(Phase.values)
    unopened = Signal.objects.filter(first_opened_at=None, municipality_id="GM0193")
    assert unopened.count() >= sum(town == "GM0193" for _, town in NOT_OPENED)


def test_its_life_lines_follow_the_order_of_time(region: int) -> None:
    for signal in Signal.objects.prefetch_related("steps"):
        moments = [step.at for step in signal.steps.all()]
        assert moments == sorted(moments)
        assert moments[0] == signal.received_at


def test_its_content_opens_with_the_key_of_its_own_dossier(region: int) -> None:
    item = Item.objects.filter(kind="story").select_related("signal").first()
    assert item is not None
    with vault.unlocked(item.signal.dossier) as box:
        assert len(box.text(item, "value")) > 20


def test_every_code_it_uses_is_a_norm(region: int) -> None:
    lists = {
        "stop_reason": set(Signal.objects.exclude(stop_reason="").values_list("stop_reason")),
        "reporter_kind": set(Signal.objects.values_list("reporter_kind")),
        "urgency": set(Signal.objects.values_list("urgency")),
        "subject_kind": set(Signal.objects.values_list("subject_kind")),
    }
    for name, used in lists.items():
        assert {value for (value,) in used} <= {c.value for c in norms.codelist(name).codes}, name


def test_the_steps_have_kinds_that_the_life_line_knows(region: int) -> None:
    assert set(Step.objects.values_list("kind", flat=True)) <= {
        "received", "opened", "routed", "feedback", "closed",
    }  # fmt: skip


@given(seed=st.integers(0, 2**32), days=st.integers(0, 800))
def test_a_drawn_life_never_runs_backwards_or_past_today(seed: int, days: int) -> None:
    now = timezone.make_aware(datetime(2026, 11, 23, 12, 0))
    received = now - timedelta(days=days)
    drawn = sketch.draw(random.Random(seed), received, now, indicators_by_form())
    life = drawn.life
    line = [life.opened_after, life.routed_after, life.feedback_after, life.closed_after]
    happened = [step for step in line if step is not None]
    assert happened == sorted(happened)
    assert all(received + step <= now for step in happened)
    assert line[: len(happened)] == happened
