# SPDX-License-Identifier: EUPL-1.2
"""The page of one notification: coded facts, masked details, its victim and its life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from meerinbeeld import norms
from meerinbeeld.access import Actor
from meerinbeeld.registry.models import Notification, Passing
from meerinbeeld.registry.queries import life, words
from meerinbeeld.registry.queries.problems import Problems, problems_of
from meerinbeeld.registry.queries.scope import InHand, visible
from meerinbeeld.registry.rules.groups import group_of

#: Where the coded fields stand on the page.
SECTIONS: Final = (
    ("what", ("forms", "sector", "scope", "standing", "municipality", "place_kind", "duration")),
    ("whom", ("sex", "age_band", "age_band_at_start", "origin", "nationalities")),
    ("how", ("recruitment", "means", "platforms_recruiting", "platforms_exploiting")),
)


@dataclass(frozen=True)
class Fact:
    """A coded field in words; empty when nobody filled it in."""

    label: str
    value: str


@dataclass(frozen=True)
class ShownDetail:
    """One personal detail; `text` is empty while it is masked."""

    id: UUID
    kind: str
    label: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Page:
    hand: InHand
    sections: dict[str, list[Fact]]
    group: str
    details: list[ShownDetail]
    problems: Problems
    passing: Passing
    others: list[Notification]
    life: life.Life

    @property
    def notification(self) -> Notification:
        return self.hand.notification

    @property
    def ground(self) -> str:
        ground = self.notification.ground
        return norms.codelist("ground").label(ground) if ground else ""

    @property
    def passing_reason(self) -> str:
        reason = self.passing.reason
        return norms.codelist("passing_reason").label(reason) if reason else ""

    @property
    def passing_kind(self) -> str:
        return norms.codelist("registry_kind").label(self.passing.kind)


def page(hand: InHand, shown: Mapping[UUID, str]) -> Page:
    """`shown` holds the texts of the details that were asked for."""
    row = hand.notification
    return Page(
        hand=hand,
        sections={name: _facts(row, fields) for name, fields in SECTIONS},
        group=_group(row),
        details=_details(row, shown),
        problems=problems_of(row),
        passing=row.passing,
        others=others(hand.actor, row),
        life=life.of(hand),
    )


def others(actor: Actor, row: Notification) -> list[Notification]:
    """What else was notified about the same victim, within the reach of the actor."""
    found = visible(actor).filter(victim_id=row.victim_id).exclude(pk=row.pk)
    return list(found.select_related("organisation").order_by("-notified_on"))


def _facts(row: Notification, fields: tuple[str, ...]) -> list[Fact]:
    return [Fact(words.field_label(name), words.value_in_words(row, name)) for name in fields]


def _group(row: Notification) -> str:
    sector = norms.codelist("exploitation_sector").get(row.sector)
    forms = [one.form for one in row.forms.all()]
    code = group_of(forms, sector.extra.get("sex") if sector else None, row.scope)
    return norms.codelist("victim_group").label(code)


def _details(row: Notification, shown: Mapping[UUID, str]) -> list[ShownDetail]:
    kinds = norms.codelist("registry_detail")
    order = {kind: place for place, kind in enumerate(kinds.values)}
    rows = sorted(row.details.all(), key=lambda one: order.get(one.kind, len(order)))
    return [ShownDetail(d.id, d.kind, kinds.label(d.kind), shown.get(d.id, "")) for d in rows]
