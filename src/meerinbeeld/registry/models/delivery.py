# SPDX-License-Identifier: EUPL-1.2
"""Lists that organisations deliver: how their columns are read, and what came in with each."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation


class Mapping(models.Model):
    """How one organisation's list is read: their column for each of our fields."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict, help_text="Field to column; codes to their words.")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="mapping_name_once")
        ]


class Batch(models.Model):
    """One delivery. The file itself is not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
