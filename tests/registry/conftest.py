# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest

from meerinbeeld.registry.models import Notification
from tests.browsing import enter, translations
from tests.people import Village
from tests.registry.making import notify

__all__ = ["enter", "translations"]


@pytest.fixture
def notification(village: Village) -> Notification:
    """A whole notification of the police, by Pim."""
    return notify(village)
