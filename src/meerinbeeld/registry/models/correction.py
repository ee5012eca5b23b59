# SPDX-License-Identifier: EUPL-1.2
"""What was corrected in a notification: which field, by whom and when. Never what it said."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from meerinbeeld.access.models import Person
from meerinbeeld.registry.models.notification import Notification


class Correction(models.Model):
    """One field that changed. The fields that changed together share `change`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="corrections")
    #: The form that was sent, so that sending it twice changes nothing.
    change = models.UUIDField(default=uuid.uuid4)
    field = models.CharField(max_length=40, help_text="Of the notification, or `detail:<kind>`.")
    entry = models.UUIDField(help_text="Of the journal, which tells why and for what.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["change", "field"], name="correction_once")]
