# SPDX-License-Identifier: EUPL-1.2
"""Fixtures shared by the darkfigure tests."""

from __future__ import annotations

from functools import partial

import pytest

from darkfigure import CaptureData, ModelTable, comparison, datasets, fit_all
from darkfigure.latent import estimate_latent


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


@pytest.fixture
def short_chains(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison with a tenth of the sweeps, for tests that are not about them."""
    short = partial(estimate_latent, sweeps=10_000, warm=2_000, thin=20)
    monkeypatch.setattr(comparison, "estimate_latent", short)
