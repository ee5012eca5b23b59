# SPDX-License-Identifier: EUPL-1.2
"""Notifications for tests, made as the application makes them."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any, Final

from meerinbeeld.registry.actions.new_notification import Basis, Given, make_notification
from meerinbeeld.registry.models import Notification
from tests.people import Village

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
