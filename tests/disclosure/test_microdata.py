# SPDX-License-Identifier: EUPL-1.2
"""Who is unique among records, and whose secret shows without being found."""

from __future__ import annotations

import math

import pytest

from disclosure import DataError, OptionError, assess

#: The example of Sweeney (2002), shortened: two columns known, one sensitive.
RECORDS = [
    {"age": age, "zip": place, "ill": ill}
    for age, place, ill in [
        ("2", "130", "heart"), ("2", "130", "heart"), ("2", "130", "virus"),
        ("4", "148", "cancer"), ("4", "148", "cancer"), ("5", "148", "virus"),
    ]
]  # fmt: skip


def test_who_looks_like_nobody_is_counted() -> None:
    found = assess(RECORDS, ["age", "zip"], k=3)
    assert (found.smallest, found.unique, found.below) == (1, 1, 3)
    assert found.found == pytest.approx(3 / 6)
    assert not found.holds


def test_each_column_shows_what_it_costs() -> None:
    found = assess(RECORDS, ["age", "zip"])
    assert found.unique_without == {"age": 0, "zip": 1}


def test_a_group_with_one_secret_tells_it_without_a_name() -> None:
    found = assess(RECORDS, ["age"], sensitive="ill", k=2)
    assert found.diversity == 1
    assert found.learned == 3
    assert found.entropy == pytest.approx(1)
    wide = assess(RECORDS, ["zip"], sensitive="ill", k=2)
    assert (wide.diversity, wide.learned, wide.holds) == (2, 0, True)
    entropy = -(2 / 3 * math.log(2 / 3) + 1 / 3 * math.log(1 / 3))
    assert wide.entropy == pytest.approx(math.exp(entropy))


def test_the_attacker_is_named() -> None:
    assert "knows age, zip" in assess(RECORDS, ["age", "zip"], sensitive="ill").summary()


@pytest.mark.parametrize(
    ("known", "sensitive", "k"), [([""], None, 5), (["age", "age"], None, 5), (["age"], "age", 5),
                                  (["age"], None, 1)],
)  # fmt: skip
def test_a_question_without_an_answer_is_refused(
    known: list[str], sensitive: str | None, k: int
) -> None:
    with pytest.raises(OptionError):
        assess(RECORDS, known, sensitive=sensitive, k=k)


def test_a_missing_column_and_no_records_are_told() -> None:
    with pytest.raises(DataError, match="no column 'town'"):
        assess(RECORDS, ["town"])
    with pytest.raises(DataError, match="no records"):
        assess([], ["age"])
