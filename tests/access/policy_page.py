# SPDX-License-Identifier: EUPL-1.2
"""Writes docs/reference/policy.md from the policy itself: `python -m tests.access.policy_page`."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import override

from meerinbeeld.access.policy import TABLE
from meerinbeeld.access.roles import Purpose, Reach, Role, Verb
from meerinbeeld.access.words import thing_label

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "policy.md"
SIGNS = {Reach.MINE: "m", Reach.SHARED: "s", Reach.ORGANISATION: "o", Reach.REGION: "r"}
HEAD = """\
# The policy as a matrix

Every question is: may this *role* do this *verb* to this *kind of thing* for this *purpose*? Each
kind of thing has one grid per purpose. A letter says how far the permission goes; a dot says no.
What has no grid is not allowed to anybody. The page is made from `TABLE` in
`src/meerinbeeld/access/policy.py` by `python -m tests.access.policy_page`; a test keeps it in step.
[Roles, and what they may do](roles.md) tells the same by role, in words.

| letter | how far |
|---|---|
"""


def render() -> str:
    """The whole page, in English."""
    with override("en"):
        reaches = "".join(f"| {sign} | {reach.label} |\n" for reach, sign in SIGNS.items())
        return HEAD + reaches + "".join(_grid(kind, purpose) for kind, purpose in _grids())


def _grids() -> list[tuple[str, Purpose]]:
    order = list(Purpose)
    found = {(kind, purpose) for _, kind, purpose, _, _ in TABLE}
    return sorted(found, key=lambda pair: (str(thing_label(pair[0])), order.index(pair[1])))


def _grid(kind: str, purpose: Purpose) -> str:
    cells = _cells(kind, purpose)
    verbs = [verb for verb in Verb if any(verb == v for _, v in cells)]
    lines = [
        f"\n## {str(thing_label(kind)).capitalize()}: for {purpose.label}\n",
        f"| role | {' | '.join(str(verb.label) for verb in verbs)} |",
        f"|---|{'---|' * len(verbs)}",
        *(
            f"| {role.label} | {' | '.join(cells.get((role, verb), '·') for verb in verbs)} |"
            for role in Role
        ),
    ]
    return "\n".join(lines) + "\n"


def _cells(kind: str, purpose: Purpose) -> dict[tuple[Role, Verb], str]:
    return {
        (role, verb): SIGNS[reach]
        for roles, k, p, reach, verbs in TABLE
        if (k, p) == (kind, purpose)
        for role in roles
        for verb in map(Verb, verbs)
    }


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    PAGE.write_text(render(), "utf-8")


if __name__ == "__main__":
    main()
