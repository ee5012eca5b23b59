# SPDX-License-Identifier: EUPL-1.2
"""Cases of the month in which they were referred: who is in view, waits, is helped, and how far."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from meerinbeeld.care.models import Case, Goal, Placement, ReferralIn, Suspected
from meerinbeeld.insight.universes.base import (
    Universe,
    adult_or_minor,
    band,
    choose,
    filled,
    month_bounds,
    one_of,
)

_FORM = one_of(Suspected.objects.filter(until=None), "case", "form")
_MONTHS = (("quarter", 92), ("half", 183), ("year", 366))


def rows(first: date) -> QuerySet[Case]:
    begin, end = month_bounds(first)
    found = Case.objects.filter(received_at__gte=begin, received_at__lt=end).order_by()
    return found.annotate(
        _source=Coalesce(
            Subquery(ReferralIn.objects.filter(case=OuterRef("pk")).values("source")[:1]),
            Value("unknown"),
        ),
        _goals=_number_of(Goal.objects.exclude(status=Goal.Status.DROPPED)),
        _reached=_number_of(Goal.objects.filter(status=Goal.Status.REACHED)),
        **{f"_{name}": _stays(*statuses) for name, statuses in _STAYS.items()},
    )


_STATUS = Placement.Status
_STAYS = {
    "placed": (_STATUS.PLACED,),
    "waiting": (_STATUS.REQUESTED, _STATUS.WAITING),
    "left": (_STATUS.LEFT,),
    "refused": (_STATUS.REFUSED,),
}


def _number_of(goals: QuerySet[Goal]) -> Coalesce:
    each = goals.filter(case=OuterRef("pk")).order_by().values("case")
    return Coalesce(Subquery(each.annotate(_n=Count("pk")).values("_n")), 0)


def _stays(*statuses: str) -> Exists:
    return Exists(Placement.objects.filter(case=OuterRef("pk"), status__in=statuses))


def changed(since: datetime) -> Iterable[tuple[date, datetime]]:
    return Case.objects.filter(changed_at__gte=since).values_list("received_at", "changed_at")


def all_days() -> tuple[date | None, date | None]:
    found = Case.objects.aggregate(first=Min("received_at"), last=Max("received_at"))
    return found["first"], found["last"]


CASES = Universe(
    rows=rows,
    changed=changed,
    all_days=all_days,
    owner="owner_id",
    municipality="municipality_id",
    form=_FORM,
    group=adult_or_minor("minor"),
    codes={
        "cases_municipality": filled("municipality_id"),
        "cases_form": _FORM,
        "cases_group": adult_or_minor("minor"),
        "cases_phase": F("phase"),
        "cases_source": F("_source"),
        "cases_waiting": band(
            "received_at",
            "accepted_at",
            (("day", 1), ("three_days", 3), ("week", 7)),
            missing="not_yet",
        ),
        "cases_shelter": choose("none", *((Q(**{f"_{name}": True}), name) for name in _STAYS)),
        "cases_progress": choose(
            "working",
            (Q(_goals=0), "none"),
            (Q(_reached__gte=F("_goals")), "all"),
            (Q(_reached__gt=0), "some"),
        ),
        "cases_cooperation": F("cooperation"),
        "cases_close": filled("close_reason", "open"),
        "cases_length": band("received_at", "closed_at", _MONTHS, missing="open"),
    },
)
