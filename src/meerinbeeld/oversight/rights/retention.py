# SPDX-License-Identifier: EUPL-1.2
"""A request has a period of its own, and ends as other dossiers do: by two people."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.oversight.rights.models import RightsRequest


def past_retention(actor: Actor, day: date) -> QuerySet[RightsRequest]:
    """Requests whose period has ended, the longest overdue first. Raises `Refused`."""
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    found = RightsRequest.objects.filter(retention_until__lt=day, destroyed_at=None)
    return found.annotate(received_at=F("made_at")).order_by("retention_until", "reference")


def ready_to_destroy(actor: Actor, day: date) -> QuerySet[RightsRequest]:
    """Of those, the ones that were answered."""
    return past_retention(actor, day).filter(closed_at__isnull=False)


def by_reference(actor: Actor, reference: str) -> RightsRequest | None:
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    found = RightsRequest.objects.filter(reference=reference.strip().upper())
    return found.annotate(received_at=F("made_at")).first()


def bury_request(actor: Actor, found: RightsRequest) -> None:
    """Destroy the words of a request, and journal it; dates and decision stay."""
    with transaction.atomic():
        row = RightsRequest.objects.select_for_update().get(pk=found.pk)
        if row.destroyed_at is not None or row.closed_at is None:
            return
        record(actor, "destroy", row, norm=row.retention_norm)
        row.dossiers.all().delete()
        row.destroyed_at = timezone.now()
        row.save(update_fields=["destroyed_at"])
        vault.shred(row.dossier)


def record(
    actor: Actor, verb: str, found: RightsRequest, *, norm: str = "", reason_code: str = ""
) -> None:
    """An entry in the journal about a request."""
    journal.record(
        actor,
        verb,
        purpose=Purpose.OVERSIGHT,
        thing="oversight.rights",
        thing_id=found.id,
        dossier=found.dossier,
        norm=norm,
        reason_code=reason_code,
    )
