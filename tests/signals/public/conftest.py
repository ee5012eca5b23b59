# SPDX-License-Identifier: EUPL-1.2
"""Limits that begin anew with each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from meerinbeeld.signals.public.limits import limiter


@pytest.fixture(autouse=True)
def _nobody_was_here() -> Iterator[None]:
    limiter._counts.clear()
    yield
    limiter._counts.clear()
