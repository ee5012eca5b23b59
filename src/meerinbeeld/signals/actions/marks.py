# SPDX-License-Identifier: EUPL-1.2
"""Marks of an item: keyed hashes by which an earlier signal is found, never the value itself."""

from __future__ import annotations

from meerinbeeld import norms, vault
from meerinbeeld.signals.models import Item, Mark


def mark_item(item: Item, text: str) -> None:
    """Set the mark of an item whose kind has one."""
    code = norms.codelist("item_kind").get(item.kind)
    kind = code.extra.get("mark") if code else None
    digest = vault.blind_index(str(kind), text) if kind else None
    if digest is not None:
        Mark.objects.create(signal_id=item.signal_id, item=item, kind=str(kind), digest=digest)
