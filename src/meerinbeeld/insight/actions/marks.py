# SPDX-License-Identifier: EUPL-1.2
"""Remembers when the system last did something, for the page about its health."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from meerinbeeld.insight.models import Mark

BACKUP, CHECKUP, WORKER = "backup", "checkup", "worker"
NAMES: Final = (BACKUP, CHECKUP, WORKER)


def mark(name: str, wrong: int = 0) -> None:
    """It was done just now, and so many things were wrong."""
    Mark.objects.update_or_create(name=name, defaults={"at": timezone.now(), "wrong": wrong})


def mark_worker() -> None:
    """The worker lives."""
    mark(WORKER)
