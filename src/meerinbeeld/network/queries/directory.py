# SPDX-License-Identifier: EUPL-1.2
"""Finding people and places. Everybody who signs in may; nothing here is content."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.network.actions.guard import KIND, may_change
from meerinbeeld.network.models import ContactFunction, ContactPoint, Covenant, Outlet
from meerinbeeld.network.rules import Freshness, freshness
from meerinbeeld.parties.models import Municipality, Organisation

#: Whom a reader of a municipality's page looks for first.
ORDER = list(ContactFunction.values)


@dataclass(frozen=True)
class Shown:
    """An entry with what the reader has to know about it."""

    entry: ContactPoint | Outlet
    freshness: Freshness
    may_change: bool


@dataclass(frozen=True)
class TownPage:
    """Everything about finding somebody in one municipality."""

    municipality: Municipality
    focal_officers: list[Shown]
    care_coordinators: list[Shown]
    others: list[Shown]
    outlets: list[Shown]


def contacts(
    actor: Actor, *, search: str = "", municipality: str = "", function: str = ""
) -> list[Shown]:
    """Contact points that are valid today, narrowed; the most wanted function first."""
    found = _readable(actor)
    if search.strip():
        found = _searched(found, search.strip())
    if municipality:
        found = _for_town(found, municipality)
    if function:
        found = found.filter(function=function)
    return _in_order(_shown(actor, found))


def contact(actor: Actor, contact_id: uuid.UUID) -> ContactPoint | None:
    require(actor, Verb.OPEN, KIND, Purpose.PROGRAMME)
    found = ContactPoint.objects.select_related("organisation", "municipality")
    return found.filter(id=contact_id).first()


def to_review(actor: Actor) -> list[Shown]:
    """What this actor keeps and has to look at: ended, ending soon, or not looked at for long."""
    require(actor, Verb.LIST, KIND, Purpose.PROGRAMME)
    everything: list[ContactPoint | Outlet] = [*_contact_rows(), *_outlet_rows()]
    urgent = {Freshness.ENDED, Freshness.ENDS_SOON, Freshness.REVIEW}
    shown = (_one(actor, entry) for entry in everything)
    return [one for one in shown if one.may_change and one.freshness in urgent]


def town(actor: Actor, cbs_code: str) -> TownPage | None:
    """Whom to call about a municipality, and where people can go there."""
    require(actor, Verb.OPEN, KIND, Purpose.PROGRAMME)
    municipality = Municipality.objects.filter(cbs_code=cbs_code).first()
    if municipality is None:
        return None
    found = contacts(actor, municipality=cbs_code)
    focal = [s for s in found if _function(s) == ContactFunction.FOCAL_OFFICER]
    care = [s for s in found if _function(s) == ContactFunction.CARE_COORDINATOR]
    return TownPage(
        municipality=municipality,
        focal_officers=focal,
        care_coordinators=care,
        others=[s for s in found if s not in focal and s not in care],
        outlets=outlets(actor, municipality=cbs_code),
    )


def outlets(
    actor: Actor, *, search: str = "", municipality: str = "", kind: str = ""
) -> list[Shown]:
    require(actor, Verb.LIST, KIND, Purpose.PROGRAMME)
    found = _outlet_rows().filter(is_active=True)
    if search.strip():
        found = found.filter(
            Q(name__icontains=search.strip()) | Q(for_whom__icontains=search.strip())
        )
    if municipality:
        found = found.filter(municipalities=municipality)
    if kind:
        found = found.filter(kind=kind)
    return [_one(actor, entry) for entry in found.distinct()]


def outlet(actor: Actor, outlet_id: uuid.UUID) -> Outlet | None:
    require(actor, Verb.OPEN, KIND, Purpose.PROGRAMME)
    return _outlet_rows().filter(id=outlet_id).first()


def covenants(actor: Actor) -> QuerySet[Covenant]:
    require(actor, Verb.LIST, "covenant", Purpose.PROGRAMME)
    return Covenant.objects.prefetch_related("parties")


def covenant(actor: Actor, covenant_id: uuid.UUID) -> Covenant | None:
    require(actor, Verb.OPEN, "covenant", Purpose.PROGRAMME)
    return Covenant.objects.prefetch_related("parties").filter(id=covenant_id).first()


def organisations(actor: Actor) -> QuerySet[Organisation]:
    require(actor, Verb.LIST, KIND, Purpose.ADMINISTRATION)
    return Organisation.objects.select_related("municipality").prefetch_related("serves")


def organisation(actor: Actor, organisation_id: uuid.UUID) -> Organisation | None:
    require(actor, Verb.OPEN, KIND, Purpose.ADMINISTRATION)
    return Organisation.objects.filter(id=organisation_id).first()


def own_organisations(actor: Actor) -> QuerySet[Organisation]:
    """For which organisations this actor may write entries."""
    found = Organisation.objects.filter(is_active=True)
    if may_change(actor, uuid.UUID(int=0)):
        return found
    return found.filter(id=actor.organisation_id)


def _readable(actor: Actor) -> QuerySet[ContactPoint]:
    require(actor, Verb.LIST, KIND, Purpose.PROGRAMME)
    today = timezone.localdate()
    return _contact_rows().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today),
        valid_from__lte=today,
        organisation__is_active=True,
    )


def _contact_rows() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.select_related("organisation", "municipality")


def _outlet_rows() -> QuerySet[Outlet]:
    return Outlet.objects.select_related("kept_by").prefetch_related("municipalities")


def _searched(found: QuerySet[ContactPoint], search: str) -> QuerySet[ContactPoint]:
    """Also by the words of the function, in the reader's language."""
    functions = [
        value for value, label in ContactFunction.choices if search.lower() in str(label).lower()
    ]
    return found.filter(
        Q(person_name__icontains=search)
        | Q(deputy_name__icontains=search)
        | Q(organisation__name__icontains=search)
        | Q(municipality__name__icontains=search)
        | Q(function__in=functions)
    )


def _for_town(found: QuerySet[ContactPoint], cbs_code: str) -> QuerySet[ContactPoint]:
    """Of the municipality itself, or of an organisation that works there for all."""
    anywhere = Q(municipality__isnull=True) & (
        Q(organisation__serves=cbs_code) | Q(organisation__municipality=cbs_code)
    )
    return found.filter(Q(municipality=cbs_code) | anywhere).distinct()


def _shown(actor: Actor, found: Iterable[ContactPoint]) -> list[Shown]:
    return [_one(actor, entry) for entry in found]


def _one(actor: Actor, entry: ContactPoint | Outlet) -> Shown:
    today = timezone.localdate()
    if isinstance(entry, Outlet):
        fresh, owner = freshness(today, reviewed_at=entry.reviewed_at), entry.kept_by_id
    else:
        fresh, owner = _contact_freshness(today, entry), entry.organisation_id
    return Shown(entry, fresh, may_change(actor, owner))


def _contact_freshness(today: date, entry: ContactPoint) -> Freshness:
    return freshness(
        today,
        reviewed_at=entry.reviewed_at,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
    )


def _function(shown: Shown) -> str:
    return shown.entry.function if isinstance(shown.entry, ContactPoint) else ""


def _in_order(shown: list[Shown]) -> list[Shown]:
    return sorted(shown, key=lambda one: (ORDER.index(_function(one)), str(one.entry)))
