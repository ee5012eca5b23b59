# SPDX-License-Identifier: EUPL-1.2
"""Corrections of released years, and what two versions say differently."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Verb, may, require
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import FORM, GROUP, Indicator, catalogue, dimension_labels
from meerinbeeld.insight.models import Correction
from meerinbeeld.insight.rules.numbers import Protected, only_protected


@dataclass(frozen=True)
class Change:
    """One published number that two versions give differently."""

    table: str
    of: str
    before: Protected
    after: Protected


def may_ask(actor: Actor) -> bool:
    return bool(may(actor, Verb.PROPOSE, gate.KIND, gate.PURPOSE))


def corrections(actor: Actor) -> QuerySet[Correction]:
    """All of them, the newest first. Raises `Refused`."""
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    return Correction.objects.select_related("asked_by", "agreed_by", "before", "release")


def correction(actor: Actor, correction_id: UUID) -> Correction | None:
    require(actor, Verb.OPEN, gate.KIND, gate.PURPOSE)
    return corrections(actor).filter(pk=correction_id).first()


def changes(found: Correction) -> list[Change]:
    """What came out differently, from the published tables alone; nothing while none came out."""
    if found.release is None:
        return []
    before, after = gate.Shown(found.before), gate.Shown(found.release)
    made = []
    for one in catalogue().of_source(found.source):
        made += _of_indicator(one, before, after)
    only_protected(number for one in made for number in (one.before, one.after))
    return made


def _of_indicator(one: Indicator, before: gate.Shown, after: gate.Shown) -> list[Change]:
    """Of an indicator alone, and beside form and group where both versions have that."""
    labels = {"*": _("Together"), **one.labels()}
    found = []
    for by in ("", FORM, GROUP):
        beside = [by] if by else []
        if not (before.has(one, *beside) and after.has(one, *beside)):
            continue
        for column, name in (dimension_labels(by) if by else {"": ""}).items():
            where = {by: column} if by else {}
            for code, label in labels.items():
                old, new = before.number(one, code, **where), after.number(one, code, **where)
                if old and new and old.value != new.value:
                    said = f"{label}, {name}" if name else str(label)
                    found.append(Change(str(one.title), said, old, new))
    return found
