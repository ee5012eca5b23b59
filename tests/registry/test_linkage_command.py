# SPDX-License-Identifier: EUPL-1.2
"""`meerinbeeld registry link`: any file of persons, and a clear word when it cannot be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from meerinbeeld.config.cli import run

MAP = "id: nr\ngiven_name: voornaam\nfamily_name: achternaam\nbirth_date: geboren\n"
HEADER = "nr,voornaam,achternaam,geboren\n"
ROWS = """\
1,Agnieszka,Wiśniewska,12-05-1990
2,Kees,Bakker,01-02-1980
3,Agnieshka,Wisniewska,12-05-1990
"""


class Folder:
    """A folder with a map in which files are linked."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self._capsys = path, capsys

    def link(self, data: str | bytes, mapped: str = MAP, *more: str, name: str = "in.csv") -> int:
        file = self.path / name
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return self.link_file(file, mapped, *more)

    def link_file(self, file: Path, mapped: str = MAP, *more: str) -> int:
        (self.path / "map.yaml").write_text(mapped)
        line = ["registry", "link", str(file), "--map", str(self.path / "map.yaml")]
        return run([*line, "--out", str(self.path / "out.csv"), *more])

    def clusters(self) -> list[list[str]]:
        with (self.path / "out.csv").open() as rows:
            return list(csv.reader(rows))[1:]

    def said(self) -> str:
        said = self._capsys.readouterr()
        return said.out + said.err


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys)


def test_a_file_gets_a_number_per_person(folder: Folder) -> None:
    assert folder.link(HEADER + ROWS) == 0
    assert [row[0] for row in folder.clusters()] == ["1", "2", "3"]
    one, two, three = (row[1] for row in folder.clusters())
    assert one == three != two
    assert "3 records are about 2 persons." in folder.said()


def test_progress_is_told_and_quiet_is_quiet(folder: Folder) -> None:
    folder.link(HEADER + ROWS)
    assert "100 %" in folder.said()
    folder.link(HEADER + ROWS, MAP, "--quiet")
    assert folder.said() == ""


def test_pairs_are_written_with_their_probability(folder: Folder) -> None:
    pairs = folder.path / "pairs.csv"
    assert folder.link(HEADER + ROWS, MAP, "--probabilities", str(pairs)) == 0
    with pairs.open() as rows:
        best = next(csv.DictReader(rows))
    assert {best["id_1"], best["id_2"]} == {"1", "3"}
    assert float(best["probability"]) > 0.95


def test_the_same_file_gives_the_same_outcome(folder: Folder) -> None:
    folder.link(HEADER + ROWS)
    first = folder.clusters()
    folder.link(HEADER + ROWS)
    assert folder.clusters() == first


@pytest.mark.parametrize(
    "data",
    [
        (HEADER + ROWS).replace(",", ";").encode(),
        (HEADER + ROWS).replace(",", "\t").encode(),
        (HEADER + ROWS).encode("utf-8-sig"),
        (HEADER + ROWS).encode("utf-16"),
        (HEADER + ROWS).replace("ś", "š").encode("cp1252"),
        ("\n\n" + HEADER + ROWS).encode(),
        ("sep=,\n" + HEADER + ROWS).encode(),
        (HEADER + ROWS).replace("\n", "\r\n").encode(),
    ],
    ids=["semicolon", "tab", "mark", "utf-16", "windows", "empty lines", "note", "crlf"],
)
def test_it_does_not_matter_how_the_file_was_saved(folder: Folder, data: bytes) -> None:
    assert folder.link(data) == 0
    one, two, three = (row[1] for row in folder.clusters())
    assert one == three != two


def test_a_spreadsheet_is_read(folder: Folder) -> None:
    book = Workbook()
    assert book.active is not None
    for line in (HEADER + ROWS).splitlines():
        book.active.append(line.split(","))
    book.save(folder.path / "in.xlsx")
    assert folder.link_file(folder.path / "in.xlsx") == 0
    assert len({row[1] for row in folder.clusters()}) == 2


