# SPDX-License-Identifier: EUPL-1.2
"""Notifications for tests, made as the application makes them."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import Any, Final

from meerinbeeld.registry.actions import letters, passing, sending
from meerinbeeld.registry.actions.mappings import save as save_mapping
from meerinbeeld.registry.actions.new_notification import Basis, Given, make_notification
from meerinbeeld.registry.lists.setting import Setting
from meerinbeeld.registry.models import (
    Batch,
    Correction,
    Detail,
    Judgement,
    Mapping,
    Notification,
    Pair,
    Passing,
    Sending,
    Step,
    Victim,
)
from meerinbeeld.registry.rules.period import Period
from tests.people import Village
from tests.registry.delivery import GOOD, NAME, listed, waiting

SECRET_NAME: Final = "Zeldzame Registernaam"
DUTY: Final = Basis("duty", "avg_6_1_c")
CONSENT: Final = Basis("consent", "avg_6_1_a", datetime.date(2026, 3, 1))
NO_GROUND: Final = Basis("none")
WHOLE: Final = Given(
    notified_on=datetime.date(2026, 3, 2),
    notifier="police",
    basis=DUTY,
    municipality="GM0193",
    codes={
        "sector": "sex_escort", "scope": "cross_border", "origin": "RO", "sex": "female",
        "age_band": "18_22", "age_band_at_start": "16_17", "duration": "under_year",
        "place_kind": "hotel", "standing": "possible",
    },
    several={"forms": ["sexual_exploitation"], "nationalities": ["RO"], "means": ["debt"],
             "recruitment": ["partner"], "platforms_recruiting": ["instagram"]},
    details={"name": SECRET_NAME, "birth_date": "2005-04-03"},
)  # fmt: skip


def notify(village: Village, by: str = "pim", **other: Any) -> Notification:
    """One notification, whole unless said otherwise."""
    return make_notification(village.actor(by), replace(WHOLE, **other))


#: Names in addresses that stand for something of the notification of `one_of_everything`.
NAMES: Final = frozenset({"notification", "detail", "batch", "mapping", "dispatch", "letter"})


def one_of_everything(village: Village) -> dict[str, Any]:
    """A notification of the police with a row of each kind that an address can name, by name.

    A new kind is added here, and to `NAMES` when it belongs to that notification.
    """
    row, carla = notify(village, own_number="PL0600-doors"), village.actor("carla")
    passing.release(carla, row.reference)
    dispatch = sending.send_file(carla, [row.reference], once=uuid.uuid4())
    batch = waiting(village, listed(*GOOD).replace(NAME.encode(), SECRET_NAME.encode()))
    police = village.organisations["politie"].pk
    setting = Setting(columns={"notified_on": SECRET_NAME})
    saved = save_mapping(village.actor("pim"), police, "Jaarlijst", setting)
    letter = letters.send_letter(carla, police, Period(2026), once=uuid.uuid4())
    return {
        "notification": row.reference,
        "detail": row.details.get(kind="name").id,
        "batch": batch.pk,
        "mapping": saved.pk,
        "dispatch": dispatch.id,
        "letter": letter.id,
    }


def state() -> list[Any]:
    """All that an outsider could have changed in the register."""
    rows = Notification.objects.order_by("reference")
    tables = (Notification, Victim, Detail, Correction, Passing, Sending, Pair, Judgement,
              Batch, Mapping, Step)  # fmt: skip
    return [
        list(rows.values_list("reference", "version", "victim_id", "rests_on", "passing__state")),
        [table._default_manager.count() for table in tables],
    ]
