# SPDX-License-Identifier: EUPL-1.2
"""Keeping the shelters themselves: the coordinator adds and ends them, a provider keeps its own
number of beds. Two people never overwrite each other silently."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.models import Facility
from meerinbeeld.care.queries import board
from meerinbeeld.care.queries.scope import NotInReach
from meerinbeeld.network.actions.guard import same_version
from meerinbeeld.parties.models import Municipality, Organisation

THING = "care.facility"


@dataclass(frozen=True)
class FacilityFacts:
    """What a shelter is. Its name does not tell where it is."""

    name: str
    provider: Organisation
    kind: str
    beds: int
    for_whom: str = ""
    municipalities: Iterable[Municipality] = ()
    is_open: bool = True


def save_facility(
    actor: Actor, facts: FacilityFacts, *, facility_id: UUID | None = None, version: int = 0
) -> Facility:
    """Add or change a shelter. Raises `ChangeError`, `Conflict`, `NotInReach` or `Refused`."""
    require(actor, Verb.CREATE, board.KIND, Purpose.CARE)
    try:
        with transaction.atomic():
            if facility_id is None:
                facility = Facility(id=uuid.uuid4(), version=0)
            else:
                facility = _locked(actor, facility_id, version)
            facility.name, facility.provider = facts.name, facts.provider
            facility.kind, facility.for_whom = facts.kind, facts.for_whom
            facility.beds, facility.is_open = facts.beds, facts.is_open
            _keep(actor, facility, Verb.CHANGE if facility_id else Verb.CREATE)
            facility.municipalities.set(facts.municipalities)
    except IntegrityError as error:
        raise ChangeError(_("There is a shelter with this name already.")) from error
    return facility


def keep_beds(
    actor: Actor, facility_id: UUID, *, beds: int, is_open: bool, version: int
) -> Facility:
    """How many beds there are, and whether new people can come. Also for the provider itself."""
    with transaction.atomic():
        facility = _locked(actor, facility_id, version)
        facility.beds, facility.is_open = beds, is_open
        _keep(actor, facility, Verb.CHANGE, "beds")
    return facility


def end_facility(actor: Actor, facility_id: UUID, *, back: bool = False) -> Facility:
    """Take a shelter off the board, or put it back. Who stays there is shown until they leave."""
    require(actor, Verb.CREATE, board.KIND, Purpose.CARE)
    with transaction.atomic():
        facility = _locked(actor, facility_id)
        facility.ended_at = None if back else timezone.now()
        _keep(actor, facility, Verb.CHANGE, "put_back" if back else "ended")
    return facility


def _locked(actor: Actor, facility_id: UUID, version: int | None = None) -> Facility:
    found = board.facilities(actor, Verb.CHANGE).select_for_update(of=("self",))
    facility = found.filter(pk=facility_id).first()
    if facility is None:
        raise NotInReach
    return facility if version is None else same_version(facility, version)


def _keep(actor: Actor, facility: Facility, verb: str, code: str = "") -> None:
    facility.version += 1
    facility.changed_at = timezone.now()
    facility.save()
    journal.record(
        actor,
        verb,
        purpose=Purpose.CARE,
        thing=THING,
        thing_id=facility.id,
        reason_code=code,
    )
