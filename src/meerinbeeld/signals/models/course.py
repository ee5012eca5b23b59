# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a signal: who may see it, what is suspected, where it is put and each step."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.signals.models.signal import Phase, Signal
from meerinbeeld.vault.fields import SealedField


class Involvement(models.Model):
    """An organisation that may see a signal without owning it, since when and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=CODE)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "signal"],
                condition=Q(until__isnull=True),
                name="involved_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisation", "since"],
                condition=Q(until__isnull=True),
                name="involved_since",
            )
        ]


class SuspectedForm(models.Model):
    """A form of exploitation that was suspected from a moment until another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="forms")
    form = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "signal"],
                condition=Q(until__isnull=True),
                name="form_suspected_once_at_a_time",
            )
        ]


class SeenIndicator(models.Model):
    """An indicator that somebody ticked: the start of a conversation, never a score."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="indicators")
    indicator = models.CharField(max_length=60)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "indicator"], name="indicator_ticked_once")
        ]


class Route(models.Model):
    """A signal put before another organisation, and what became of it."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        DONE = "done", _("done")
        REVOKED = "revoked", _("revoked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="routes")
    target = models.CharField(max_length=CODE)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=CODE)
    note = SealedField(blank=True)
    ground = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80)
    advised = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=CODE, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "organisation"],
                condition=Q(status__in=["asked", "accepted"]),
                name="routed_once_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "signal"], name="route_at"),
        ]


class Step(models.Model):
    """One dot on the life line: who, what, when, why. The free-text reason is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=CODE)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    phase = models.CharField(max_length=16, choices=Phase.choices)
    reason = models.CharField(max_length=CODE, blank=True)
    explanation = SealedField(blank=True)
    norm = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at"]
