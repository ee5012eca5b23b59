# SPDX-License-Identifier: EUPL-1.2
"""Numbers that know where they come from: one's own work, or the gate. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

_SEAL: Final = object()


class NotThroughTheGateError(TypeError):
    """A number was about to be shown outside the case team that the gate did not let out."""


@dataclass(frozen=True)
class Exact:
    """A number of one's own work. Never shown outside the case team."""

    value: int | None


class Protected:
    """A number that the gate let out; without a value it is hidden. Only the gate makes one."""

    __slots__ = ("value",)
    value: int | None

    def __init__(self, value: int | None, *, seal: object = None) -> None:
        if seal is not _SEAL:
            raise NotThroughTheGateError("Only the gate makes a protected number.")
        self.value = value


Number = Exact | Protected


def let_out(value: int | None) -> Protected:
    """For the gate alone; a test sees to that."""
    return Protected(value, seal=_SEAL)


def only_protected(numbers: Any) -> None:
    """Raises unless every number of these came through the gate."""
    for number in numbers:
        if not isinstance(number, Protected):
            raise NotThroughTheGateError(f"{type(number).__name__} was about to be shown outside.")


def part_of(part: Number, whole: Number) -> float | None:
    """A share, when both numbers are shown and the whole is not nothing."""
    if part.value is None or not whole.value:
        return None
    return part.value / whole.value
