# SPDX-License-Identifier: EUPL-1.2
"""Places to stay and who stays there. Where a place stands is sealed, stricter than the rest."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.models import Person
from meerinbeeld.care.models.case import Case
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Facility(models.Model):
    """A shelter of a provider, by a name that does not tell where it is.

    `is_open` says whether it takes new people now. One that has ended stays, for who stayed there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=CODE, help_text="A `shelter_kind` of norms.")
    beds = models.PositiveSmallIntegerField()
    for_whom = models.CharField(max_length=200, blank=True)
    municipalities = models.ManyToManyField(Municipality, blank=True, related_name="+")
    is_open = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="facility_has_beds", condition=Q(beds__gte=1))]

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """A place that is asked for, waited for, taken and left again.

    Where the place is stands not here but in the strict fact `shelter_address` of the case.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", _("asked for")
        WAITING = "waiting", _("on the waiting list")
        PLACED = "placed", _("placed")
        LEFT = "left", _("left")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("care", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="placements")
    kind = models.CharField(max_length=CODE)
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="placements"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    beds = models.PositiveSmallIntegerField(default=1, help_text="Children come along.")
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    wanted_from = models.DateField(null=True, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True)
    long_from = models.DateTimeField(
        null=True, blank=True, help_text="When the stay is long, by the norm of the day it began."
    )
    left_at = models.DateTimeField(null=True, blank=True)
    left_to = models.CharField(max_length=CODE, blank=True)
    wait_reason = models.CharField(max_length=CODE, blank=True)
    delay_reason = models.CharField(max_length=CODE, blank=True)
    reason_from = models.DateTimeField(
        null=True, blank=True, help_text="From when a reason for the long stay is asked (again)."
    )
    refused_at = models.DateTimeField(null=True, blank=True, help_text="Or withdrawn.")
    refused_because = models.CharField(max_length=CODE, blank=True)
    note = SealedField(blank=True)

    class Meta:
        ordering = ["requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="placed"), name="placed_in_one_place_at_a_time"
            ),
            models.CheckConstraint(
                name="placement_placed_has_place_and_moment",
                condition=~Q(status__in=["placed", "left"])
                | Q(facility__isnull=False, placed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_left_has_moment_and_destination",
                condition=Q(status="left", left_at__isnull=False) & ~Q(left_to="")
                | ~Q(status="left") & Q(left_at__isnull=True, left_to=""),
            ),
            models.CheckConstraint(
                name="placement_refused_has_moment_and_reason",
                condition=Q(status__in=["refused", "withdrawn"], refused_at__isnull=False)
                & ~Q(refused_because="")
                | ~Q(status__in=["refused", "withdrawn"])
                & Q(refused_at__isnull=True, refused_because=""),
            ),
            models.CheckConstraint(name="placement_takes_a_bed", condition=Q(beds__gte=1)),
        ]
        indexes = [
            models.Index(
                fields=["facility", "status"],
                condition=Q(status="placed"),
                name="placement_taken",
            ),
            models.Index(
                fields=["status", "requested_at"],
                condition=Q(status__in=["requested", "waiting"]),
                name="placement_waiting",
            ),
        ]
