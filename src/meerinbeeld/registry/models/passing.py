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
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["state", "since"], name="passing_queue")]
        constraints = [
            models.CheckConstraint(
                name="passing_that_stopped_has_a_reason",
                condition=~Q(state="stopped") | ~Q(reason=""),
            )
        ]


class Step(models.Model):
    """One move of a passing. Never changed; its id is the token of the form that asked for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passing = models.ForeignKey(Passing, models.CASCADE, related_name="steps")
    move = models.CharField(max_length=CODE)
    state = models.CharField(max_length=10, choices=Passing.State.choices)
    reason = models.CharField(max_length=CODE, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at"]


class Dispatch(models.Model):
    """One file to the national centre. Not the file: that is made anew for whoever saves it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True, help_text="Taken along the last time.")
    #: What went along of notifications without a ground: protected counts, about nobody.
    counts = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-at"]


class Sending(models.Model):
    """One sending of a notification, and the answer to it. Kept, also when it is corrected."""

    class Content(models.TextChoices):
        DETAILS = "details", _("with details")
        COUNT = "count", _("as a count, without a name")
        WITHDRAWAL = "withdrawal", _("to be removed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passing = models.ForeignKey(Passing, models.CASCADE, related_name="sendings")
    dispatch = models.ForeignKey(
        Dispatch, models.PROTECT, null=True, blank=True, related_name="sendings"
    )
    way = models.CharField(max_length=CODE, help_text="A `passing_way` of norms.")
    content = models.CharField(max_length=12, choices=Content.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    #: Of what was sent, under a key that the database does not hold: a later change is seen by it.
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(help_text="Of the notification, as it was sent.")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=CODE, blank=True, help_text="A `passing_answer`.")
    answer_reason = models.CharField(max_length=CODE, blank=True, help_text="A `passing_refusal`.")
    number = models.CharField(max_length=40, blank=True, help_text="That the centre gave.")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="sending_that_was_taken_back_has_no_answer",
                condition=Q(taken_back_at=None) | Q(answered_at=None),
            )
        ]
