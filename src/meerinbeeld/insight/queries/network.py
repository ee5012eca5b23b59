# SPDX-License-Identifier: EUPL-1.2
"""Whether the network can be found: counts of the directory as it is today, for the gate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from meerinbeeld.network.models import ContactFunction, ContactPoint, Outlet
from meerinbeeld.parties.models import Municipality

YEAR: Final = timedelta(days=365)


def counted(indicator: str) -> dict[str, int]:
    """The number of each code, and of all under "*"."""
    found = COUNTS[indicator]()
    return {**found, "*": sum(found.values())}


def _current() -> QuerySet[ContactPoint]:
    today = timezone.localdate()
    return ContactPoint.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today
    )


def _contacts() -> dict[str, int]:
    """Of each municipality: whether a focal officer stands in the directory, with a deputy."""
    officers = _current().filter(function=ContactFunction.FOCAL_OFFICER)
    named = set(officers.exclude(deputy_name="").values_list("municipality_id", flat=True))
    anybody = set(officers.values_list("municipality_id", flat=True)) - {None}
    towns = set(Municipality.objects.values_list("pk", flat=True))
    return {
        "named": len(towns & named),
        "alone": len(towns & (anybody - named)),
        "missing": len(towns - anybody),
    }


def _fresh() -> dict[str, int]:
    since = timezone.localdate() - YEAR
    looked = Q(reviewed_at__gte=since)
    contacts = _current().aggregate(n=Count("pk", filter=looked), of=Count("pk"))
    outlets = Outlet.objects.filter(is_active=True).aggregate(
        n=Count("pk", filter=looked), of=Count("pk")
    )
    fresh = contacts["n"] + outlets["n"]
    return {"year": fresh, "older": contacts["of"] + outlets["of"] - fresh}


def _outlets() -> dict[str, int]:
    rows = Outlet.objects.filter(is_active=True).order_by().values_list("kind")
    return dict(rows.annotate(n=Count("pk")))


COUNTS: Final[Mapping[str, Callable[[], dict[str, int]]]] = {
    "network_contacts": _contacts,
    "network_fresh": _fresh,
    "network_outlets": _outlets,
}
