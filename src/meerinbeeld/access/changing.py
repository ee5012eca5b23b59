# SPDX-License-Identifier: EUPL-1.2
"""What every change of a record has in common: it is done once, on what the actor saw, or not.

The rooms above make their own frame of it (one transaction, one lock, one journal entry) and raise
these; `access.views.acting` turns them into pages on which nothing typed is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol, Self

from django.utils import timezone


class Versioned(Protocol):
    """A record of which a person can see an old version."""

    version: Any
    changed_at: Any


class ChangeError(Exception):
    """Something that cannot be done now; its text says why, in words for the person."""


class AlreadyDone(Exception):
    """This very form was sent before, and did its work then."""


class Stale(Exception):
    """Somebody changed the record since the actor looked. Holds it in hand, as it is now."""

    def __init__(self, hand: Any, seen: Seen) -> None:
        super().__init__(f"changed after {seen}")
        self.hand, self.seen = hand, seen


@dataclass(frozen=True)
class Seen:
    """The version that an actor looked at, and the moment of its last change."""

    version: int
    at: datetime

    @classmethod
    def of(cls, record: Versioned) -> Self:
        return cls(record.version, record.changed_at)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a form field. Raises `ValueError` when somebody made it up."""
        version, _dot, moment = text.partition("@")
        at = datetime.fromisoformat(moment)
        if timezone.is_naive(at):
            raise ValueError("a moment needs its time zone")
        try:
            return cls(int(version), at.astimezone(UTC))
        except OverflowError as error:
            raise ValueError("no calendar has this moment") from error

    def __str__(self) -> str:
        return f"{self.version}@{self.at.isoformat()}"
