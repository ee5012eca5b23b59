# SPDX-License-Identifier: EUPL-1.2
"""Safety, looked at again after each move; needs, measured so that progress can be shown."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.care.models.case import Case
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Assessment(models.Model):
    """One look at safety. A person chose the level; no score decides."""

    class Occasion(models.TextChoices):
        INTAKE = "intake", _("intake")
        MOVE = "move", _("after a move")
        REVIEW = "review", _("planned review")
        INCIDENT = "incident", _("after something happened")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="assessments")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=10, choices=Occasion.choices)
    level = models.CharField(max_length=CODE, help_text="A `safety_level` of norms.")
    points = models.JSONField(default=list, help_text="Ticked codes of `safety_point`.")
    children = models.PositiveSmallIntegerField(default=0)
    location_secret = models.BooleanField(default=False)
    text = SealedField()
    agreements = SealedField(blank=True)

    class Meta:
        ordering = ["-at"]


class Measure(models.Model):
    """How it goes in one domain of life, from 1 (very bad) to 5 (good), at one moment."""

    class Moment(models.TextChoices):
        START = "start", _("at the start")
        QUARTER = "quarter", _("every three months")
        END = "end", _("at the end")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="measures")
    at = models.DateTimeField(default=timezone.now)
    moment = models.CharField(max_length=8, choices=Moment.choices)
    domain = models.CharField(max_length=CODE, help_text="A `life_domain` of norms.")
    score = models.PositiveSmallIntegerField()
    note = SealedField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "domain"]
        constraints = [
            models.CheckConstraint(
                name="measure_is_one_to_five", condition=Q(score__gte=1, score__lte=5)
            ),
        ]
