# SPDX-License-Identifier: EUPL-1.2
"""Signals of the month in which they came in. One that was joined to another does not count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Max, Min, Q, QuerySet

from meerinbeeld.insight.universes.base import (
    Universe,
    adult_or_minor,
    band,
    choose,
    filled,
    first_moment,
    month_bounds,
    one_of,
)
from meerinbeeld.signals.models import Route, Signal, SuspectedForm

_PUT = Route.objects.exclude(status=Route.Status.REVOKED)


def rows(first: date) -> QuerySet[Signal]:
    begin, end = month_bounds(first)
    found = Signal.objects.filter(received_at__gte=begin, received_at__lt=end, merged_into=None)
    return found.order_by().annotate(_routed_at=first_moment(_PUT, "signal", "asked_at"))


def changed(since: datetime) -> Iterable[tuple[date, datetime]]:
    return Signal.objects.filter(changed_at__gte=since).values_list("received_at", "changed_at")


def all_days() -> tuple[date | None, date | None]:
    found = Signal.objects.aggregate(first=Min("received_at"), last=Max("received_at"))
    return found["first"], found["last"]


SIGNALS = Universe(
    rows=rows,
    changed=changed,
    all_days=all_days,
    owner="owner_id",
    municipality="municipality_id",
    form=one_of(SuspectedForm.objects.filter(until=None), "signal", "form"),
    group=adult_or_minor("minor"),
    codes={
        "signals_municipality": filled("municipality_id"),
        "signals_form": one_of(SuspectedForm.objects.filter(until=None), "signal", "form"),
        "signals_group": adult_or_minor("minor"),
        "signals_reporter": filled("reporter_kind"),
        "signals_subject": filled("subject_kind"),
        "signals_first_look": band(
            "received_at",
            "first_opened_at",
            (("day", 1), ("two_days", 2), ("week", 7)),
            missing="not_yet",
        ),
        "signals_route": one_of(_PUT, "signal", "target"),
        "signals_route_time": band(
            "received_at",
            "_routed_at",
            (("two_days", 2), ("week", 7), ("two_weeks", 14)),
            missing="none",
        ),
        "signals_feedback": choose(
            "not_yet",
            (Q(feedback_given_at__lte=F("feedback_due_at")), "in_time"),
            (Q(feedback_given_at__isnull=False), "late"),
            (~Q(feedback_waived=""), "waived"),
        ),
        "signals_feedback_time": band(
            "received_at",
            "feedback_given_at",
            (("three_days", 3), ("week", 7), ("two_weeks", 14)),
            missing="none",
        ),
        "signals_phase": F("phase"),
        "signals_stop": filled("stop_reason", "open"),
        "signals_closing_time": band(
            "received_at",
            "closed_at",
            (("two_weeks", 14), ("month", 31), ("quarter", 92)),
            missing="open",
        ),
    },
)
