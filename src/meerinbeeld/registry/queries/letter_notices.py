# SPDX-License-Identifier: EUPL-1.2
"""What the bell says of a letter of the register, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access import Actor
from meerinbeeld.registry.models import Letter
from meerinbeeld.signals.models import Notice
from meerinbeeld.signals.queries.notices import Subject

ABOUT, ARRIVED = "registry_letter", "letter"


def _page(actor: Actor, notice: Notice) -> str:
    """The letter while one's organisation has it; what was taken back leads to the list."""
    own = Letter.objects.filter(organisation_id=actor.organisation_id, taken_back_at=None)
    if notice.thing and own.filter(pk=notice.thing).exists():
        return reverse("letter", args=[notice.thing])
    return reverse("letters_own")


def _numbered(actor: Actor, rows: Sequence[Notice]) -> set[UUID]:
    """Those whose period may be read: the letter is there, and belongs to one's organisation."""
    letters = [row.thing for row in rows if row.thing]
    own = Letter.objects.filter(organisation_id=actor.organisation_id, taken_back_at=None)
    there = set(own.filter(pk__in=letters).values_list("pk", flat=True))
    return {row.id for row in rows if row.thing in there}


SUBJECT: Final = Subject(
    words={ARRIVED: _("The register wrote you a letter")},
    pressing=frozenset(),
    page=_page,
    numbered=_numbered,
)
