# SPDX-License-Identifier: EUPL-1.2
"""Counting of several lists at once, and codes that stand in a query."""

from __future__ import annotations

from typing import Any

import pytest

from meerinbeeld.parties.models import Municipality, Region
from meerinbeeld.ui import counting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def towns() -> None:
    region = Region.objects.create(code="region", name="IJsselland")
    for code in ("GM0001", "GM0002", "GM0003", "GM0004"):
        Municipality.objects.create(cbs_code=code, name=f"Town {code}", region=region)


def test_lists_counted_together_are_counted_as_each_alone(
    django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MANY", 3)
    everywhere = Municipality.objects.order_by("name")
    few = everywhere.filter(pk__in=list(everywhere.values_list("pk", flat=True)[:2]))
    lists = {"all": everywhere, "few": few, "none": everywhere.none(), "no": few.filter(name="-")}
    alone = {name: counting.bounded(rows) for name, rows in lists.items()}
    with django_assert_num_queries(1):
        together = counting.bounded_each(lists)
    assert together == alone
    assert counting.bounded_each({"none": everywhere.none()}) == {"none": 0}


def test_a_spelled_code_finds_what_a_sent_one_finds() -> None:
    codes = list(Municipality.objects.values_list("cbs_code", flat=True)[:2])
    found = Municipality.objects.filter(cbs_code__in=counting.spelled(codes))
    assert set(found.values_list("cbs_code", flat=True)) == set(codes)
    sql, given = found.query.sql_with_params()
    assert all(f"'{code}'" in sql for code in codes) and not given


@pytest.mark.parametrize("word", ["x'; DROP TABLE", "two words", "", "a-b"])
def test_only_a_word_of_our_own_is_spelled(word: str) -> None:
    with pytest.raises(ValueError, match="only a word of our own"):
        counting.spelled([word])
