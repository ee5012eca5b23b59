# SPDX-License-Identifier: EUPL-1.2
"""A CSV is read by Arrow when it is regular and by Python when not, and nobody sees which."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.registry.linkage import files
from meerinbeeld.registry.linkage.mapping import Map
from meerinbeeld.registry.linkage.persons import Persons
from meerinbeeld.registry.linkage.regular_csv import Irregular, regular

MAPPED = Map(columns={"given_name": ("a", "c"), "place": ("b",)}, other=("c",))
#: What makes the two readers differ, if anything does.
SIGNS = st.text(alphabet='ax" ,;\n\r\té\u2003\ufeff\0', max_size=40)
CELLS = st.sampled_from(
    ["", "x", " ", "é", '"', '""', '"a,b"', '"a\nb"', '"a\r\nb"', '"x"y', "x\ty"]
)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3).map(",".join), max_size=8)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv") / "in.csv"


def outcome(file: Path, mapped: Map) -> list[tuple[str, ...]] | str:
    """All that was read, row by row, or why it was not."""
    try:
        read = files.read_persons(file, mapped)
    except files.FileError as error:
        return str(error)
    return rows_of(read)


def rows_of(read: Persons) -> list[tuple[str, ...]]:
    columns = [read.sources, *read.columns.values(), *read.other.values()]
    return list(zip(read.ids, *(one.texts().to_pylist() for one in columns), strict=True))


def in_both_ways(file: Path, mapped: Map = MAPPED) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "regular", refuses)
        by_python = outcome(file, mapped)
    assert outcome(file, mapped) == by_python


def refuses(*_: object) -> None:
    raise Irregular


def is_regular(file: Path) -> bool:
    try:
        with regular(file, "", 100_000) as (_, parts):
            for _ in parts:
                pass
    except Irregular:
        return False
    return True


@given(body=SIGNS | st.builds("\n".join, ROWS) | st.builds("\r\n".join, ROWS))
def test_both_readers_see_the_same_below_a_heading(file: Path, body: str) -> None:
    file.write_bytes(f"a,b,c\n{body}".encode())
    in_both_ways(file)


@given(data=SIGNS)
def test_both_readers_see_the_same_whatever_the_heading(file: Path, data: str) -> None:
    file.write_bytes(data.encode())
    in_both_ways(file, Map(columns={"given_name": ("a",)}))


@pytest.mark.parametrize(
    "data",
    [
        b"a,b,c\n1,2,3\n",
        b"\xef\xbb\xbfa,b,c\r\n1,2,3\r\n,,\r\n",
        b"\n \na;b;c\n1;2;3",
        b'a,b,c\n"x\ny",2,"3""4"\n\n5,6,7\n',
        "a\tb\tc\nÉ\t2\t3\n".encode(),
        b'a,b,c\n1,2,"a quotation that never ends,\n',
    ],
)
def test_a_file_as_most_programs_write_it_is_regular(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert is_regular(file)
    in_both_ways(file)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"a,b,c",
        b"a,b,c\n1,2\n",
        b"a,b,c\n1,2,3,4\n",
        b"a,b,c\n1,2,\xff\n",
        b"a,b,\xe9\n1,2,3\n",
        b'a,b,"c"\n1,2,3\n',
        b"a,b,c\r1,2,3\r",
        b"sep=;\na;b;c\n1;2;3\n",
        b",,\na,b,c\n1,2,3\n",
        "a,b,c\n1,2,3\n".encode("utf-16"),
        "a,b,c\n1,2,3\n".encode("utf-16-le"),
        b"a,b,c\n1,2," + b"x" * 100_001 + b"\n",
    ],
)
def test_any_other_file_is_read_all_the_same_or_refused_in_words(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert not is_regular(file)
    in_both_ways(file)


def test_a_row_that_comes_late_and_is_not_as_the_others_is_no_loss(file: Path) -> None:
    file.write_text("a,b,c\n" + "Jan,Zwolle,x\n" * 400_000 + "Piet,Raalte\n")
    assert not is_regular(file)
    read = files.read_persons(file, MAPPED)
    assert len(read) == 400_001
    assert rows_of(read)[-1][1:4] == ("", "Piet", "")
