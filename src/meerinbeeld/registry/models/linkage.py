# SPDX-License-Identifier: EUPL-1.2
"""Who is the same person? Runs look for likely pairs; people judge them, and can take it back."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models.notification import Notification
from meerinbeeld.signals.models.code import CODE


class Run(models.Model):
    """One search through the whole register, in the background."""

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        RUNS = "runs", _("runs")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Who asked for it, for which organisation; nobody for the one of the night.
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITS)
    #: The last sign of life; without one for long, whoever worked on it was killed.
    heard_at = models.DateTimeField(null=True, blank=True)
    #: Of a hundred; for whoever looks how far it is.
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=CODE, blank=True, help_text="Why it failed.")
    notifications = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    #: Which lists have each person once, the parameters and where they came from. Nothing about a
    #: person.
    settings = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["-asked_at"], name="run_newest")]
        constraints = [
            # rows of which the expression is null do not clash: one at a time is under way
            models.UniqueConstraint(
                Case(When(state__in=("waits", "runs"), then=Value(1))), name="one_run_at_a_time"
            )
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITS, self.State.RUNS)


class Verdict(models.TextChoices):
    OPEN = "open", _("to be judged")
    SAME = "same", _("the same person")
    DIFFERENT = "different", _("not the same person")
    UNSURE = "unsure", _("do not know")


class Pair(models.Model):
    """Two notifications that may be about one person, and why. A verdict survives a new run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first = models.ForeignKey(Notification, models.CASCADE, related_name="+")
    second = models.ForeignKey(Notification, models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, models.SET_NULL, null=True, related_name="found")
    probability = models.FloatField(help_text="Of a match, 0 to 1.")
    #: What it adds up from, in bits: `[[part, level, bits], …]`. No values of a person.
    weights = models.JSONField(default=list)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.OPEN)
    judged_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(
                fields=["-probability"], condition=Q(verdict="open"), name="pair_to_be_judged"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_once"),
            models.CheckConstraint(name="pair_is_in_order", condition=Q(first__lt=F("second"))),
        ]


class Judgement(models.Model):
    """What somebody decided about a pair. Never changed: the last one counts, undo is one more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pair = models.ForeignKey(Pair, models.CASCADE, related_name="judgements")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
