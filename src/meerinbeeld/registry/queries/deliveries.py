# SPDX-License-Identifier: EUPL-1.2
"""Deliveries and saved column mappings within the reach of an actor."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from meerinbeeld.access import Actor, Reach, Verb, require
from meerinbeeld.norms.spoken import plain
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.registry.lists.rows import Known
from meerinbeeld.registry.models import Batch, Mapping
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, NotInReach

SHOWN = 30


def batches(actor: Actor) -> QuerySet[Batch]:
    """Deliveries of one's own organisation; of all for whoever keeps the register."""
    rows = Batch.objects.all()
    if not keeps_the_register(actor):
        rows = rows.filter(organisation_id=actor.organisation_id)
    return rows


def newest(actor: Actor) -> list[Batch]:
    """The newest ones; nothing in them is opened for the list."""
    rows = batches(actor).select_related("by", "organisation").defer("content")
    return list(rows.order_by("-at")[:SHOWN])


def one(actor: Actor, batch_id: UUID, *, locked: bool = False) -> Batch:
    """Raises `NotInReach` or `Refused`."""
    rows = batches(actor).select_related("organisation")
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=batch_id).first()
    if found is None:
        raise NotInReach
    return found


def mappings(actor: Actor) -> QuerySet[Mapping]:
    """Saved column mappings, those of the own organisation first."""
    rows = Mapping.objects.select_related("organisation", "changed_by")
    if not keeps_the_register(actor):
        rows = rows.filter(organisation_id=actor.organisation_id)
    return rows.order_by("organisation__name", "name")


def one_mapping(actor: Actor, mapping_id: UUID, *, locked: bool = False) -> Mapping:
    """Raises `NotInReach` or `Refused`."""
    rows = mappings(actor)
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=mapping_id).first()
    if found is None:
        raise NotInReach
    return found


def keeps_the_register(actor: Actor) -> bool:
    """Whether this actor may deliver for every organisation. Raises `Refused`."""
    return require(actor, Verb.IMPORT, KIND, PURPOSE).reach == Reach.REGION


def whose(actor: Actor) -> QuerySet[Organisation]:
    """The organisations whose list this actor may deliver."""
    rows = Organisation.objects.order_by("name")
    return rows if keeps_the_register(actor) else rows.filter(pk=actor.organisation_id)


def known_today() -> Known:
    """What the rows of a list are held against today."""
    towns = {plain(town.name): town.cbs_code for town in municipalities()}
    codes = {plain(code): code for code in towns.values()}
    return Known(timezone.localdate(), {**towns, **codes})
