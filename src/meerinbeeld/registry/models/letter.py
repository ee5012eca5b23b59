# SPDX-License-Identifier: EUPL-1.2
"""Letters back: what an organisation notified, and what came of it. Figures, about nobody."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation


class Letter(models.Model):
    """What one organisation was told about one period, as it was when it was sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    first = models.DateField(help_text="The first day of the period.")
    last = models.DateField(help_text="Its last day.")
    #: As `rules.letter.Figures`, so that what was said can be read again.
    figures = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last", "-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first", "last"],
                condition=Q(taken_back_at=None),
                name="letter_once_per_period",
            ),
            models.CheckConstraint(name="letter_period", condition=Q(first__lte=F("last"))),
        ]
