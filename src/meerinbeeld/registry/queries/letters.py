# SPDX-License-Identifier: EUPL-1.2
"""Letters back: what an organisation notified and what came of it, drafted and sent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Letter
from meerinbeeld.registry.queries.figures import is_keeper, keeper, told
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, NotInReach
from meerinbeeld.registry.rules import letter as rules
from meerinbeeld.registry.rules.letter import Figures
from meerinbeeld.registry.rules.period import Period


@dataclass(frozen=True)
class Line:
    """One organisation of a period: its figures and its letter, if that was sent."""

    organisation: Organisation
    figures: Figures
    letter: Letter | None


def lines(actor: Actor, period: Period) -> list[Line]:
    """Every organisation that notified in the period. Raises `Refused`."""
    keeper(actor)
    rows = told(actor, period)
    sent = {one.organisation_id: one for one in _sent(period)}
    named = Organisation.objects.filter(pk__in=rows).order_by("name")
    return [Line(one, rules.figures(rows[one.pk]), sent.get(one.pk)) for one in named]


def together(actor: Actor, period: Period) -> Figures:
    """The whole region in the period; a person that several notified counts once."""
    return rules.together(told(actor, period).values())


def draft(actor: Actor, organisation: UUID, period: Period) -> tuple[Organisation, Figures]:
    """What the letter to one organisation would say now. Raises `NotInReach` or `Refused`."""
    keeper(actor)
    rows = told(actor, period).get(organisation)
    if not rows:
        raise NotInReach
    return Organisation.objects.get(pk=organisation), rules.figures(rows)


def of_period(actor: Actor, organisation: UUID, period: Period) -> Letter | None:
    """The letter that was sent about this period."""
    keeper(actor)
    return _sent(period).filter(organisation=organisation).first()


def own(actor: Actor) -> QuerySet[Letter]:
    """The letters to one's own organisation, the newest first. Raises `Refused`."""
    require(actor, Verb.LIST, KIND, PURPOSE)
    rows = Letter.objects.filter(organisation_id=actor.organisation_id, taken_back_at=None)
    return rows.select_related("organisation")


def one(actor: Actor, letter_id: UUID) -> tuple[Letter, Figures]:
    """A letter that was sent: to one's own organisation, or any for the keeper.

    Raises `NotInReach` or `Refused`.
    """
    rows = Letter.objects.select_related("organisation") if is_keeper(actor) else own(actor)
    found = rows.filter(pk=letter_id, taken_back_at=None).first()
    if found is None:
        require(actor, Verb.LIST, KIND, PURPOSE)
        raise NotInReach
    return found, read(found)


def read(letter: Letter) -> Figures:
    """The figures as they were when it was sent."""
    kept = dict(letter.figures)
    kept["often_missing"] = tuple((name, number) for name, number in kept["often_missing"])
    return Figures(**kept)


def _sent(period: Period) -> QuerySet[Letter]:
    return Letter.objects.filter(first=period.first, last=period.last, taken_back_at=None)
