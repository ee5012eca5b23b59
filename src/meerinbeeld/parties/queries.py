# SPDX-License-Identifier: EUPL-1.2
"""Reading who there is. Names of municipalities and organisations are public facts."""

from __future__ import annotations

from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q, QuerySet

from meerinbeeld.parties.models import Municipality, Organisation, OrganisationKind

M = TypeVar("M", bound=Model)


def the_one(rows: QuerySet[M]) -> M | None:
    """The row of a question that can find no more than one; None when it is not there.

    `first()` would sort, and Django compares each column of a wide row with what is sorted by.
    """
    return next(iter(rows[:1]), None)


def municipalities() -> QuerySet[Municipality]:
    return Municipality.objects.order_by("name")


def municipality_names() -> list[tuple[str, str]]:
    """Code and name of each, by name. The public pages ask this often, and no more than this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cbs_code, name FROM parties_municipality ORDER BY name")
        found: list[tuple[str, str]] = cursor.fetchall()
    return found


def active_organisations() -> QuerySet[Organisation]:
    return Organisation.objects.filter(is_active=True).select_related("municipality")


def municipal_organisation(cbs_code: str) -> Organisation | None:
    return (
        active_organisations()
        .filter(kind=OrganisationKind.MUNICIPALITY, municipality_id=cbs_code)
        .first()
    )


def organisations_of_kind(kind: str, municipality: str | None = None) -> QuerySet[Organisation]:
    """Organisations of a kind, narrowed to those that work in a municipality when one is given."""
    found = active_organisations().filter(kind=kind)
    if municipality:
        found = found.filter(Q(municipality_id=municipality) | Q(serves=municipality)).distinct()
    return found


def regional_desk() -> Organisation:
    """Veilig Thuis: it owns whatever no municipality owns, so that each signal has an owner."""
    return active_organisations().filter(kind=OrganisationKind.SAFE_HOME).order_by("slug")[0]
