# SPDX-License-Identifier: EUPL-1.2
"""The lists of the register as capture histories: each person once, by who notified them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Reach, Verb, may
from meerinbeeld.insight.rules.capture import Histories, histories
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, visible


def has_register(actor: Actor) -> bool:
    """Whether the actor keeps the whole register: with a part of the lists nothing is estimated."""
    decision = may(actor, Verb.LIST, KIND, PURPOSE)
    return bool(decision) and decision.reach == Reach.REGION


def register_histories(actor: Actor, first: date, until: date) -> Histories:
    """Who was notified by which organisations in this time. Raises `Refused`.

    Victims that were merged count as one; what was destroyed is not there any more.
    """
    rows = visible(actor).filter(
        notified_on__gte=first, notified_on__lt=until, destroyed_at=None,
        victim__retired_into=None,
    )  # fmt: skip
    told = rows.order_by().values_list("victim_id", "organisation__name").distinct()
    return histories(told, _("other organisations"))
