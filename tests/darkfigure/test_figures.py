# SPDX-License-Identifier: EUPL-1.2
"""Figures are drawn as SVG and PNG and hold what they promise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

from darkfigure import CaptureData, ModelError, ModelTable, datasets
from darkfigure.cli import main
from darkfigure.comparison import Comparison, Row
from darkfigure.figures import interval_figure, model_figure, overlap_figure, render
from darkfigure.result import Estimate


@pytest.fixture
def compared(uk5: CaptureData) -> Comparison:
    def row(name: str, total: float) -> Row:
        near, far = (total * 0.8, total * 1.3), (total * 0.5, total * 9)
        return Row(name, Estimate(name, uk5.lists, uk5.observed, total, near, far), None, 0.0)

    refused = Row("latent classes", None, "the chains do not agree", 0.0)
    return Comparison(uk5, (row("stepwise", 11313), row("BIC", 25311), refused), 1, 0.0)


def test_the_interval_figure_names_methods_and_those_without_a_number(
    compared: Comparison, tmp_path: Path
) -> None:
    svg = render(interval_figure(compared), tmp_path / "intervals.svg").read_text()
    assert "stepwise" in svg and "BIC" in svg
    assert "No number from: latent classes" in svg
    assert "The methods disagree" in svg


def test_the_overlap_figure_shows_every_list_and_the_counts(tmp_path: Path) -> None:
    svg = render(overlap_figure(datasets.load("Ned_5")), tmp_path / "overlap.svg").read_text()
    for name in ("IO", "K", "P", "R", "Z", "4,466", "1,299"):
        assert f">{name}<" in svg


def test_lists_keep_their_order_in_the_overlap_figure(tmp_path: Path) -> None:
    """Names, dots and sizes once stood in different orders: a list got the size of another."""
    data = CaptureData(("Zeta", "Alpha", "Mid"), np.array([0.0, 400, 300, 60, 200, 30, 20, 5]))
    svg = render(overlap_figure(data), tmp_path / "overlap.svg").read_text()
    for words in (("Zeta", "Alpha", "Mid"), ("495", "385", "255")):
        places = [svg.index(f">{word}<") for word in words]
        assert places == sorted(places)


def test_a_figure_that_cannot_be_drawn_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be drawn"):
        render({"mark": "nothing", "encoding": 3}, tmp_path / "a.svg")


def test_the_model_figure_names_the_best_model(uk5_table: ModelTable, tmp_path: Path) -> None:
    svg = render(model_figure(uk5_table), tmp_path / "models.svg").read_text()
    assert "[123,25,34]" in svg
    assert "The first 24 of 6,893" in svg


def test_a_png_is_a_png(uk5: CaptureData, tmp_path: Path) -> None:
    path = render(overlap_figure(uk5), tmp_path / "overlap.png")
    assert path.read_bytes().startswith(b"\x89PNG")


def test_another_ending_is_refused(uk5: CaptureData, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"\.svg or \.png"):
        render(overlap_figure(uk5), tmp_path / "overlap.pdf")


@pytest.mark.parametrize("kind", ["models", "overlap"])
def test_the_command_writes_the_figure(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{kind}.svg"
    assert main(["plot", "UKdat_4", "--kind", kind, "--out", str(path)]) == 0
    assert f"Wrote {path}" in capsys.readouterr().out
    assert path.read_text().startswith("<svg")


def test_the_command_refuses_another_ending_with_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plot", "UKdat_4", "--kind", "overlap", "--out", str(tmp_path / "a.gif")]) == 2
    assert ".svg or .png" in capsys.readouterr().err
