# SPDX-License-Identifier: EUPL-1.2
"""The secret address of an agenda: made once, shown once, revoked at once.

What stands in it is in `queries.agenda`. The secret is long and random, so a plain hash of it is
enough to find it again and says nothing about it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from django.db import transaction
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.access.actor import actor_from
from meerinbeeld.access.models import Membership
from meerinbeeld.care.models import CalendarFeed
from meerinbeeld.care.queries import agenda

KIND: Final = "agenda"
THING: Final = "care.agenda"
SECRET_BYTES: Final = 32


class NoAgenda(LookupError):
    """There is no such address, or not any more."""


def make_address(actor: Actor) -> str:
    """A new secret for this membership; the one before is worth nothing from now on."""
    require(actor, Verb.CREATE, KIND, Purpose.CARE)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with transaction.atomic():
        _end(actor)
        feed = CalendarFeed.objects.create(
            membership_id=actor.membership_id, digest=digest_of(secret)
        )
        _record(actor, Verb.CREATE, feed, "made")
    return secret


def revoke(actor: Actor) -> None:
    """Whoever has the address reads nothing any more."""
    require(actor, Verb.CREATE, KIND, Purpose.CARE)
    with transaction.atomic():
        for feed in _end(actor):
            _record(actor, Verb.CREATE, feed, "revoked")


def read(secret: str) -> bytes:
    """The agenda behind a secret. Raises `NoAgenda` when there is none, or the role has ended."""
    with transaction.atomic():
        feed = _feed(secret)
        membership = _membership(feed)
        actor = actor_from(membership)
        require(actor, Verb.OPEN, KIND, Purpose.CARE)
        feed.read_at = timezone.now()
        feed.save(update_fields=["read_at"])
        _record(actor, Verb.OPEN, feed, "read")
        return agenda.as_ics(actor, feed, membership.person.language)


def running(actor: Actor) -> CalendarFeed | None:
    """The address of this membership that works now."""
    return CalendarFeed.objects.filter(membership_id=actor.membership_id, revoked_at=None).first()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _feed(secret: str) -> CalendarFeed:
    found = CalendarFeed.objects.filter(digest=digest_of(secret), revoked_at=None).first()
    if found is None:
        raise NoAgenda
    return found


def _membership(feed: CalendarFeed) -> Membership:
    valid = Membership.objects.filter(pk=feed.membership_id, person__is_active=True)
    found = valid.valid_on(timezone.localdate()).select_related("organisation", "person").first()
    if found is None:
        raise NoAgenda
    return found


def _end(actor: Actor) -> list[CalendarFeed]:
    feeds = list(
        CalendarFeed.objects.select_for_update().filter(
            membership_id=actor.membership_id, revoked_at=None
        )
    )
    for feed in feeds:
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
    return feeds


def _record(actor: Actor, verb: str, feed: CalendarFeed, code: str) -> None:
    journal.record(
        actor, verb, purpose=Purpose.CARE, thing=THING, thing_id=feed.id, reason_code=code
    )
