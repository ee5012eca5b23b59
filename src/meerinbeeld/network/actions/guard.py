# SPDX-License-Identifier: EUPL-1.2
"""Who may change an entry, and what happens when two people do so at once."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db.models import Model

from meerinbeeld import journal
from meerinbeeld.access import Actor, Purpose, Refused, Thing, Verb, may, require

KIND = "directory"
M = TypeVar("M", bound=Model)


class NotPossible(Exception):
    """What was asked cannot be done; the message says why, in plain words."""


class Conflict(Exception):
    """Somebody else saved a newer version meanwhile; `current` is theirs."""

    def __init__(self, current: Model) -> None:
        super().__init__("changed meanwhile")
        self.current = current


def purpose_to_change(actor: Actor, organisation_id: uuid.UUID) -> str:
    """For which purpose this actor may change an entry of this organisation.

    Raises `Refused` when for none: an administrator manages all, others what is their own.
    """
    if may(actor, Verb.MANAGE, KIND, Purpose.ADMINISTRATION):
        return Purpose.ADMINISTRATION
    own = Thing(KIND, owner=organisation_id, at_hand=True)
    require(actor, Verb.CHANGE, own, Purpose.PROGRAMME)
    return Purpose.PROGRAMME


def may_change(actor: Actor, organisation_id: uuid.UUID) -> bool:
    try:
        purpose_to_change(actor, organisation_id)
    except Refused:
        return False
    return True


def same_version(current: M, version: int) -> M:
    """The row, when nobody changed it since `version`; else `Conflict`. Lock the row first."""
    if getattr(current, "version", version) != version:
        raise Conflict(current)
    return current


def record(actor: Actor, verb: str, purpose: str, entry: Model, code: str = "") -> None:
    journal.record(
        actor,
        verb,
        purpose=purpose,
        thing=entry._meta.label_lower,
        thing_id=str(entry.pk),
        reason_code=code,
    )
