# SPDX-License-Identifier: EUPL-1.2
"""Notifications of the month in which they were made, and the victims behind them, each once.

A victim counts in the month of the first notification, with what that one tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from meerinbeeld import norms
from meerinbeeld.insight.universes.base import Expression, Universe, choose, filled, one_of
from meerinbeeld.norms.calendar import add_months
from meerinbeeld.registry.models import Notification, NotifiedForm, Passing
from meerinbeeld.registry.rules.completeness import NATIONAL

_FORM = one_of(NotifiedForm.objects.all(), "notification", "form")
#: National fields that are a list, or stand in a table of their own.
_LISTS, _APART = ("nationalities",), ("forms",)


def rows(first: date) -> QuerySet[Notification]:
    found = Notification.objects.filter(
        notified_on__gte=first, notified_on__lt=add_months(first, 1)
    ).order_by()
    passing = Passing.objects.filter(notification=OuterRef("pk")).values("state")[:1]
    return found.annotate(
        _passing=Coalesce(Subquery(passing), Value("none")),
        _has_form=Exists(NotifiedForm.objects.filter(notification=OuterRef("pk"))),
        _age_group=choose("unknown", (_ages(True), "minor"), (_ages(False), "adult")),
    ).annotate(_missing=_missing())


def victims(first: date) -> QuerySet[Notification]:
    """The notifications that were the first about their victim."""
    same = Notification.objects.filter(victim=OuterRef("victim"))
    before = same.filter(
        Q(notified_on__lt=OuterRef("notified_on"))
        | Q(notified_on=OuterRef("notified_on"), reference__lt=OuterRef("reference"))
    )
    told = same.order_by().values("victim").annotate(_n=Count("pk")).values("_n")
    return rows(first).filter(~Exists(before)).annotate(_told=Subquery(told))


def _missing() -> Expression:
    """How many of the national fields are empty."""
    empty = [Q(**{f"{name}": []}) for name in _LISTS] + [Q(_has_form=False)]
    for name in NATIONAL:
        if name == "municipality":
            empty.append(Q(municipality=None))
        elif name not in (*_LISTS, *_APART):
            empty.append(Q(**{name: ""}))
    total: Expression = Value(0)
    for one in empty:
        total = total + Case(When(one, then=1), default=0, output_field=IntegerField())
    return total


def _ages(minor: bool) -> Q:
    bands = norms.codelist("age_band").known.values()
    return Q(age_band__in=[one.value for one in bands if one.extra.get("minor") is minor])


def changed(since: datetime) -> Iterable[tuple[date, datetime]]:
    rows = Notification.objects.filter(changed_at__gte=since)
    passed = Passing.objects.filter(since__gte=since)
    yield from rows.values_list("notified_on", "changed_at")
    yield from passed.values_list("notification__notified_on", "since")


def all_days() -> tuple[date | None, date | None]:
    found = Notification.objects.aggregate(first=Min("notified_on"), last=Max("notified_on"))
    return found["first"], found["last"]


_GROUP = F("_age_group")

NOTIFICATIONS = Universe(
    rows=rows,
    changed=changed,
    all_days=all_days,
    owner="organisation_id",
    municipality="municipality_id",
    form=_FORM,
    group=_GROUP,
    codes={
        "notifications_notifier": filled("notifier"),
        "notifications_rest": F("rests_on"),
        "notifications_passing": F("_passing"),
        "notifications_missing": choose(
            "more", (Q(_missing=0), "nothing"), (Q(_missing__lte=2), "one_two")
        ),
    },
)

VICTIMS = Universe(
    rows=victims,
    changed=changed,
    all_days=all_days,
    owner="organisation_id",
    municipality="municipality_id",
    form=_FORM,
    group=_GROUP,
    codes={
        "victims_municipality": filled("municipality_id"),
        "victims_form": _FORM,
        "victims_group": _GROUP,
        "victims_sex": filled("sex"),
        "victims_scope": filled("scope"),
        "victims_told": choose("more", (Q(_told=1), "once"), (Q(_told=2), "twice")),
    },
)
