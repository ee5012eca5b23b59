# SPDX-License-Identifier: EUPL-1.2
"""Adding and changing organisations. Who an organisation serves decides what its people reach."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.network.actions.guard import KIND, NotPossible, record
from meerinbeeld.parties.models import Municipality, Organisation

#: A higher floor adds a question: is this organisation still needed for what it has in hand?
STILL_NEEDED: list[Callable[[uuid.UUID], bool]] = []


@dataclass(frozen=True)
class OrganisationFacts:
    name: str
    kind: str
    municipality: Municipality | None
    serves: Iterable[Municipality]
    is_active: bool


def save(
    actor: Actor, facts: OrganisationFacts, *, organisation_id: uuid.UUID | None = None
) -> Organisation:
    """Add or change an organisation. Raises `NotPossible` when its name is taken, or when it would
    end with work in hand that nobody else could open.

    An organisation that is no longer active ends what its people may do at their next request.
    """
    require(actor, Verb.MANAGE, KIND, Purpose.ADMINISTRATION)
    if not facts.is_active and organisation_id == actor.organisation_id:
        raise NotPossible(_("You act for this organisation yourself. Ask another administrator."))
    try:
        with transaction.atomic():
            return _saved(actor, facts, organisation_id)
    except IntegrityError as error:
        raise NotPossible(
            _("There is an organisation with this name, or for this municipality, already.")
        ) from error


def _saved(
    actor: Actor, facts: OrganisationFacts, organisation_id: uuid.UUID | None
) -> Organisation:
    wanted = organisation_id or uuid.UUID(int=0)
    found = Organisation.objects.select_for_update().filter(id=wanted).first()
    if found and found.is_active and not facts.is_active:
        _has_nothing_in_hand(found)
    organisation = found or Organisation(slug=_free_slug(facts.name))
    organisation.name, organisation.kind = facts.name, facts.kind
    organisation.municipality, organisation.is_active = facts.municipality, facts.is_active
    organisation.save()
    organisation.serves.set(facts.serves)
    record(actor, Verb.CHANGE if found else Verb.CREATE, Purpose.ADMINISTRATION, organisation)
    return organisation


def _has_nothing_in_hand(organisation: Organisation) -> None:
    if any(needed(organisation.id) for needed in STILL_NEEDED):
        raise NotPossible(
            _("This organisation still owns open signals. Have them handed over or closed first.")
        )


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:40] or "organisatie"
    taken = set(Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(s for s in numbered if s not in taken)
