# SPDX-License-Identifier: EUPL-1.2
"""What a view hands to a component: small records without behaviour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Text = Any  # A str or a lazy translation of one.
Tone = Literal["", "late", "today", "runs", "sealed", "info"]


@dataclass(frozen=True)
class Crumb:
    label: Text
    url: str = ""


@dataclass(frozen=True)
class Tile:
    """A number that is a filter."""

    number: int | str
    label: Text
    url: str = ""
    tone: Tone = ""
    current: bool = False


@dataclass(frozen=True)
class Tab:
    """One audience: its edge (`team`, `reporter` or `chain`) and the page that shows it."""

    label: Text
    url: str
    count: int | None = None
    current: bool = False
    audience: str = ""


@dataclass(frozen=True)
class LifeStep:
    title: Text
    state: Literal["done", "now", "late", "open"]
    moment: date | None = None
    text: Text = ""
    url: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table; `key` makes its heading a sort link."""

    label: Text
    key: str = ""
    numeric: bool = False
    hidden_label: bool = False


@dataclass(frozen=True)
class Message:
    author: Text
    moment: date
    text: Text
    own: bool = False
    note: Text = ""


@dataclass(frozen=True)
class FileItem:
    name: Text
    note: Text = ""
    url: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class Difference:
    """One field in which two people's versions may differ."""

    label: Text
    mine: Text
    theirs: Text

    @property
    def differs(self) -> bool:
        return str(self.mine) != str(self.theirs)


@dataclass(frozen=True)
class Sorting:
    """The columns a list may be sorted by, and the one in force ("-" first: downwards)."""

    keys: Sequence[str]
    default: str = ""
    parameter: str = "sort"

    def chosen(self, query: Mapping[str, Any]) -> str:
        asked = str(query.get(self.parameter, ""))
        return asked if asked.removeprefix("-") in self.keys else self.default


@dataclass(frozen=True)
class EmptyState:
    title: Text
    text: Text = ""
    url: str = ""
    link: Text = ""
    columns: int = field(default=1)
