# SPDX-License-Identifier: EUPL-1.2
"""Hours for care and for prevention, per municipality. They name no person who is helped."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.care.models import WorkedHours

KIND: Final = "hours"
THING: Final = "care.hours"
LONGEST: Final = 24 * 60
OLDEST: Final = timedelta(days=2 * 366)


def record_hours(
    actor: Actor,
    what: str,
    minutes: int,
    on: date,
    municipality: str | None,
    *,
    once: UUID | None = None,
) -> WorkedHours:
    """Time that went into a kind of work, for one municipality or for all of them (None)."""
    require(actor, Verb.CREATE, KIND, Purpose.CARE)
    code = norms.codelist("work_kind").get(what)
    if code is None or municipality not in {None, *actor.municipalities}:
        raise ChangeError(_("Choose something from the list."))
    if not 0 < minutes <= LONGEST:
        raise ChangeError(_("Write how long it took, such as 1:30."))
    if not timezone.localdate() - OLDEST < on <= timezone.localdate():
        raise ChangeError(_("Choose a day of today or before, at most two years ago."))
    with transaction.atomic():
        if once and WorkedHours.objects.filter(pk=once).exists():
            raise AlreadyDone
        worked = WorkedHours.objects.create(
            id=once or uuid.uuid4(),
            person_id=actor.person_id,
            organisation_id=actor.organisation_id,
            municipality_id=municipality,
            stream=str(code.extra["stream"]),
            on=on,
            minutes=minutes,
            what=what,
        )
        _record(actor, Verb.CREATE, worked.id, what)
    return worked


def remove_hours(actor: Actor, hours_id: UUID) -> None:
    """One's own entry that was wrong. Minutes of a contact go with that contact."""
    require(actor, Verb.CHANGE, KIND, Purpose.CARE)
    with transaction.atomic():
        own = WorkedHours.objects.filter(
            pk=hours_id, person_id=actor.person_id, organisation_id=actor.organisation_id,
            contact=None,
        )  # fmt: skip
        if not own.delete()[0]:
            raise ChangeError(_("This entry is not yours, or somebody removed it already."))
        _record(actor, Verb.CHANGE, hours_id, "removed")


def record_export(actor: Actor) -> None:
    """Somebody takes a month along as a table."""
    require(actor, Verb.EXPORT, KIND, Purpose.CARE)
    with transaction.atomic():
        _record(actor, Verb.EXPORT, "", "month")


def _record(actor: Actor, verb: str, thing_id: UUID | str, code: str) -> None:
    journal.record(
        actor, verb, purpose=Purpose.CARE, thing=THING, thing_id=thing_id, reason_code=code
    )
