# SPDX-License-Identifier: EUPL-1.2
"""Columns in which each text stands once, however they were taken in and changed."""

from __future__ import annotations

import string
from itertools import chain

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.registry.linkage import names
from meerinbeeld.registry.linkage.columns import Column

PARTS = st.lists(st.lists(st.sampled_from(["", "a", "b", "é", "Zoë de Vries"]), max_size=6))
WORDS = st.lists(st.text(string.ascii_lowercase + string.digits, max_size=12), max_size=20)


@given(PARTS)
def test_a_column_taken_in_by_parts_is_that_of_all_of_its_texts(parts: list[list[str]]) -> None:
    joined = Column.joined([pa.array(part, pa.string()) for part in parts])
    whole = Column.of(chain.from_iterable(parts))
    assert joined.codes.tolist() == whole.codes.tolist()
    assert list(joined.values) == list(whole.values)
    assert joined.texts().to_pylist() == list(chain.from_iterable(parts))


@given(WORDS)
def test_words_sound_among_others_as_they_do_alone(words: list[str]) -> None:
    assert names.sounds(words) == [names.sound(word) for word in words]


@given(WORDS)
def test_changing_all_values_at_once_is_changing_each(words: list[str]) -> None:
    column = Column.of(words)
    at_once, each = column.map_all(names.sounds), column.map(names.sound)
    assert at_once.texts().to_pylist() == each.texts().to_pylist()
    assert len(set(at_once.values)) == len(at_once.values)
