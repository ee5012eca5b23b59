# SPDX-License-Identifier: EUPL-1.2
"""What a person can choose from when somebody is referred, helped or handed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.access import Role
from meerinbeeld.access.models import Membership
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import active_organisations


def care_owners() -> QuerySet[Organisation]:
    """Organisations where a care coordinator works today."""
    members = Membership.objects.filter(
        role=Role.CARE_COORDINATOR, person__is_active=True
    ).valid_on(timezone.localdate())
    return active_organisations().filter(pk__in=members.values("organisation_id"))


def codes(name: str) -> Callable[[], list[tuple[str, str]]]:
    """The choices of a list of norms, for a form field."""
    return lambda: norms.codelist(name).choices()


def helps(name: str) -> dict[str, Any]:
    """The line of help of each of its choices."""
    return {code.value: code.help for code in norms.codelist(name)}
