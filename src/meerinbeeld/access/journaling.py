# SPDX-License-Identifier: EUPL-1.2
"""What is journaled about signing in. Somebody who signs in acts for themselves, in no role yet."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from meerinbeeld import journal
from meerinbeeld.access.models import Person
from meerinbeeld.access.roles import Purpose


@dataclass(frozen=True)
class Oneself:
    person_id: uuid.UUID
    organisation_id: uuid.UUID | None = None
    role: str | None = None


def signed_in(person: Person, how: str) -> None:
    _record(person, "sign_in", how)


def changed_own(person: Person, what: str) -> None:
    """`what` is a code, such as password_changed, totp_activated or invitation."""
    _record(person, "change", what)


def _record(person: Person, verb: str, code: str) -> None:
    journal.record(
        Oneself(person.id),
        verb,
        purpose=Purpose.ADMINISTRATION,
        thing="access.person",
        thing_id=person.id,
        reason_code=code,
    )