@pytest.mark.parametrize(
    ("mapped", "words"),
    [
        ("", "The map is empty"),
        ("id: nr", "names no column to compare"),
        ("given_name: voornam", "Did you mean 'voornaam'?"),
        ("giben_name: voornaam", "Did you mean 'given_name'?"),
        ("given_name: [", "is not YAML"),
        ("- voornaam", "lines of the form"),
        ("given_name: {a: b}", "must name a column"),
        ("given_name: voornaam\nunique_lists: all", "needs 'source'"),
        ("given_name: voornaam\ndate_order: year", "'date_order' is"),
        ("given_name: voornaam\nencoding: klingon", "no encoding"),
        ("id: voornaam\nfamily_name: achternaam", "is there twice"),
    ],
)
def test_a_wrong_map_is_explained(folder: Folder, mapped: str, words: str) -> None:
    assert folder.link(HEADER + ROWS + "4,Kees,Smit,\n", mapped) == 2
    assert words in folder.said()
    assert not (folder.path / "out.csv").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"%PDF-1.7", "is no CSV or XLSX"),
        (b"%PDF-1.7\n1 0 obj\n", "is no CSV or XLSX"),
        (b"PK\x03\x04nonsense", "cannot be read as XLSX"),
        (b"a,b\n1,2\n", "which"),
        ((HEADER + '1,"' + "x" * 200_000).encode(), "cannot be read from line"),
        ((HEADER + ",Jan,Smit,\n").encode(), "has no id"),
    ],
    ids=["nothing", "blank", "pdf", "pdf of lines", "no sheet", "columns", "quote", "no id"],
)
def test_a_wrong_file_is_explained(folder: Folder, data: bytes, words: str) -> None:
    assert folder.link(data) == 2
    said = folder.said()
    assert words in said
    assert "Traceback" not in said


def test_a_missing_file_is_named(folder: Folder) -> None:
    assert folder.link_file(folder.path / "nowhere.csv") == 2
    assert "nowhere.csv cannot be read" in folder.said()


def test_an_outcome_that_cannot_be_written_is_named(folder: Folder) -> None:
    assert folder.link(HEADER + ROWS, MAP, "--out", str(folder.path / "no" / "out.csv")) == 2
    assert "cannot be written" in folder.said()


@pytest.mark.parametrize("chance", ["0", "1", "7"])
def test_a_threshold_that_is_no_probability_is_refused(folder: Folder, chance: str) -> None:
    assert folder.link(HEADER + ROWS, MAP, "--threshold", chance) == 2


# --- Strange data ---------------------------------------------------------------------------------


def test_only_a_heading_gives_no_clusters(folder: Folder) -> None:
    assert folder.link(HEADER) == 0
    assert folder.clusters() == []


def test_one_record_is_one_person(folder: Folder) -> None:
    assert folder.link(HEADER + "1,Jan,Smit,1990-01-02\n") == 0
    assert len(folder.clusters()) == 1


def test_records_that_say_all_the_same_are_one_person(folder: Folder) -> None:
    rows = "".join(f"{at},Agnieszka,Wiśniewska,12-05-1990\n" for at in range(500))
    assert folder.link(HEADER + rows) == 0
    assert len(folder.clusters()) == 500


def test_records_that_say_nothing_are_not_one_person(folder: Folder) -> None:
    rows = "".join(f"{at},{word},,\n" for at, word in enumerate(("", "onbekend", "?", "-", "nvt")))
    assert folder.link(HEADER + rows) == 0
    assert len({row[1] for row in folder.clusters()}) == 5


@pytest.mark.parametrize(
    "field",
    ["'; DROP TABLE profiles; --", "\x00", "🙂" * 50, "-" * 5000, "١٩٩٠-٠٥-١٢", "\u202egnar"],
)
def test_whatever_stands_in_a_field_is_only_text(folder: Folder, field: str) -> None:
    rows = f"1,{field},{field},{field}\n2,{field},x,{field}\n3,Jan,{field},9999-99-99\n"
    assert folder.link(HEADER + rows) == 0
    assert len(folder.clusters()) == 3


def test_rows_that_are_too_short_or_too_long_are_taken_as_they_are(folder: Folder) -> None:
    assert folder.link(HEADER + "1,Jan\n2,Jan,Smit,1990-01-02,more,more\n") == 0
    assert len(folder.clusters()) == 2


@pytest.mark.parametrize("field", ["phone", "place", "birth_year", "sex", "other"])
def test_one_column_of_any_kind_is_enough_to_run(folder: Folder, field: str) -> None:
    assert folder.link("a\n0612345678\n1990\n0612345678\n", f"{field}: a") == 0
    assert len(folder.clusters()) == 3


def test_lists_with_each_person_once_stay_apart(folder: Folder) -> None:
    data = (
        "list,name,born\np,Ewa Zając,1990-05-12\np,Ewa Zajac,1990-05-12\nq,Ewa Zając,1990-05-12\n"
    )
    mapped = "source: list\nfull_name: name\nbirth_date: born\nunique_lists: all\n"
    assert folder.link(data, mapped) == 0
    one, two, _ = (row[2] for row in folder.clusters())
    assert one != two
