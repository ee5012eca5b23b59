# SPDX-License-Identifier: EUPL-1.2
"""Data in, and clear words when they are not capture histories."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest

from darkfigure import CaptureData, DataError, datasets, from_frame, from_records, read_csv
from darkfigure.readers import write_csv

GOOD = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"

BAD = {
    "a negative count": (GOOD.replace("40", "-4"), "negative"),
    "a fractional count": (GOOD.replace("40", "4.5"), "whole number"),
    "a count that is no number": (GOOD.replace("40", "many"), "whole number"),
    "a missing count": (GOOD.replace("40", ""), "whole number"),
    "an infinite count": (GOOD.replace("40", "inf"), "whole number"),
    "a count that is not a number": (GOOD.replace("40", "nan"), "whole number"),
    "a doubled history": (GOOD + "1,0,0,3\n", "already given in row 1"),
    "one list": ("A,count\n1,5\n", "at least two lists"),
    "no overlap at all": (GOOD.replace("1,1,0,6\n", ""), "more than one list"),
    "an empty file": ("", "empty"),
    "only a header": ("A,B,count\n", "no rows"),
    "a mark that is not 0 or 1": (GOOD.replace("1,1,0,6", "2,1,0,6"), "holds '2'"),
    "no column of counts": (GOOD.replace("count", "number"), "column 'count'"),
    "two lists of one name": (GOOD.replace("A,B", "A,A"), "name of its own"),
    "a short row": (GOOD + "1,0,1\n", "3 cells"),
    "a count for the unseen": (GOOD + "0,0,0,9\n", "every list is 0"),
    "a count with an underscore": (GOOD.replace("40", "1_000"), "whole number"),
    "a count with a separator": (GOOD.replace("40", '"1,000"'), "whole number"),
    "a count beyond exact numbers": (GOOD.replace("40", "1e17"), "more than can be counted"),
    "a sum beyond exact numbers": (
        GOOD.replace("40", "9e15").replace("30", "9e15"),
        "more than can be counted",
    ),
    "a name that moves the cursor": (GOOD.replace("A,B", "A,\x1b[31mB"), "on one line"),
    "a name on two lines": (GOOD.replace("A,B", '"A\nx",B'), "on one line"),
    "an empty column at the end": (GOOD.replace("\n", ",\n"), "list 4 is ''"),
    "zero cases": ("A,B,count\n1,0,0\n0,1,0\n", "no cases"),
}


SAME = {
    "a byte order mark": "\ufeff" + GOOD,
    "lines of another system": GOOD.replace("\n", "\r\n"),
    "semicolons": GOOD.replace(",", ";"),
    "tabs": GOOD.replace(",", "\t"),
    "spaces": GOOD.replace(",", " , "),
    "quotes": GOOD.replace("A,B,C,count", '"A","B","C","count"'),
    "marks in capitals": GOOD.replace("1,0,0,", "TRUE,FALSE,FALSE,"),
    "marks in small letters": GOOD.replace("1,0,0,", "true,false,false,"),
    "a power of ten": GOOD.replace("40", "4e1"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data.csv"


@pytest.mark.parametrize("case", SAME)
def test_the_same_table_written_otherwise_is_the_same_table(case: str, file: Path) -> None:
    file.write_text(GOOD)
    wanted = read_csv(file).version
    file.write_bytes(SAME[case].encode())
    assert read_csv(file).version == wanted


@pytest.mark.parametrize("case", BAD)
def test_invalid_data_are_refused_in_words(case: str, file: Path) -> None:
    text, words = BAD[case]
    file.write_text(text)
    with pytest.raises(DataError, match=words):
        read_csv(file)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Cannot read"):
        read_csv(tmp_path / "nowhere.csv")


def test_a_binary_file_is_refused_in_words(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00\x01PK\x03\x04\x80")
    with pytest.raises(DataError, match="UTF-8"):
        read_csv(file)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace(",", ";"),
        GOOD.replace(",", "\t"),
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\r\n\r\n"),
    ],
)
def test_common_forms_of_csv_are_read_alike(text: str, file: Path) -> None:
    file.write_bytes(text.encode())
    assert read_csv(file).version == datasets.load("Artificial_3").version


def test_doubled_histories_are_summed_when_asked(file: Path) -> None:
    file.write_text(GOOD.replace("1,0,0,40", "1,0,0,15\n1,0,0,25"))
    assert read_csv(file, sum_doubled=True).version == datasets.load("Artificial_3").version


def test_pandas_and_polars_frames_give_the_same_data(file: Path) -> None:
    file.write_text(GOOD)
    expected = read_csv(file).version
    assert from_frame(pd.read_csv(file)).version == expected
    assert from_frame(pl.read_csv(file)).version == expected


def test_a_frame_with_flags_for_counts_is_refused() -> None:
    frame = pd.DataFrame({"A": [1, 0, 1], "B": [0, 1, 1], "count": [True, True, True]})
    with pytest.raises(DataError, match="whole number"):
        from_frame(frame)
    with pytest.raises(DataError, match="data frame of pandas or polars"):
        from_frame(pl.LazyFrame({"A": [1], "B": [1], "count": [3]}))


def test_at_most_twelve_lists_are_taken() -> None:
    names = [f"L{i}" for i in range(13)]
    with pytest.raises(DataError, match="At most 12 lists"):
        CaptureData.from_rows(names, [([1] * 13, 5)])


def test_linked_records_become_histories() -> None:
    records = [(1, "A"), (1, "B"), (2, "A"), (2, "A"), (3, "C"), (4, "B"), (4, "A")]
    data = from_records(records)
    assert data.lists == ("A", "B", "C")
    assert data.histories() == {"A:B": 2, "A": 1, "C": 1}


def test_a_record_of_an_unknown_list_is_refused() -> None:
    with pytest.raises(DataError, match="no list 'Z'"):
        from_records([(1, "A"), (1, "Z")], lists=["A", "B"])


def test_writing_and_reading_give_the_same_data(file: Path) -> None:
    data = datasets.load("Ned")
    write_csv(data, file)
    assert read_csv(file).version == data.version


@pytest.mark.parametrize("name", datasets.NAMES)
def test_each_published_data_set_has_its_published_size(name: str) -> None:
    sizes = {
        "Ned": (8234, 24),
        "Ned_5": (8234, 17),
        "UKdat": (2744, 25),
        "UKdat_5": (2744, 18),
        "UKdat_4": (2428, 14),
        "Kosovo": (4400, 15),
        "Artificial_3": (96, 4),
    }
    data = datasets.load(name)
    assert (data.observed, len(data.histories())) == sizes[name]


def test_merging_lists_gives_the_published_five_lists() -> None:
    dutch = datasets.load("Ned").merge("I", "O", name="IO")
    british = datasets.load("UKdat").merge("PF", "NCA")
    assert dutch.version == datasets.load("Ned_5").version
    assert british.version == datasets.load("UKdat_5").version


def test_omitting_a_list_gives_the_published_four_lists() -> None:
    assert datasets.load("UKdat_5").omit("GP").version == datasets.load("UKdat_4").version


def test_overlaps_and_margins_count_cases(uk5: CaptureData) -> None:
    row = next(r for r in uk5.overlaps() if r["lists"] == ("LA", "NG"))
    assert (row["on_both"], row["on_these_only"]) == (18, 15)
    assert uk5.margins[0] == uk5.observed
    assert "LA and GP" in uk5.summary()


def test_whole_numbers_of_any_kind_are_taken_and_not_changed() -> None:
    mine = np.array([0, 30, 50, 10])
    data = CaptureData(("A", "B"), mine)
    assert data.counts.dtype == np.float64
    assert mine.flags.writeable


def test_a_name_that_is_no_list_is_refused(uk5: CaptureData) -> None:
    with pytest.raises(DataError, match="no list 'XX'"):
        uk5.omit("XX")
    with pytest.raises(DataError, match="different lists"):
        uk5.merge("LA", "LA")
    with pytest.raises(DataError, match="no data set"):
        datasets.load("Atlantis")
