# SPDX-License-Identifier: EUPL-1.2
"""A table of one indicator as it is shown, printed and taken along. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from meerinbeeld.insight.rules.numbers import Number, only_protected, part_of

Get = Callable[[str, str], Number | None]


@dataclass(frozen=True)
class Line:
    """One code: its number in each column, its share of the whole, and what is reckoned from it."""

    code: str
    label: str
    cells: tuple[Number, ...]
    share: float | None = None
    rates: tuple[float | None, ...] = ()
    #: Length of the bar, of 100; None when the number is hidden.
    bar: int | None = None


@dataclass(frozen=True)
class Grid:
    """Numbers of codes (down) by columns (across); the last column and line are the whole."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    whole: Line
    rates: tuple[str, ...] = ()
    #: How many of what is kept make one of what is shown.
    per: int = 1
    #: What the lines are, when they are not the codes of the indicator.
    lines_are: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the columns of numbers, that of the whole last."""
        return (*self.columns, self.whole.label)

    @property
    def all_lines(self) -> tuple[Line, ...]:
        """The codes and, last, the whole."""
        return (*self.lines, self.whole)

    def numbers(self) -> Iterator[Number]:
        for line in self.all_lines:
            yield from line.cells

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(number.value is None for number in self.numbers())

    @property
    def has_bars(self) -> bool:
        """Whether there is room for a bar beside each number."""
        return not self.columns and not self.rates

    @property
    def is_empty(self) -> bool:
        return self.whole.cells[-1].value == 0

    @property
    def first(self) -> Line | None:
        """The line with most, among those that are shown."""
        shown = [line for line in self.lines if line.cells[-1].value]
        return max(shown, key=lambda line: line.cells[-1].value or 0, default=None)


@dataclass(frozen=True)
class Rate:
    """What a number is divided by: so many of `unit` for each code, such as inhabitants."""

    name: str
    each: Mapping[str, int] = field(default_factory=dict)
    per: int = 1

    def of(self, code: str, number: Number, kept: int = 1) -> float | None:
        """`kept` of what the number counts make one of what is shown."""
        base = self.each.get(code, 0)
        return None if number.value is None or not base else number.value * self.per / base / kept


def grid(
    labels: Mapping[str, str],
    columns: Mapping[str, str],
    get: Get,
    whole: str,
    *,
    rates: Sequence[Rate] = (),
    keep_empty: bool = False,
    per: int = 1,
    lines_are: str = "",
) -> Grid:
    """Build a table. `get(code, column)` gives a number; "*" asks for the whole of either.

    Codes that nobody has are left out, unless `keep_empty`. `per` of what is kept make one of what
    is shown.
    """
    total = _line("*", whole, columns, get, None)
    lines = [_line(code, label, columns, get, total.cells[-1]) for code, label in labels.items()]
    shown = [line for line in lines if keep_empty or any(n.value != 0 for n in line.cells)]
    most = max((line.cells[-1].value or 0 for line in shown), default=0)
    return Grid(
        columns=tuple(columns.values()),
        lines=tuple(_with_rates(line, rates, most, per) for line in shown),
        whole=_with_rates(total, rates, 0, per),
        rates=tuple(rate.name for rate in rates),
        per=per,
        lines_are=lines_are,
    )


def _line(
    code: str, label: str, columns: Mapping[str, str], get: Get, whole: Number | None
) -> Line:
    cells = tuple(number for column in (*columns, "*") if (number := get(code, column)) is not None)
    return Line(code, label, cells, part_of(cells[-1], whole) if whole and cells else None)


def _with_rates(line: Line, rates: Sequence[Rate], most: int, per: int) -> Line:
    last = line.cells[-1]
    bar = None if last.value is None or not most else round(100 * last.value / most)
    return Line(
        line.code,
        line.label,
        line.cells,
        line.share,
        tuple(rate.of(line.code, last, per) for rate in rates),
        bar,
    )


def outside(found: Grid) -> Grid:
    """The same table, when every number of it came through the gate. Raises otherwise."""
    only_protected(found.numbers())
    return found
