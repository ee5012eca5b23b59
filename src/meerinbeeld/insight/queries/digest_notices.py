# SPDX-License-Identifier: EUPL-1.2
"""What the bell says of an overview, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access import Actor
from meerinbeeld.signals.models import Notice
from meerinbeeld.signals.queries.notices import Subject


def _page(_actor: Actor, notice: Notice) -> str:
    return f"{reverse('digest')}?periode={notice.reference}"


def _all(_actor: Actor, rows: Sequence[Notice]) -> set[UUID]:
    """The number of such a notice is a period, and tells of nobody."""
    return {row.id for row in rows}


SUBJECT: Final = Subject(
    words={
        "quarter": _("The overview of a quarter is there"),
        "year": _("The overview of a year is there"),
    },
    pressing=frozenset(),
    page=_page,
    numbered=_all,
)
