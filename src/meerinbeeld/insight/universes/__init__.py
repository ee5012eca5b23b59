# SPDX-License-Identifier: EUPL-1.2
"""The sources of the figures, as SQL."""

from __future__ import annotations

from collections.abc import Mapping

from meerinbeeld.insight.models import Source
from meerinbeeld.insight.universes.base import Universe
from meerinbeeld.insight.universes.cases import CASES
from meerinbeeld.insight.universes.hours import HOURS
from meerinbeeld.insight.universes.register import NOTIFICATIONS, VICTIMS
from meerinbeeld.insight.universes.signals import SIGNALS

UNIVERSES: Mapping[str, Universe] = {
    Source.SIGNALS: SIGNALS,
    Source.CASES: CASES,
    Source.NOTIFICATIONS: NOTIFICATIONS,
    Source.VICTIMS: VICTIMS,
    Source.HOURS: HOURS,
}
