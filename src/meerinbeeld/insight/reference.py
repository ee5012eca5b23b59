# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/reference/indicators.md from the data.

``python -m meerinbeeld.insight.reference docs/reference/indicators.md`` writes it; with ``--check``
it only tells whether the page is in step.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import yaml

FILE: Final = Path(__file__).parent / "data" / "indicators.yaml"
HEAD: Final = """# Indicators: what the monitor counts

<!-- Made by `python -m meerinbeeld.insight.reference`; not by hand. -->

Each indicator is data, in `src/meerinbeeld/insight/data/indicators.yaml`. Each thing counts once
under one code of each indicator, so that the codes add up to the whole; a thing with two forms
counts under "more than one form". Both views of the monitor use the same definitions:

- **team**: exact, of one's own work, and journaled (care coordinator, focal officer).
- **region**: what [the gate](../explanation/the-gate.md) let out of a closed year, for everybody
  who reads figures. *No* means that the table would give small numbers away beside the others.

How to read the pages stands in [Read the monitor](../how-to/read-the-monitor.md).
"""
GOALS: Final = {
    "prevention": "Goal 1: preventing",
    "signals": "Goal 2: signalling",
    "care": "Goal 3: helping",
    "registry": "Goal 4: registering",
    "cooperation": "Goal 5: working together",
}


def page() -> str:
    """The whole page as Markdown."""
    raw = yaml.safe_load(FILE.read_text("utf-8"))
    parts = [HEAD]
    for goal, title in GOALS.items():
        parts += _goal(raw, goal, title)
    return "\n".join(parts).rstrip() + "\n"


def _goal(raw: dict[str, Any], goal: str, title: str) -> Iterator[str]:
    words = raw["goals"][goal]
    yield f"## {title}\n\n{words['question']['en']}\n"
    if "missing" in words:
        yield f"{words['missing']['en']}\n"
    mine = [one for one in raw["indicators"] if one["goal"] == goal]
    for source, indicators in groupby(mine, lambda one: one["source"]):
        told = raw["sources"][source]
        yield f"### Source `{source}`\n\n{told['whence']['en']} Unit: {told['unit']['en']}.\n"
        yield "| indicator | on the screen | what it counts | side by side by | team | region |"
        yield "|---|---|---|---|---|---|"
        yield from (_row(one) for one in indicators)
        yield ""


def _row(one: dict[str, Any]) -> str:
    team = "no" if one["source"] == "network" else "yes"
    return (
        f"| `{one['key']}` | {one['title']['nl']} | {one['definition']['en']} "
        f"| {', '.join(one['by']) or '–'} | {team} | {'yes' if one['outside'] else 'no'} |"
    )


def main(arguments: list[str]) -> int:
    """0 when written or in step, 1 when out of step, 2 when nothing was asked."""
    paths = [one for one in arguments if not one.startswith("--")]
    if len(paths) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    path, made = Path(paths[0]), page()
    if "--check" not in arguments:
        path.write_text(made, encoding="utf-8")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == made:
        return 0
    print(f"{path} is out of step with the indicators.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
