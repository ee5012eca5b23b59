# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import json

import pytest

from meerinbeeld import norms
from meerinbeeld.parties import boundaries

#: Longitude and latitude between which Overijssel lies.
WEST, EAST, SOUTH, NORTH = 5.7, 7.1, 52.1, 52.9


def test_every_municipality_of_the_region_has_an_outline_and_no_other_has() -> None:
    region = norms.region_of("GM0193")
    assert region
    assert set(boundaries.outlines()) == set(region.municipalities)


@pytest.mark.parametrize("code", sorted(boundaries.outlines()))
def test_an_outline_is_closed_and_lies_in_the_province(code: str) -> None:
    for ring in boundaries.outlines()[code]:
        assert ring[0] == ring[-1]
        assert len(ring) >= 5
        assert all(WEST < x < EAST and SOUTH < y < NORTH for x, y in ring)


def test_the_file_names_its_source_and_licence() -> None:
    head = json.loads(boundaries._FILE.read_text("utf-8"))
    assert head["licence"] == "CC BY 4.0"
    assert "CBS" in head["source"]
