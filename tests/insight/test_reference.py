# SPDX-License-Identifier: EUPL-1.2
"""The page of indicators is in step with the data."""

from __future__ import annotations

from pathlib import Path

from meerinbeeld.insight import reference
from meerinbeeld.insight.catalogue import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "indicators.md"


def test_the_page_of_indicators_is_in_step() -> None:
    assert reference.main([str(PAGE), "--check"]) == 0, (
        "Run: python -m meerinbeeld.insight.reference docs/reference/indicators.md"
    )


def test_the_check_sees_a_page_that_is_out_of_step(tmp_path: Path) -> None:
    page = tmp_path / "indicators.md"
    assert reference.main([str(page), "--check"]) == 1
    assert reference.main([str(page)]) == 0
    assert reference.main([str(page), "--check"]) == 0
    assert reference.main([]) == 2


def test_the_page_names_every_indicator() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(f"`{one.key}`" in page for one in catalogue().indicators)
