# SPDX-License-Identifier: EUPL-1.2
"""What of a signal can go along to the care coordinator, for its owner to choose from."""

from __future__ import annotations

from typing import Any, Final

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.signals.models import Item
from meerinbeeld.signals.queries.scope import InHand
from meerinbeeld.vault import Box

SHOWN: Final = 140


def items(hand: InHand) -> list[tuple[str, str]]:
    """Each item with its words; what is masked stays so. The caller has journaled the opening.

    Who reported stays with the signal, but for somebody who reported about themselves.
    """
    kinds = norms.codelist("item_kind")
    rows = [row for row in hand.signal.items.filter(removed_at=None) if _may_go(hand, row)]
    rows.sort(key=lambda row: kinds.values.index(row.kind) if row.kind in kinds else len(kinds))
    with vault.unlocked(hand.signal.dossier) as box:
        return [(str(row.id), _said(row, box)) for row in rows]


def start(hand: InHand, found: list[tuple[str, str]]) -> dict[str, Any]:
    """What is filled in beforehand: the coded facts, and what has a place in a case."""
    placed = kinds_by_item()
    fits = {str(row.id) for row in hand.signal.items.all() if row.kind in placed}
    return {
        "municipality": hand.signal.municipality_id or "",
        "minor": hand.signal.minor,
        "items": [value for value, _label in found if value in fits],
    }


def _may_go(hand: InHand, row: Item) -> bool:
    code = norms.codelist("item_kind").get(row.kind)
    extra = code.extra if code else {}
    if extra.get("codes"):
        return False
    return extra.get("about") != "reporter" or hand.signal.subject_kind == "self"


def _said(row: Item, box: Box) -> str:
    code = norms.codelist("item_kind").get(row.kind)
    label = norms.codelist("item_kind").label(row.kind)
    if code is None or code.extra.get("mask"):
        return _("%(what)s (hidden)") % {"what": label}
    return f"{label}: {Truncator(box.text(row, 'value')).chars(SHOWN)}"


def kinds_by_item() -> dict[str, str]:
    """Which fact of a case an item of a signal becomes; norms say so."""
    return {
        str(item): code.value
        for code in norms.codelist("care_fact")
        for item in code.extra.get("from_items", ())
    }
