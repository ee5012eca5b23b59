# SPDX-License-Identifier: EUPL-1.2
"""Adding to a signal what was found out, and taking away what should not have been there."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.signals.actions.change import changing
from meerinbeeld.signals.actions.marks import mark_item
from meerinbeeld.signals.models import Item, Mark, Source
from meerinbeeld.signals.queries.reading import item_text


def add_item(
    actor: Actor, reference: str, kind: str, text: str, *, once: UUID | None = None
) -> Item:
    """Add one sealed fact, with the mark that finds earlier signals about the same."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        if kind not in norms.codelist("item_kind") or not text.strip():
            raise ChangeError(_("Choose what it is, and write it down."))
        item = Item(
            id=uuid.uuid4(),
            signal=change.signal,
            kind=kind,
            source=Source.TEAM,
            at=change.now,
            by_id=actor.person_id,
        )
        with vault.unlocked(change.signal.dossier) as box:
            box.put_text(item, "value", text.strip())
        item.save(force_insert=True)
        mark_item(item, text)
        change.step("enriched")
    return item


def remove_item(actor: Actor, reference: str, item_id: UUID, *, once: UUID | None = None) -> None:
    """Take an item off the page and out of matching. It can be put back until destruction."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        item = change.signal.items.filter(pk=item_id, removed_at=None).first()
        if item is None:
            raise ChangeError(_("This detail was removed already."))
        item.removed_at, item.removed_by_id = change.now, actor.person_id
        item.save(update_fields=["removed_at", "removed_by"])
        Mark.objects.filter(item=item).delete()
        change.step("item_removed")


def restore_item(actor: Actor, reference: str, item_id: UUID, *, once: UUID | None = None) -> None:
    """Put a removed item back, and its mark with it."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        item = change.signal.items.filter(pk=item_id, removed_at__isnull=False).first()
        if item is None:
            raise ChangeError(_("This detail is on the page already."))
        item.removed_at, item.removed_by = None, None
        item.save(update_fields=["removed_at", "removed_by"])
        mark_item(item, item_text(change.hand, item.id))
        change.step("item_restored")
