# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/reference/roles.md from the policy itself: `python -m tests.roles_page`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from django.utils.translation import override

from meerinbeeld.access.policy import TABLE
from meerinbeeld.access.roles import WHAT_A_ROLE_DOES, Purpose, Reach, Role, Verb

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
    """Per role, in words; the same as a grid stands in policy.md."""
    cells = sorted(
        (list(Role).index(role), kind.replace("_", " "), purpose, reach, list(map(Verb, verbs)))
        for roles, kind, purpose, reach, verbs in TABLE
        for role in roles
    )
    lines = ["## What each may do", "", "The same [as a grid](policy.md).", ""]
    for role, rows in groupby(cells, key=lambda cell: list(Role)[cell[0]]):
        label = str(role.label)
        lines += [f"### {label[0].upper()}{label[1:]}", ""]
        lines += ["| to what | for which purpose | how far | may |", "|---|---|---|---|"]
        lines += [
            f"| {kind} | {Purpose(purpose).label} | {reach} | {_listed(verbs)} |"
            for _, kind, purpose, reach, verbs in rows
        ]
        lines.append("")
    return "\n".join(lines)


def _listed(verbs: list[Verb]) -> str:
    return ", ".join(str(verb.label) for verb in verbs)


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(render(), encoding="utf-8")
