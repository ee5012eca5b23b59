# SPDX-License-Identifier: EUPL-1.2
"""A year that came out and is let out anew: who asked, why, who agreed, what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.models import Person
from meerinbeeld.insight.models.figures import Release, Source

LONGEST_REASON = 300


class Correction(models.Model):
    """The gate makes the new version, or keeps it in; what was let out before is never changed."""

    class State(models.TextChoices):
        WAITS = "waits", _("waits for a second person")
        RUNS = "runs", _("is being made")
        MADE = "made", _("let out")
        SAME = "same", _("nothing was different")
        KEPT_IN = "kept_in", _("kept in")
        WITHDRAWN = "withdrawn", pgettext_lazy("figures", "withdrawn")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=16, choices=Source.choices)
    year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=LONGEST_REASON, help_text="Readers of the figures see it.")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITS)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Why the gate kept it in, as in `Refusal`.
    problem = models.CharField(max_length=16, blank=True)
    #: What it replaced, and what came out.
    before = models.ForeignKey(Release, models.PROTECT, related_name="+")
    release = models.OneToOneField(
        Release, models.PROTECT, null=True, blank=True, related_name="correction"
    )

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "year"],
                condition=Q(state__in=("waits", "runs")),
                name="one_correction_at_a_time",
            ),
            models.CheckConstraint(
                name="correction_by_four_eyes", condition=~Q(agreed_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="correction_made_has_a_release",
                condition=~Q(state="made") | Q(release__isnull=False),
            ),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITS, self.State.RUNS)
