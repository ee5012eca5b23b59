# SPDX-License-Identifier: EUPL-1.2
"""Changing who can be found and where people can go. Each function saves, and journals that."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.network.actions.guard import (
    NotPossible,
    purpose_to_change,
    record,
    same_version,
)
from meerinbeeld.network.models import ContactPoint, Covenant, Outlet
from meerinbeeld.parties.models import Municipality, Organisation


@dataclass(frozen=True)
class ContactFacts:
    """What somebody writes about a contact point."""

    organisation: Organisation
    municipality: Municipality | None
    function: str
    person_name: str
    deputy_name: str
    phone: str
    email: str
    hours: str
    how_to_reach: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class OutletFacts:
    """What somebody writes about a place where people can go."""

    name: str
    kind: str
    kept_by: Organisation
    for_whom: str
    how_to_reach: str
    phone: str
    website: str
    hours: str
    without_papers: bool
    is_active: bool
    municipalities: Iterable[Municipality]


@dataclass(frozen=True)
class CovenantFacts:
    """What somebody writes about an agreement."""

    title: str
    purposes: list[str]
    data_sets: str
    legal_ground: str
    starts_on: date
    ends_on: date | None
    dpia_reference: str
    document_reference: str
    parties: Iterable[Organisation]


def save_contact(
    actor: Actor, facts: ContactFacts, *, contact_id: uuid.UUID | None = None, version: int = 0
) -> ContactPoint:
    """Add or change a contact point. Saving counts as having looked at it.

    Raises `Refused` for another organisation's entry and `Conflict` when it changed meanwhile.
    """
    purpose = purpose_to_change(actor, facts.organisation.id)
    with transaction.atomic():
        contact = ContactPoint()
        if contact_id is not None:
            contact = ContactPoint.objects.select_for_update().get(id=contact_id)
            purpose = purpose_to_change(actor, contact.organisation_id)
            same_version(contact, version)
            contact.version += 1
        for name, value in vars(facts).items():
            setattr(contact, name, value)
        contact.reviewed_at = timezone.localdate()
        contact.save()
        record(actor, Verb.CHANGE if contact_id else Verb.CREATE, purpose, contact)
    return contact


def contact_is_right(actor: Actor, contact: ContactPoint) -> None:
    """Somebody looked: it is still as it stands here."""
    purpose = purpose_to_change(actor, contact.organisation_id)
    with transaction.atomic():
        contact.reviewed_at = timezone.localdate()
        contact.save(update_fields=["reviewed_at"])
        record(actor, Verb.REVIEW, purpose, contact)


def end_contact(actor: Actor, contact: ContactPoint) -> None:
    """From now on nobody finds it any more; it stays in the record."""
    purpose = purpose_to_change(actor, contact.organisation_id)
    with transaction.atomic():
        yesterday = timezone.localdate() - timedelta(days=1)
        contact.valid_from = min(contact.valid_from, yesterday)
        contact.valid_to = yesterday
        contact.version += 1
        contact.save(update_fields=["valid_from", "valid_to", "version"])
        record(actor, Verb.CHANGE, purpose, contact, "end")


def save_outlet(
    actor: Actor, facts: OutletFacts, *, outlet_id: uuid.UUID | None = None, version: int = 0
) -> Outlet:
    """Add or change an entry of the social map. Raises as `save_contact` does."""
    purpose = purpose_to_change(actor, facts.kept_by.id)
    try:
        with transaction.atomic():
            outlet = Outlet()
            if outlet_id is not None:
                outlet = Outlet.objects.select_for_update().get(id=outlet_id)
                purpose = purpose_to_change(actor, outlet.kept_by_id)
                same_version(outlet, version)
                outlet.version += 1
            _fill(outlet, facts, ("municipalities",))
            outlet.reviewed_at = timezone.localdate()
            outlet.save()
            outlet.municipalities.set(facts.municipalities)
            record(actor, Verb.CHANGE if outlet_id else Verb.CREATE, purpose, outlet)
    except IntegrityError as error:
        raise NotPossible(_("Your organisation has an entry with this name already.")) from error
    return outlet


def outlet_is_right(actor: Actor, outlet: Outlet) -> None:
    purpose = purpose_to_change(actor, outlet.kept_by_id)
    with transaction.atomic():
        outlet.reviewed_at = timezone.localdate()
        outlet.save(update_fields=["reviewed_at"])
        record(actor, Verb.REVIEW, purpose, outlet)


def save_covenant(
    actor: Actor, facts: CovenantFacts, *, covenant_id: uuid.UUID | None = None, version: int = 0
) -> Covenant:
    """Add or change an agreement. For the programme lead and the privacy officer."""
    verb = Verb.CHANGE if covenant_id else Verb.CREATE
    require(actor, verb, "covenant", Purpose.PROGRAMME)
    try:
        with transaction.atomic():
            covenant = Covenant()
            if covenant_id is not None:
                covenant = Covenant.objects.select_for_update().get(id=covenant_id)
                same_version(covenant, version)
                covenant.version += 1
            _fill(covenant, facts, ("parties",))
            covenant.save()
            covenant.parties.set(facts.parties)
            record(actor, verb, Purpose.PROGRAMME, covenant)
    except IntegrityError as error:
        raise NotPossible(_("There is an agreement with this title already.")) from error
    return covenant


def _fill(
    row: Outlet | Covenant, facts: OutletFacts | CovenantFacts, left_out: tuple[str, ...]
) -> None:
    for name, value in vars(facts).items():
        if name not in left_out:
            setattr(row, name, value)
