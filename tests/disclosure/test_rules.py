# SPDX-License-Identifier: EUPL-1.2
"""Which cells are primary, from frames and contributors, and how an informed attacker is met."""

from __future__ import annotations

import pandas
import polars
import pytest

from disclosure import (
    DataError,
    OptionError,
    RefusalError,
    Rules,
    from_dict,
    from_frame,
    from_records,
    protect,
    read_hierarchies,
    release,
)
from disclosure.problem import primary_cells

ROWS = [["big", "A", 90], ["small", "A", 6], ["tiny", "A", 4], ["one", "B", 30], ["two", "B", 40]]
HEADER = ["firm", "town", "count"]


def test_one_who_fills_a_cell_makes_it_primary() -> None:
    table = from_records(HEADER, ROWS, contributor="firm")
    found = primary_cells(release([table]), Rules(threshold=1, share=80))
    assert dict(zip([c[0] for c in table.rows()], found.tolist(), strict=True)) == {
        "*": False, "A": True, "B": True,
    }  # fmt: skip
    # B: who gives 40 is known to within nothing by who gives 30, since there is nobody else.


def test_the_dominance_rule_needs_contributors() -> None:
    with pytest.raises(OptionError, match="contributors"):
        protect(from_dict(["town"], {"A": 4, "B": 9}), Rules(share=80))


def test_zeros_are_hidden_when_asked() -> None:
    table = from_dict(["town"], {"A": 0, "B": 20, "C": 14, "D": 3})
    assert primary_cells(release([table]), Rules()).sum() == 1
    assert primary_cells(release([table]), Rules(zeros=True)).sum() == 2
    found = protect(table, Rules(zeros=True))
    (data,) = found.files.values()
    assert b"A,,primary" in data


def test_frames_of_both_kinds_give_the_same_table() -> None:
    columns = {"town": ["A", "B"], "count": [3, 20]}
    tables = [from_frame(pandas.DataFrame(columns)), from_frame(polars.DataFrame(columns))]
    assert [t.counts.tolist() for t in tables] == [[23, 3, 20]] * 2


def test_the_informed_attacker_is_left_the_width_that_the_status_leaves() -> None:
    table = from_dict(
        ["a", "b"], {(f"a{i}", f"b{j}"): 2 + 5 * i * j for i in range(3) for j in range(3)}
    )
    found = protect(table, Rules(threshold=5, informed=True))
    assert found.width == 3
    assert (found.exact, found.narrow) == (0, 0)
    with pytest.raises(OptionError, match="at most 3"):
        Rules(threshold=5, width=4, informed=True)


def test_tables_that_do_not_agree_are_not_one_release() -> None:
    one, two = from_dict(["t"], {"A": 1, "B": 9}), from_dict(["t"], {"A": 2, "B": 9})
    with pytest.raises(DataError, match="do not agree"):
        protect([one, two])


def test_too_few_people_to_hide_among_is_refused() -> None:
    with pytest.raises(RefusalError, match="counts 3"):
        protect(from_dict(["t"], {"A": 1, "B": 2}), Rules(width=5))


def test_a_person_is_counted_once() -> None:
    with pytest.raises(DataError, match="counted once"):
        from_records(["id", "town"], [["p", "A"], ["p", "B"]], record="id")


def test_a_file_of_hierarchies_that_is_no_text_is_told(tmp_path: object) -> None:
    path = f"{tmp_path}/h.yaml"
    with open(path, "wb") as file:
        file.write(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="UTF-8"):
        read_hierarchies(path)
