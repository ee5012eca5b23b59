# SPDX-License-Identifier: EUPL-1.2
"""Remembers which release somebody took along, so that its attack report can be found again."""

from __future__ import annotations

from django.db import transaction

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import Indicator
from meerinbeeld.insight.models import Export, Release


def record_export(actor: Actor, release: Release, indicator: Indicator) -> Export:
    require(actor, Verb.EXPORT, gate.KIND, gate.PURPOSE)
    with transaction.atomic():
        journal.record(
            actor,
            Verb.EXPORT,
            purpose=gate.PURPOSE,
            thing="insight.release",
            thing_id=release.id,
            reason_code=indicator.key,
        )
        return Export.objects.create(
            release=release, indicator=indicator.key, by_id=actor.person_id
        )
