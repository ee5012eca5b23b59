# SPDX-License-Identifier: EUPL-1.2
"""Lists that go back to who delivers: the rows that were wrong, and an empty list to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.registry.lists.fields import BASIS, CONSENT, FIELDS
from meerinbeeld.ui.sheets import Table, table

if TYPE_CHECKING:
    from meerinbeeld.registry.actions.delivering import Content, Wrong
    from meerinbeeld.registry.lists.rows import Problem


def wrong_rows(content: Content, wrong: Sequence[Wrong]) -> Table:
    """Under their own headings, after the number of the row and what is wrong with it."""
    headings = [_("Row"), _("What is wrong"), *content.headers]
    return table(headings, (
        [str(one.number), _said(one.told(), content), *one.cells] for one in wrong
    ))  # fmt: skip


def empty_list() -> Table:
    """All fields that a list can have, with one row that shows how; it can be imported as it is."""
    yesterday = timezone.localdate() - timedelta(days=1)
    example = {
        "own_number": "2025-001",
        "notified_on": f"{yesterday:%d-%m-%Y}",
        CONSENT: f"{yesterday:%d-%m-%Y}",
        BASIS: _("consent"),
        "first_name": _("Example: take this row out"),
        "birth_date": "23-11-2005",
        "sex": norms.codelist("sex").label("female"),
        "nationalities": norms.codelist("country").label("NL"),
        "forms": norms.codelist("form_of_exploitation").label("criminal_exploitation"),
    }
    headings = [str(label) for label, _headings in FIELDS.values()]
    return table(headings, [[str(example.get(name, "")) for name in FIELDS]])


def _said(problems: Iterable[Problem], content: Content) -> str:
    parts = []
    for problem in problems:
        column = content.setting.columns.get(problem.field, "")
        parts.append(f"{column}: {problem.words}" if column else str(problem.words))
    return " ".join(parts)
