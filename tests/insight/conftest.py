# SPDX-License-Identifier: EUPL-1.2
"""A closed year of two municipalities, with small numbers in it that must not come out."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import time_machine

from meerinbeeld.insight import gate
from meerinbeeld.insight.models import Release
from meerinbeeld.signals.models import Phase
from tests.browsing import enter, translations
from tests.insight import making
from tests.people import Village

__all__ = ["enter", "translations"]
NOW = "2026-11-20T12:00:00+01:00"
#: Small numbers of 2025: what stands in the database and may not stand on a page of the region.
SMALL = {"forced_begging": 3, "labour_exploitation": 2, "relative": 4}


@dataclass(frozen=True)
class Year:
    village: Village
    release: Release


@pytest.fixture
def busy(village: Village) -> Village:
    """2025: 41 signals of Zwolle and 26 of Deventer; 2026: 7 of Zwolle."""
    zwolle, deventer = (village.organisations[f"gemeente-{n}"] for n in ("zwolle", "deventer"))
    with time_machine.travel(NOW, tick=False):
        making.signals(zwolle, 24, making.at(2025, 2), ("sexual_exploitation",), minor="yes")
        making.signals(
            zwolle, 10, making.at(2025, 5), ("criminal_exploitation",), phase=Phase.CLOSED
        )
        making.signals(zwolle, 3, making.at(2025, 6), ("forced_begging",), reporter_kind="care")
        making.signals(zwolle, 4, making.at(2025, 8), (), reporter_kind="relative")
        making.signals(deventer, 15, making.at(2025, 9), ("sexual_exploitation",))
        making.signals(
            deventer, 9, making.at(2025, 11), ("sexual_exploitation", "labour_exploitation")
        )
        making.signals(deventer, 2, making.at(2025, 12), ("labour_exploitation",), minor="yes")
        making.signals(zwolle, 7, making.at(2026, 3), ("labour_exploitation",))
        making.counted()
    return village


@pytest.fixture
def year(busy: Village) -> Year:
    """The same, with 2025 let out through the gate."""
    with time_machine.travel(NOW, tick=False):
        release = gate.let_out_year("signals", 2025)
    assert release is not None
    return Year(busy, release)
