# SPDX-License-Identifier: EUPL-1.2
"""The command: what it prints and how it ends."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
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
    assert set(found) == KEYS | {"data_version", "diagnostics"}
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
    assert "Total         148,789" in text
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


def test_the_chains_are_shown_to_people_and_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["estimate", "UKdat_4", "--method", "bayes", "--seed", "1", "--quiet"]
    assert main(line) == 0
    assert "Chains        R-hat 1.0" in capsys.readouterr().out
    assert main([*line, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)["diagnostics"]
    assert 0.99 < shown["r_hat"] < 1.01
    assert shown["effective_size"] > 1000


def test_without_bootstrap_the_interval_is_said_to_be_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["estimate", "UKdat_4", "--bootstrap", "0", "--quiet"]) == 0
    assert "95 % interval not computed" in capsys.readouterr().out


@pytest.mark.usefixtures("short_chains")
def test_lists_with_spaces_and_accents_are_shown_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "namen.csv"
    file.write_text(
        "Politie Zuid,Zorgcoördinatie,避難所,count\n1,0,0,400\n0,1,0,300\n0,0,1,200\n"
        "1,1,0,60\n1,0,1,30\n0,1,1,20\n1,1,1,5\n",
        "utf-8",
    )
    for line in (["models"], ["sensitivity"], ["compare", "--bootstrap", "20", "--seed", "1"]):
        assert main([line[0], str(file), *line[1:], "--quiet"]) == 0
    text = capsys.readouterr().out
    assert "Zorgcoördinatie and 避難所 as one" in text
    assert "1,015 cases on 3 lists (Politie Zuid, Zorgcoördinatie, 避難所)" in text
    assert main(["estimate", str(file), "--merge", "Politie Zuid+避難所", "--bootstrap", "0"]) == 0
    assert "Politie Zuid + 避難所, Zorgcoördinatie" in capsys.readouterr().out


def test_who_stops_it_gets_no_stack_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("darkfigure.methods.estimate", stopped)
    assert main(["estimate", "UKdat_4"]) == 130
    assert "stopped" in capsys.readouterr().err


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    line = (
        f"{shlex.quote(sys.executable)} -m darkfigure models UKdat_5 --show 3000 --quiet | head -1"
    )
    found = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False
    )
    assert found.stdout.startswith("6893 models")
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.usefixtures("short_chains")
def test_compare_keeps_to_the_order_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    line = "compare Kosovo --max-order 2 --bootstrap 10 --seed 1 --quiet"
    assert main(line.split()) == 0
    assert "BIC, 64 models, BCa" in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        "models UKdat_4 --bootstrap 10",
        "sensitivity UKdat_4 --seed 1",
        "compare UKdat_4 --top 3",
        "plot UKdat_4 --json --out a.svg",
        "estimate UKdat_4 --bootstrap 1_0",
        "estimate UKdat_4 --bootstrap 100001",
    ],
)
def test_an_option_without_effect_is_refused(line: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(line.split())
    assert ended.value.code == 2


def test_chains_that_disagree_end_with_status_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("darkfigure.chains.MOST_R_HAT", 1.0)
    assert main(["estimate", "UKdat_4", "--method", "bayes", "--seed", "1", "--json"]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "do not agree" in shown.err
