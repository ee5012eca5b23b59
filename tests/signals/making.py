# SPDX-License-Identifier: EUPL-1.2
"""Signals for tests, written as the actions write them, in any phase."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models import Item, Mark, Phase, Signal, Source

#: Words that stand nowhere else: where they turn up, sealed content leaked.
SECRET_STORY = "Zeldzaamverhaal: hij wordt elke middag opgehaald"
SECRET_PLATE = "ZZ-999-Q"


def make_signal(owner: Organisation, reference: str = "S-2026-9001", **facts: Any) -> Signal:
    """A signal with a story and a number plate, received now unless said otherwise."""
    now = timezone.now()
    closed = facts.get("phase") == Phase.CLOSED
    defaults: dict[str, Any] = {
        "origin": "public",
        "subject_kind": "person",
        "reporter_kind": "anonymous",
        "municipality": owner.municipality,
        "urgency": "day",
        "received_at": now,
        "due_at": None if closed else now + datetime.timedelta(days=1),
        "feedback_due_at": now + datetime.timedelta(days=7),
        "retention_until": timezone.localdate() + datetime.timedelta(days=365),
        "retention_norm": "retention_signal@2019-01-01",
    }
    if closed:
        defaults |= {"closed_at": now, "stop_reason": "no_trafficking", "feedback_waived": "none"}
    dossier = vault.create_dossier()
    signal = Signal.objects.create(
        reference=reference, dossier=dossier, owner=owner, **{**defaults, **facts}
    )
    with vault.unlocked(dossier) as box:
        for kind, text in (("story", SECRET_STORY), ("plate", SECRET_PLATE)):
            item = Item(signal=signal, kind=kind, source=Source.REPORTER)
            box.put_text(item, "value", text)
            item.save()
            if kind == "plate":
                digest = vault.blind_index("plate", text)
                Mark.objects.create(signal=signal, item=item, kind="plate", digest=digest)
    return signal


def past_its_period(owner: Organisation, reference: str = "S-2019-0001") -> Signal:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    return make_signal(owner, reference, phase=Phase.CLOSED, retention_until=yesterday)
