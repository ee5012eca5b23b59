# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from meerinbeeld.registry.models import Notification
from tests.browsing import enter, translations
from tests.people import Village
from tests.registry.making import notify

__all__ = ["enter", "translations"]


@pytest.fixture
def notification(village: Village) -> Notification:
    """A whole notification of the police, by Pim."""
    return notify(village)


@pytest.fixture(autouse=True)
def _begins_in_dutch() -> Iterator[None]:
    """The language of an answer stays with the test client; the next test begins anew."""
    with translation.override("nl"):
        yield
