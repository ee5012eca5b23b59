# SPDX-License-Identifier: EUPL-1.2
"""What happened by law or agreement (milestones), and the terms that run from it (clocks)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from meerinbeeld.access.models import Person
from meerinbeeld.care.models.case import Case
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Milestone(models.Model):
    """Something that happened on a day: `kind` is a `care_milestone` of norms.

    Norms say which clocks it starts and ends. A wrong one is taken back, never overwritten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=CODE)
    on = models.DateField()
    norm = models.CharField(max_length=80, blank=True)
    note = SealedField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["on", "at"]


class Clock(models.Model):
    """A term that runs. It keeps the norm of the day it started; a new norm leaves it alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=CODE, help_text="The key of a term of norms.")
    milestone = models.ForeignKey(
        Milestone, models.CASCADE, null=True, blank=True, related_name="clocks"
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    remind_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody is told next; None: no more."
    )
    norm = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=CODE, blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(ended_at__isnull=True),
                name="clock_runs_once_at_a_time",
            ),
            models.CheckConstraint(
                name="clock_ends_for_a_reason",
                condition=Q(ended_at__isnull=True, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["case", "due_at"], condition=Q(ended_at=None), name="clock_running"
            ),
            models.Index(fields=["due_at"], condition=Q(ended_at=None), name="clock_due"),
            models.Index(
                fields=["remind_at"],
                condition=Q(ended_at=None, remind_at__isnull=False),
                name="clock_to_remind",
            ),
        ]
