# SPDX-License-Identifier: EUPL-1.2
"""Views that people keep, and marks of what the system itself did last."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation

#: As long as an address with every filter can be.
LONGEST_ADDRESS = 300


class SavedView(models.Model):
    """A name for a page of figures with its filters. Whoever opens it sees what they may see."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=LONGEST_ADDRESS)
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False, help_text="With the own organisation.")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "organisation", "name"], name="saved_view_name_once"
            )
        ]


class Mark(models.Model):
    """When something of the system was last done, and how it went. Nothing about anybody."""

    name = models.SlugField(primary_key=True, max_length=20)
    at = models.DateTimeField(default=timezone.now)
    #: How many things were wrong.
    wrong = models.PositiveIntegerField(default=0)
