# SPDX-License-Identifier: EUPL-1.2
"""Saved ways of reading a list. They hold columns and words of lists, and nothing of a person."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.registry.lists.setting import Setting
from meerinbeeld.registry.models import Mapping
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.queries.scope import PURPOSE, NotInReach

THING: Final = "registry.mapping"


def save(actor: Actor, organisation: UUID, name: str, setting: Setting) -> Mapping:
    """Save it for the lists of an organisation; what has that name already is replaced.

    Raises `Refused`, and `NotInReach` for an organisation that is not the actor's.
    """
    if not deliveries.whose(actor).filter(pk=organisation).exists():
        raise NotInReach
    with transaction.atomic():
        row, _made = Mapping.objects.update_or_create(
            organisation_id=organisation,
            name=name.strip()[:80],
            defaults={
                "columns": setting.as_plain(),
                "changed_at": timezone.now(),
                "changed_by_id": actor.person_id,
            },
        )
        _record(actor, row)
    return row


def rename(actor: Actor, mapping_id: UUID, name: str) -> Mapping:
    """Raises `NotInReach`, `Refused`, or `ChangeError` when another one has that name."""
    with transaction.atomic():
        row = deliveries.one_mapping(actor, mapping_id, locked=True)
        same = Mapping.objects.filter(organisation=row.organisation_id, name=name.strip())
        if same.exclude(pk=row.pk).exists():
            raise ChangeError(_("There is one of that name already. Choose another name."))
        row.name, row.changed_at, row.changed_by_id = name.strip(), timezone.now(), actor.person_id
        row.save()
        _record(actor, row)
    return row


def remove(actor: Actor, mapping_id: UUID) -> str:
    """Lists that were read with it stay as they are. Returns its name."""
    with transaction.atomic():
        row = deliveries.one_mapping(actor, mapping_id, locked=True)
        _record(actor, row, "removed")
        row.delete()
    return row.name


def _record(actor: Actor, row: Mapping, reason: str = "") -> None:
    journal.record(
        actor, Verb.CHANGE, purpose=PURPOSE, thing=THING, thing_id=row.pk, reason_code=reason
    )
