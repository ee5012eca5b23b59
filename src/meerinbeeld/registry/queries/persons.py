# SPDX-License-Identifier: EUPL-1.2
"""One victim: the notifications behind it, and who decided that they are about one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from meerinbeeld.access import Actor, Verb
from meerinbeeld.registry.models import Judgement, Notification, Pair, Victim
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.scope import NotInReach, visible
from meerinbeeld.registry.queries.victims import MANY, ONE, Person, merged


@dataclass(frozen=True)
class Together:
    """Two notifications that are one person, and who said so last."""

    pair: Pair
    judgement: Judgement | None


@dataclass(frozen=True)
class Whole:
    """A victim as the actor may see it. `others` is how many notifications stay out of sight."""

    victim: Victim
    person: Person
    told: list[Notification]
    together: list[Together]
    others: int

    @property
    def known(self) -> list[tuple[str, str]]:
        """What all notifications together tell, in words."""
        found = []
        for name in ("forms", *ONE, *MANY):
            field = "municipality" if name == "municipality_id" else name
            if said := self._said(name):
                found.append((words.field_label(field), said))
        return found

    def _said(self, name: str) -> str:
        if name == "municipality_id":
            code = self.person.one[name]
            towns = [row.municipality for row in self.told if row.municipality_id == code]
            return towns[0].name if towns and towns[0] else ""
        if name == "forms":
            return ", ".join(words.labels("forms", self.person.forms))
        if name in MANY:
            return ", ".join(words.labels(name, self.person.many[name]))
        return words.code_label(name, self.person.one[name]) if self.person.one[name] else ""


def victim_of(actor: Actor, reference: str) -> Victim:
    """The victim with this number, the one it was joined with for a number that was retired.

    Raises `Refused` or `NotInReach`.
    """
    victim = Victim.objects.select_related("retired_into").filter(reference=reference).first()
    if victim is not None and victim.retired_into is not None:
        victim = victim.retired_into
    seen = visible(actor, Verb.OPEN).filter(victim=victim) if victim else None
    if victim is None or seen is None or not seen.exists():
        raise NotInReach
    return victim


def whole(actor: Actor, reference: str) -> Whole:
    """A victim with what the actor may see of it. Raises `Refused` or `NotInReach`."""
    victim = victim_of(actor, reference)
    rows = (
        visible(actor, Verb.OPEN)
        .filter(victim=victim)
        .select_related("organisation", "municipality")
        .prefetch_related("forms")
        .order_by("notified_on", "made_at")
    )
    told = list(rows)
    everything = Notification.objects.filter(victim=victim).count()
    return Whole(
        victim, merged(victim.reference, told), told, _together(told), everything - len(told)
    )


def _together(told: list[Notification]) -> list[Together]:
    ids = [row.pk for row in told]
    joined = (
        Pair.objects.filter(Q(first__in=ids) & Q(second__in=ids), verdict=Verdict.SAME)
        .select_related("first", "second")
        .prefetch_related("judgements__by")
        .order_by("judged_at")
    )
    return [Together(pair, _last(pair)) for pair in joined]


def _last(pair: Pair) -> Judgement | None:
    found = sorted(pair.judgements.all(), key=lambda one: one.at)
    return found[-1] if found else None
