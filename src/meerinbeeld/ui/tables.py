# SPDX-License-Identifier: EUPL-1.2
"""Headings of a table as sort links, pure functions of the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from meerinbeeld.ui.parts import Column, Sorting


def _next_sort(key: str, chosen: str) -> str:
    """First upwards, then downwards."""
    return f"-{key}" if chosen == key else key


def _address(query: Mapping[str, Any], sorting: Sorting, key: str) -> str:
    """The same filters, another order, from the first page."""
    copy = query.copy() if isinstance(query, QueryDict) else QueryDict(mutable=True)
    copy[sorting.parameter] = key
    copy.pop("page", None)
    return f"?{copy.urlencode()}"


def _direction(key: str, chosen: str) -> str:
    if chosen == key:
        return "ascending"
    return "descending" if chosen == f"-{key}" else ""


def headings(
    columns: Sequence[Column], sorting: Sorting | None, query: Mapping[str, Any]
) -> list[dict[str, Any]]:
    chosen = sorting.chosen(query) if sorting else ""
    return [
        {
            "label": column.label,
            "numeric": column.numeric,
            "hidden_label": column.hidden_label,
            "sorted": _direction(column.key, chosen) if column.key else "",
            "sort_url": _address(query, sorting, _next_sort(column.key, chosen))
            if sorting and column.key in sorting.keys
            else "",
        }
        for column in columns
    ]
