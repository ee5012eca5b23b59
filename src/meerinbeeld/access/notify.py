# SPDX-License-Identifier: EUPL-1.2
"""Tells privacy officers at once that somebody used emergency access.

This floor knows no notices of higher floors: whoever wants to tell in another way as well adds a
function to `WHEN_GLASS_BREAKS` in its `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils import timezone

from meerinbeeld.access.models import BreakGlass, Person
from meerinbeeld.access.roles import Role

#: Each is called in the transaction of the act, with the row and the privacy officers.
WHEN_GLASS_BREAKS: list[Callable[[BreakGlass, list[Person]], None]] = []


def privacy_officers() -> list[Person]:
    """Everybody who may review today, whichever organisation they work for."""
    from meerinbeeld.access.models import Membership

    memberships = Membership.objects.filter(role=Role.PRIVACY_OFFICER, person__is_active=True)
    valid = memberships.valid_on(timezone.localdate()).values("person")
    return list(Person.objects.filter(id__in=valid))


def glass_broken(broken: BreakGlass) -> None:
    from meerinbeeld.access.tasks import mail_glass_broken

    officers = privacy_officers()
    for tell in WHEN_GLASS_BREAKS:
        tell(broken, officers)
    for officer in officers:
        transaction.on_commit(partial(mail_glass_broken.enqueue, str(officer.id)))
