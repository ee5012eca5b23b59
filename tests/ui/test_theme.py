# SPDX-License-Identifier: EUPL-1.2
"""Contrast of our own colours, computed as WCAG 2.2 defines it (relative luminance)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PLATFORM = Path(__file__).parents[2] / "src/meerinbeeld/ui/static/ui/css/platform.css"
DECLARED = re.compile(r"^\s*(--mib-[\w-]+):\s*([^;]+);", re.MULTILINE)
TEXT, GRAPHIC = 4.5, 3.0


def tokens() -> dict[str, str]:
    """The first value of each colour: the print sheet repeats some later."""
    found: dict[str, str] = {}
    for name, value in DECLARED.findall(PLATFORM.read_text(encoding="utf-8")):
        found.setdefault(name.removeprefix("--mib-"), value.strip())
    return found


def colour(name: str) -> tuple[int, int, int]:
    value = tokens()[name]
    while value.startswith("var("):
        value = tokens()[value[len("var(--mib-") : -1]]
    digits = value.lstrip("#")
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def luminance(rgb: tuple[int, int, int]) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(colour(one)), luminance(colour(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert luminance((255, 255, 255)) == pytest.approx(1)
    assert luminance((0, 0, 0)) == 0


GROUNDS = ("surface", "ground", "surface-soft", "accent-soft")
ON_EVERY_GROUND = [(ink, on) for ink in ("ink", "ink-soft", "accent") for on in GROUNDS]
STATES = [
    (state, on)
    for state in ("late", "today", "runs", "sealed")
    for on in ("surface", "ground", f"{state}-soft")
]
AUDIENCES = [(f"audience-{who}", "surface") for who in ("team", "reporter", "chain")]
ON_COLOUR = [
    ("header-color", "header-background"),
    ("header-color", "header-current"),
    ("surface", "accent"),
    ("surface", "accent-strong"),
    ("surface", "leave"),
    ("surface", "late"),
    ("ink", "late-soft"),
    ("ink", "today-soft"),
    ("ink", "runs-soft"),
    ("ink", "sealed-soft"),
]


@pytest.mark.parametrize(("ink", "on"), [*ON_EVERY_GROUND, *STATES, *AUDIENCES, *ON_COLOUR])
def test_text_can_be_read_on_its_ground(ink: str, on: str) -> None:
    assert contrast(ink, on) >= TEXT


@pytest.mark.parametrize(
    ("edge", "on"),
    [
        ("line-strong", "surface"),
        ("line-strong", "ground"),
        ("focus", "surface"),
        ("focus", "ground"),
        ("focus-gap", "focus"),
        ("header-color", "header-background"),
        ("accent", "line"),
    ],
)
def test_edges_and_rings_stand_out_from_what_is_next_to_them(edge: str, on: str) -> None:
    assert contrast(edge, on) >= GRAPHIC
