# SPDX-License-Identifier: EUPL-1.2
"""The list of notifications as rows of coded facts. Nothing sealed is opened for it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.listing import Row

#: The coded fields, in the order of the columns.
CODED = tuple(
    name for name in words.FIELDS if name not in ("notified_on", "own_number", "rests_on")
)


def headings() -> list[str]:
    return [
        _("Reference"), _("Victim"), _("Organisation"), words.field_label("notified_on"),
        words.field_label("rests_on"), _("Passed on"),
        *(words.field_label(name) for name in CODED), _("Missing"),
    ]  # fmt: skip


def cells(row: Row) -> list[str]:
    """The coded facts of one notification in words."""
    one = row.notification
    return [
        one.reference,
        one.victim.reference,
        one.organisation.name,
        one.notified_on.isoformat(),
        row.rests_on,
        row.passing,
        *(words.value_in_words(one, name) for name in CODED),
        ", ".join(row.missing),
    ]
