# SPDX-License-Identifier: EUPL-1.2
"""Yearly figures that were given out for the European Union, as they left. About nobody."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from meerinbeeld.access.models import Person


class UnionFigures(models.Model):
    """The protected tables of one year, never changed: a later version is held against each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    tables = models.JSONField(help_text="Dimension to the protected table, as text.")

    class Meta:
        ordering = ["year", "version"]
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="union_figures_version_once")
        ]
