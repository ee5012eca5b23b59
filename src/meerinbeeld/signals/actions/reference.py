# SPDX-License-Identifier: EUPL-1.2
"""Numbers that people can say on the phone."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from meerinbeeld.signals.models import ReferenceCounter


def next_reference(moment: datetime) -> str:
    """The next number of the year of `moment`, as in "S-2026-0412".

    Call it last in a transaction: from here on others wait for this transaction to end.
    """
    year = timezone.localtime(moment).year
    counter, _made = ReferenceCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"S-{year}-{counter.last:04d}"
