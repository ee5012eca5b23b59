# SPDX-License-Identifier: EUPL-1.2
"""The lists of the register as capture histories: each person once, by who notified them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Reach, Verb, may
from meerinbeeld.insight.rules.capture import Doubt, Histories, with_doubt
from meerinbeeld.registry.models import Notification, Pair
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries import pairs
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, visible


@dataclass(frozen=True)
class Linked:
    """What the register tells, and how sure its links are."""

    table: Histories
    doubt: Doubt
    #: How many of these notifications came in after the last search for the same people.
    unsearched: int


class NeverSearched(LookupError):
    """Nobody ever looked through the register for the same people: all links are in doubt."""


def has_register(actor: Actor) -> bool:
    """Whether the actor keeps the whole register: with a part of the lists nothing is estimated."""
    decision = may(actor, Verb.LIST, KIND, PURPOSE)
    return bool(decision) and decision.reach == Reach.REGION


def register_histories(actor: Actor, first: date, until: date) -> Linked:
    """Who was notified by which organisations in this time. Raises `Refused`, `NeverSearched`.

    Victims that were merged count as one; what was destroyed is not there any more. Pairs that
    nobody judged, or of which somebody did not know, are in doubt, as likely as the last search
    found them.
    """
    search = pairs.last_done(actor)
    if search is None:
        raise NeverSearched
    rows = visible(actor).filter(
        notified_on__gte=first, notified_on__lt=until, destroyed_at=None,
        victim__retired_into=None,
    ).order_by()  # fmt: skip
    told = rows.values_list("victim_id", "organisation__name").distinct()
    table, doubt = with_doubt(
        told,
        _("other organisations"),
        _between(actor, rows, Verdict.OPEN, Verdict.UNSURE).values_list(
            "first__victim_id", "second__victim_id", "probability"
        ),
        _between(actor, rows, Verdict.DIFFERENT).values_list(
            "first__victim_id", "second__victim_id"
        ),
    )
    return Linked(table, doubt, rows.filter(made_at__gt=search.asked_at).count())


def _between(actor: Actor, rows: QuerySet[Notification], *verdicts: str) -> QuerySet[Pair]:
    """Pairs with such a verdict of which both are among these notifications."""
    chosen = rows.values("pk")
    return pairs.pairs(actor).filter(verdict__in=verdicts, first__in=chosen, second__in=chosen)
