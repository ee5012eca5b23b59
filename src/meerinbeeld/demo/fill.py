# SPDX-License-Identifier: EUPL-1.2
"""Fills an empty database with the synthetic region: two years of signals and the people in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.demo.network import build_network
from meerinbeeld.demo.people import build_people
from meerinbeeld.demo.region import build_region
from meerinbeeld.demo.rows import Writer
from meerinbeeld.demo.sketch import draw, moments
from meerinbeeld.signals.models import Signal

SIGNALS = 240  # two years of 80-160 a year
BATCH = 2000
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
    writer, known = Writer(rng, now), indicators_by_form()
    total = SIGNALS * scale
    received = moments(rng, total, now - timedelta(days=730), now - timedelta(minutes=40))
    for start in range(0, total, BATCH):
        batch = received[start : start + BATCH]
        writer.write(draw(rng, at, now, known) for at in batch)
        progress(f"{min(start + BATCH, total):,} of {total:,} signals")
    return total


def indicators_by_form() -> dict[str, tuple[str, ...]]:
    """The indicator codes of today per form, and those that fit any under `general`."""
    found: dict[str, list[str]] = {}
    for code in norms.codelist("indicator").codes:
        for form in code.extra.get("forms") or ("general",):
            found.setdefault(form, []).append(code.value)
    return {form: tuple(codes) for form, codes in found.items()}
