# SPDX-License-Identifier: EUPL-1.2
"""Passing on to the national coordination centre: what waits, what was sent, what came back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.registry.models.notification import Notification
from meerinbeeld.signals.models.code import CODE


class Passing(models.Model):
    """Where a notification stands on its way to the national register. One for each."""

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        READY = "ready", _("ready to send")
        SENT = "sent", _("sent")
        ANSWERED = "answered", _("answered")
        STOPPED = "stopped", _("not passed on")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notification = models.OneToOneField(Notification, models.CASCADE, related_name="passing")
    kind = models.CharField(max_length=CODE, help_text="A `registry_kind` of norms.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITS)
    reason = models.CharField(max_length=CODE, blank=True, help_text="A `passing_reason`.")
    since = models.DateTimeField(default=timezone.now)
    national_number = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "since"], name="passing_queue")]
        constraints = [
            models.CheckConstraint(
                name="passing_that_stopped_has_a_reason",
                condition=~Q(state="stopped") | ~Q(reason=""),
            )
        ]


class Sending(models.Model):
    """One sending of a notification, and the answer to it. Kept, also when it is corrected."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passing = models.ForeignKey(Passing, models.CASCADE, related_name="sendings")
    way = models.CharField(max_length=CODE, help_text="A `passing_way` of norms.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    #: Of what was sent, so that a later correction is seen.
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(help_text="Of the notification, as it was sent.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=CODE, blank=True, help_text="A `passing_answer`.")

    class Meta:
        ordering = ["at"]
