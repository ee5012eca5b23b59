# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest

from meerinbeeld.care.models import Case
from tests.browsing import enter, translations
from tests.care.making import make_case
from tests.people import Village

__all__ = ["enter", "translations"]


@pytest.fixture
def case(village: Village) -> Case:
    """A case that Carla of Veilig Thuis coordinates."""
    return make_case(village.organisations["veilig-thuis"], village.people["carla"])


@pytest.fixture
def other_case(village: Village) -> Case:
    """Another case of the same team."""
    return make_case(village.organisations["veilig-thuis"], village.people["carla"])
