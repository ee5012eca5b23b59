# SPDX-License-Identifier: EUPL-1.2
"""Fixtures shared by the darkfigure tests."""

from __future__ import annotations

import pytest

from darkfigure import CaptureData, ModelTable, datasets, fit_all


@pytest.fixture(scope="session")
def uk5() -> CaptureData:
    """The United Kingdom, five lists."""
    return datasets.load("UKdat_5")


@pytest.fixture(scope="session")
def ned5() -> CaptureData:
    """The Netherlands, five lists."""
    return datasets.load("Ned_5")


@pytest.fixture(scope="session")
def uk5_table(uk5: CaptureData) -> ModelTable:
    """All five-list models on the United Kingdom."""
    return fit_all(uk5)


@pytest.fixture(scope="session")
def ned5_table(ned5: CaptureData) -> ModelTable:
    """All five-list models on the Netherlands."""
    return fit_all(ned5)
