# SPDX-License-Identifier: EUPL-1.2
"""Victims and notifications of a period, for figures. Those of the whole region are the keeper's:
whoever may pass on (purpose: monitoring)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Min, QuerySet
from django.utils import timezone

from meerinbeeld.access import Actor, Verb, may, require
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Notification, Sending, UnionFigures
from meerinbeeld.registry.queries import listing
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, visible
from meerinbeeld.registry.queries.victims import Person, persons
from meerinbeeld.registry.rules.letter import Told
from meerinbeeld.registry.rules.period import Period


def is_keeper(actor: Actor) -> bool:
    """Whether this actor keeps the register of the region."""
    return bool(may(actor, Verb.SHARE, KIND, PURPOSE))


def keeper(actor: Actor, verb: str = Verb.LIST) -> None:
    """Raises `Refused` for anybody but the keeper of the register."""
    require(actor, Verb.SHARE, KIND, PURPOSE)
    require(actor, verb, KIND, PURPOSE)


def in_period(actor: Actor, period: Period) -> list[Person]:
    """The victims in reach that were first notified in the period, each once."""
    return list(persons(actor, within=(period.first, period.last)))


def given_out(actor: Actor, year: int) -> QuerySet[UnionFigures]:
    """What left about a year for the European Union, the first first. Raises `Refused`."""
    keeper(actor)
    return UnionFigures.objects.filter(year=year).order_by("version")


def first_year(actor: Actor) -> int | None:
    """The year of the first notification in reach."""
    found: date | None = visible(actor).aggregate(first=Min("notified_on"))["first"]
    return found.year if found else None


def notified(actor: Actor, period: Period) -> QuerySet[Notification]:
    """The notifications in reach of a period."""
    return visible(actor).filter(notified_on__gte=period.first, notified_on__lte=period.last)


def organisations(actor: Actor, period: Period) -> list[Organisation]:
    """Who notified in the period."""
    keeper(actor)
    told = notified(actor, period).values("organisation")
    return list(Organisation.objects.filter(pk__in=told).order_by("name"))


def told(actor: Actor, period: Period) -> dict[UUID, list[Told]]:
    """What each organisation notified in the period, as values for the figures, by organisation."""
    keeper(actor)
    rows = list(
        notified(actor, period)
        .select_related("passing")
        .prefetch_related("forms", "passing__sendings")
        .order_by("notified_on", "reference")
    )
    others = _organisations_of({row.victim_id for row in rows})
    found: dict[UUID, list[Told]] = defaultdict(list)
    for row in rows:
        elsewhere = bool(others[row.victim_id] - {row.organisation_id})
        found[row.organisation_id].append(_told(row, elsewhere))
    return found


def _organisations_of(victims: set[UUID]) -> dict[UUID, set[UUID]]:
    """Who ever notified each of these victims."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Notification.objects.filter(victim__in=victims)
    for victim, organisation in rows.values_list("victim_id", "organisation_id"):
        found[victim].add(organisation)
    return found


def _told(row: Notification, elsewhere: bool) -> Told:
    sent = [one for one in row.passing.sendings.all() if one.taken_back_at is None]
    named = [one for one in sent if one.content == Sending.Content.DETAILS]
    answered = [one for one in named if one.answered_at is not None]
    return Told(
        victim=str(row.victim_id),
        known_elsewhere=elsewhere,
        missing=tuple(listing.lacking(row)),
        rests_on=row.rests_on,
        state=row.passing.state,
        reason=row.passing.reason,
        counted=any(one.content == Sending.Content.COUNT for one in sent),
        days_to_sending=(timezone.localdate(named[0].at) - row.notified_on).days if named else None,
        answer=answered[-1].answer if answered else "",
    )
