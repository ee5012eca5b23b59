# SPDX-License-Identifier: EUPL-1.2
"""Many signals at once, coded facts only: figures read nothing else."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from meerinbeeld.insight.actions import tallies
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models import Phase, Signal, SuspectedForm

_numbers = count(1)


def at(year: int, month: int, day: int = 10, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime(year, month, day, hour))


def signals(
    owner: Organisation, number: int, received: datetime, forms: tuple[str, ...] = (), **facts: Any
) -> list[Signal]:
    """So many signals that differ in nothing but their number."""
    closed = facts.get("phase") == Phase.CLOSED
    given: dict[str, Any] = {
        "origin": "professional", "subject_kind": "person", "reporter_kind": "school",
        "municipality": owner.municipality, "urgency": "day", "minor": "no",
        "received_at": received, "first_opened_at": received + timedelta(hours=3),
        "due_at": None if closed else received + timedelta(days=3),
        "feedback_due_at": received + timedelta(days=7),
        "closed_at": received + timedelta(days=20) if closed else None,
        "feedback_given_at": received + timedelta(days=5) if closed else None,
        "stop_reason": "no_trafficking" if closed else "",
        "retention_until": received.date() + timedelta(days=999),
        "retention_norm": "retention_signal@2019-01-01", "changed_at": received,
    }  # fmt: skip
    made = Signal.objects.bulk_create(
        Signal(
            reference=f"S-{received.year}-T{next(_numbers):05d}",
            dossier=uuid.uuid4(),
            owner=owner,
            **{**given, **facts},
        )
        for _number in range(number)
    )
    SuspectedForm.objects.bulk_create(
        SuspectedForm(signal=one, form=form, norm="form_of_exploitation@2005-01-01", since=received)
        for one in made
        for form in forms
    )
    return made


def counted() -> None:
    """As the worker does it within a minute."""
    tallies.count_everything()
