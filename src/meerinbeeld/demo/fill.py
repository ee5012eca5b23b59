# SPDX-License-Identifier: EUPL-1.2
"""Fills an empty database with the synthetic region: two years of signals and the people in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.demo.case_questions import write_prevention
from meerinbeeld.demo.case_rows import CaseWriter
from meerinbeeld.demo.case_sketch import draw_case
from meerinbeeld.demo.network import build_network
from meerinbeeld.demo.people import build_people
from meerinbeeld.demo.region import build_region
from meerinbeeld.demo.register_rows import fill_register
from meerinbeeld.demo.rows import Writer
from meerinbeeld.demo.sketch import draw, fresh, moments
from meerinbeeld.insight.actions.releases import tick_releases
from meerinbeeld.insight.actions.tallies import count_everything
from meerinbeeld.signals.models import Signal

SIGNALS = 240  # two years of 80-160 a year
CASES = 48  # two years of 15-30 a year
BATCH = 2000
#: Hours ago: these wait for an answer, so that the coordinator has something to decide.
JUST_REFERRED = (2, 3)
#: Hours ago, municipality: nobody has opened these yet, so that each inbox has something new.
NOT_OPENED = (
    (1, "GM0193"), (5, "GM0193"), (20, "GM0193"), (28, "GM0193"),
    (3, "GM0150"), (26, "GM0150"), (7, "GM0166"), (30, "GM0160"),
)  # fmt: skip
Progress = Callable[[str], None]


def is_empty() -> bool:
    return not Signal.objects.exists()


def fill(scale: int = 1, progress: Progress = print, *, seed: int = 2021) -> int:
    """Fill the region with `scale` times two years of signals; returns how many were written.

    Adds nothing where signals stand already. The same seed and day give the same region.
    """
    build_region()
    build_people()
    build_network()
    if not is_empty():
        progress("The region holds signals already; nothing was added.")
        return 0
    rng = random.Random(seed)  # noqa: S311 (made-up data has to be repeatable, not secret)
    now = timezone.localtime()
    writer, known = Writer(rng, now, scale), indicators_by_form()
    total = SIGNALS * scale
    new = {now - timedelta(hours=hours): town for hours, town in NOT_OPENED}
    earlier = moments(rng, total - len(new), now - timedelta(days=730), now)
    received = sorted([*earlier, *new])
    for start in range(0, total, BATCH):
        batch = [(at, draw(rng, at, now, known)) for at in received[start : start + BATCH]]
        writer.write(fresh(sketch, new[at]) if at in new else sketch for at, sketch in batch)
        progress(f"{min(start + BATCH, total):,} of {total:,} signals")
    fill_cases(rng, now, CASES * scale, progress)
    progress(f"{fill_register(now, scale):,} notifications in the register")
    count_everything()
    tick_releases()
    return total


def fill_cases(rng: random.Random, now: datetime, total: int, progress: Progress) -> None:
    """Two years of cases, from a referral of this morning to aftercare that is over."""
    writer = CaseWriter(rng, now)
    lately = [now - timedelta(hours=hours) for hours in JUST_REFERRED]
    earlier = moments(rng, total - len(lately), now - timedelta(days=730), now)
    received = sorted([*earlier, *lately])
    for start in range(0, total, BATCH):
        writer.write(draw_case(rng, at, now) for at in received[start : start + BATCH])
        progress(f"{min(start + BATCH, total):,} of {total:,} cases")
    write_prevention(writer)


def indicators_by_form() -> dict[str, tuple[str, ...]]:
    """The indicator codes of today per form, and those that fit any under `general`."""
    found: dict[str, list[str]] = {}
    for code in norms.codelist("indicator").codes:
        for form in code.extra.get("forms") or ("general",):
            found.setdefault(form, []).append(code.value)
    return {form: tuple(codes) for form, codes in found.items()}
