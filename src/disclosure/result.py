# SPDX-License-Identifier: EUPL-1.2
"""What a protection gives back: the bytes to publish, what they cost and what an attack found."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from disclosure.errors import OptionError
from disclosure.published import save


@dataclass(frozen=True)
class Protection:
    """A protected release. It exists only when the attack on exactly these bytes found nothing.

    ``suppressed_sum`` is the loss: the counts of the secondary cells added up. ``gap`` is the part
    of that loss that is not proven necessary, None for noise. ``details``: what one method has.
    """

    files: dict[str, bytes] = field(repr=False)
    method: str
    cells: int
    primary: int
    secondary: int
    suppressed_sum: int
    min_interval_width: int | None
    exact: int
    narrow: int
    gap: float | None
    width: int
    seconds: float
    details: dict[str, Any] = field(default_factory=dict)

    def save(self, out: str | Path) -> None:
        """Write one table to a file, several into a folder under their own names."""
        if len(self.files) == 1:
            (data,) = self.files.values()
            save(data, out)
            return
        folder = Path(out)
        try:
            folder.mkdir(exist_ok=True)
        except OSError as problem:
            raise OptionError(f"{out} is not a folder; several tables need one.") from problem
        for name, data in self.files.items():
            save(data, folder / name)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the tables."""
        return {
            "cells": self.cells,
            "primary": self.primary,
            "secondary": self.secondary,
            "suppressed_sum": self.suppressed_sum,
            "min_interval_width": self.min_interval_width,
            "exact": self.exact,
            "narrow": self.narrow,
            "method": self.method,
            "gap": None if self.gap is None else round(self.gap, 6),
            "seconds": round(self.seconds, 3),
            "width": self.width,
            **self.details,
        }

    def to_json(self) -> str:
        """``to_dict`` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def summary(self) -> str:
        """The outcome in a few lines for people."""
        least = "no limit" if self.min_interval_width is None else str(self.min_interval_width)
        lines = [f"Method       {self.method}", f"Cells        {self.cells}"]
        if self.gap is not None:
            lines += [
                f"Hidden       {self.primary} primary, {self.secondary} secondary "
                f"(counts of {self.suppressed_sum})",
                f"Gap          {self.gap:.1%} of that loss is not proven necessary",
            ]
        else:
            lines.append(f"Changed      by at most {self.details['largest_change']}")
        lines.append(
            f"Attack       {self.exact} exact, {self.narrow} narrower than {self.width}; "
            f"narrowest {least}"
        )
        return "\n".join([*lines, f"Seconds      {self.seconds:.1f}"])
