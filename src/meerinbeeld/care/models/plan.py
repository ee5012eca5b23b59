# SPDX-License-Identifier: EUPL-1.2
"""What was agreed and what has to be done: goals, tasks, contact; and the hours that went in."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.care.models.case import Case
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Goal(models.Model):
    """What the person wants to reach in one domain of life."""

    class Status(models.TextChoices):
        OPEN = "open", _("being worked on")
        REACHED = "reached", _("reached")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="goals")
    domain = models.CharField(max_length=CODE)
    text = SealedField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at"]


class Task(models.Model):
    """Something to do before a day, by the team or by a partner; under a goal or on its own."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="tasks")
    kind = models.CharField(max_length=CODE, help_text="A `care_task` of norms: a neutral title.")
    text = SealedField(blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    at_time = models.BooleanField(default=False, help_text="At a time, not before a day ends.")
    remind_at = models.DateTimeField(null=True, blank=True, help_text="When to tell; None: told.")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(
                fields=["person", "due_at"], condition=Q(status="open"), name="task_of_person"
            ),
            models.Index(
                fields=["organisation", "due_at"],
                condition=Q(status="open"),
                name="task_of_organisation",
            ),
            models.Index(fields=["case", "due_at"], condition=Q(status="open"), name="task_open"),
            models.Index(
                fields=["remind_at"],
                condition=Q(status="open", remind_at__isnull=False),
                name="task_to_remind",
            ),
        ]


class Contact(models.Model):
    """A moment of contact with the person or with somebody about them.

    A wrong one is taken back, never overwritten.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=CODE, help_text="A `contact_kind` of norms.")
    with_person = models.BooleanField(default=True, help_text="With the person, not about them.")
    minutes = models.PositiveSmallIntegerField(default=0)
    note = SealedField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(
                fields=["case", "-at"], condition=Q(removed_at=None), name="contact_of_case"
            )
        ]


class WorkedHours(models.Model):
    """Minutes that went into care or into prevention for one municipality (S5)."""

    class Stream(models.TextChoices):
        CARE = "care", _("care")
        PREVENTION = "prevention", _("prevention")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    stream = models.CharField(max_length=10, choices=Stream.choices)
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    contact = models.OneToOneField(
        Contact, models.CASCADE, null=True, blank=True, related_name="hours"
    )
    what = models.CharField(max_length=CODE, blank=True, help_text="A `work_kind` of norms.")

    class Meta:
        ordering = ["-on"]
        indexes = [
            # holds all that the sums of a month need
            models.Index(
                fields=["organisation", "on", "municipality", "stream", "minutes"],
                name="hours_of_a_month",
            ),
            models.Index(fields=["person", "on"], name="hours_of_person"),
        ]
