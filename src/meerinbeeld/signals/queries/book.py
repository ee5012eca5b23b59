# SPDX-License-Identifier: EUPL-1.2
"""The signal books of one's own organisation: which wait, which run, which are done."""

from __future__ import annotations

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.signals.models import SignalBook
from meerinbeeld.signals.queries.scope import KIND


def books(actor: Actor) -> list[SignalBook]:
    """The newest twenty; nothing in them is opened for the list."""
    require(actor, Verb.IMPORT, KIND, Purpose.REPORTING)
    rows = SignalBook.objects.filter(organisation_id=actor.organisation_id)
    return list(rows.select_related("by").defer("rows").order_by("-at")[:20])
