# SPDX-License-Identifier: EUPL-1.2
"""A victim: the person behind one or more notifications. People decide who is the same person."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Victim(models.Model):
    """One person, counted once. What is known of the person stands in the notifications.

    A notification always has a victim; when two notifications turn out to be about one person, the
    later number is retired into the earlier one, and comes back when that is undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    retired_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="retired"
    )

    def __str__(self) -> str:
        return self.reference
