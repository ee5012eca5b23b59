# SPDX-License-Identifier: EUPL-1.2
"""Estimates of how many people nobody sees: what was asked, how far it is, and what came of it."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models.code import CODE


class Estimate(models.Model):
    """The table it rests on is kept with it: counts per combination of lists, about nobody.

    Small numbers stand in it, so it is for the organisation that made it. Others see the outcome
    when it was shared, through the gate.
    """

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        RUNS = "runs", _("runs")
        DONE = "done", _("done")
        REFUSED = "refused", _("no number can be given")
        FAILED = "failed", _("failed")

    class Origin(models.TextChoices):
        REGISTER = "register", _("from the register")
        TABLE = "table", _("from a table of your own")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    #: Of the register: notified from this day, until and not with that one.
    first = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: The last sign of life; without one for long, whoever worked on it was killed.
    heard_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITS)
    #: Of a hundred.
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=CODE, blank=True, help_text="Why it failed.")
    lists = models.JSONField(help_text="Names of the lists, in the order of the bits.")
    counts = models.JSONField(help_text="History (a number whose bits are lists) to count.")
    doubt = models.JSONField(
        default=dict, help_text="Of the register: which of these people may be one person."
    )
    #: What `darkfigure` gave, or `{"refused": …}`.
    result = models.JSONField(default=dict)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["organisation", "-asked_at"], name="estimate_of_org")]
        constraints = [
            models.UniqueConstraint(
                fields=["by"],
                condition=Q(state__in=("waits", "runs")),
                name="one_estimate_at_a_time_each",
            ),
            models.CheckConstraint(
                name="estimate_shared_when_it_ended",
                condition=Q(shared_at=None) | Q(state__in=("done", "refused")),
            ),
        ]

    @property
    def last(self) -> date | None:
        """The last day that counts."""
        return self.until - timedelta(days=1) if self.until else None

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITS, self.State.RUNS)

    @property
    def has_ended(self) -> bool:
        """With an outcome: a number, or the reason why there is none."""
        return self.state in (self.State.DONE, self.State.REFUSED)
