# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/reference/roles.md from the policy itself: `python -m tests.roles_page`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from django.utils.translation import override

from meerinbeeld.access.policy import TABLE
from meerinbeeld.access.roles import WHAT_A_ROLE_DOES, Reach, Role, Verb

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "roles.md"
HEAD = """\
# Roles, and what they may do

A role belongs to a person *for an organisation* and *for a term*. Somebody with two roles chooses
which one they act in. What does not stand here is not allowed: the policy is one table in
`src/meerinbeeld/access/policy.py`, this page is made from it, and a test keeps the two equal.

Every act has a purpose too. The same person may open a signal to follow it up and may not open it
for another purpose. Opening content leaves an entry in the journal, for every role.

## Roles

"""


def render() -> str:
    """The whole page, in English."""
    with override("en"):
        return HEAD + _roles() + _reaches() + _matrix()


def _roles() -> str:
    rows = [f"| `{role}` | {role.label} | {WHAT_A_ROLE_DOES[role]} |" for role in Role]
    return "\n".join(["| name | role | what for |", "|---|---|---|", *rows, "", ""])


def _reaches() -> str:
    rows = [f"| `{reach}` | {reach.label} |" for reach in Reach]
    return "\n".join(["## How far", "", "| reach | which things |", "|---|---|", *rows, "", ""])


def _matrix() -> str:
    cells = sorted(
        (kind, list(Role).index(role), purpose, reach, [Verb(verb).label for verb in verbs])
        for roles, kind, purpose, reach, verbs in TABLE
        for role in roles
    )
    lines = ["## What they may do", ""]
    for kind, rows in groupby(cells, key=lambda cell: cell[0]):
        lines += [f"### {kind.replace('_', ' ').capitalize()}", ""]
        lines += ["| role | purpose | reach | may |", "|---|---|---|---|"]
        lines += [
            f"| {list(Role)[role].label} | {purpose} | {reach} | {', '.join(map(str, verbs))} |"
            for _, role, purpose, reach, verbs in rows
        ]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(render(), encoding="utf-8")
