# SPDX-License-Identifier: EUPL-1.2
"""The command: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from darkfigure.cli import main
from tests.darkfigure.test_data import BAD

KEYS = {
    "method", "lists", "observed", "estimate", "dark_figure", "interval_80", "interval_95",
    "model", "n_models", "n_replicates", "usable_replicates", "seed", "seconds", "warnings",
}  # fmt: skip


def test_estimate_prints_the_promised_keys(capsys: pytest.CaptureFixture[str]) -> None:
    line = "estimate UKdat_5 --method bic --max-order 3 --bootstrap 40 --seed 1 --json"
    assert main(line.split()) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) >= KEYS
    assert found["model"] == "[123,25,34]"
    assert found["estimate"] == pytest.approx(25311.29, abs=0.01)
    assert found["dark_figure"] == pytest.approx(found["estimate"] - found["observed"])
    assert found["n_models"] == 6212
    assert found["seed"] == 1


def test_all_models_takes_every_order(capsys: pytest.CaptureFixture[str]) -> None:
    line = "estimate UKdat_5 --max-order 2 --all-models --bootstrap 0 --seed 1 --json"
    assert main(line.split()) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["n_models"] == 6893
    assert found["interval_95"] == [None, None]


def test_the_text_for_people_names_total_and_doubt(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", "Ned_5", "--bootstrap", "30", "--seed", "1", "--quiet"]) == 0
    text = capsys.readouterr().out
    assert "Total         148789" in text
    assert "No case is on both K and R" in text
    assert "models fit about equally well" in text


@pytest.mark.parametrize("case", BAD)
def test_invalid_data_end_with_status_2_and_no_number(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "data.csv"
    file.write_text(BAD[case][0])
    assert main(["estimate", str(file)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert BAD[case][1] in shown.err
    assert "Traceback" not in shown.err


def test_a_refusal_ends_with_status_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "thin.csv"
    file.write_text("A,B,C,count\n1,0,0,4\n0,1,0,3\n1,1,0,1\n")
    assert main(["estimate", str(file), "--seed", "1"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "no number is given" in shown.err


def test_an_unknown_method_ends_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", "UKdat_4", "--method", "magic"]) == 2
    assert "There is no method 'magic'" in capsys.readouterr().err


@pytest.mark.parametrize("line", ["estimate", "guess UKdat_4", "estimate UKdat_4 --bootstrap -3"])
def test_wrong_use_ends_with_status_2(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_models_lists_the_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "UKdat_5", "--show", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "6893 models up to order 4, 6519 admissible"
    assert lines[3].split()[:2] == ["[123,25,34]", "25311.3"]


def test_merging_and_omitting_work_from_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    line = "estimate UKdat --merge PF+NCA --omit GP --bootstrap 0 --json"
    assert main(line.split()) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["lists"] == ["LA", "NG", "PFNCA", "GO"]
    assert found["model"] == "[12,13,4]"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("estimate UKdat --merge PF", "--merge A+B"),
        ("estimate UKdat_4 --omit XX", "no list 'XX'"),
        ("estimate UKdat_4 --omit LA --omit NG --omit GO", "at least two lists"),
        ("estimate UKdat_5 --method chapman", "for two lists"),
        ("plot Kosovo --kind overlap --out /nowhere/at/all.svg", "Cannot write"),
    ],
)
def test_options_that_do_not_fit_end_with_status_2(
    line: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line.split()) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert words in shown.err


def test_chains_that_disagree_end_with_status_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("darkfigure.chains.MOST_R_HAT", 1.0)
    assert main(["estimate", "UKdat_4", "--method", "bayes", "--seed", "1", "--json"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "do not agree" in shown.err
