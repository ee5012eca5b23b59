# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest

from tests.browsing import enter, translations

__all__ = ["enter", "translations"]


@pytest.fixture(autouse=True)
def _in_dutch(translations: None) -> None:
    """These tests read the pages as people do."""
