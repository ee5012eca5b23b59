# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody was compelled to commit an offence, and what was done with that."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from meerinbeeld.access.models import Person
from meerinbeeld.care.models.case import Case
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class NonPunishment(models.Model):
    """One page of the non-punishment file: what was found and done at one moment.

    A page is never changed; the newest says how it stands, the others how it came so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="non_punishment")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    finding = models.CharField(max_length=CODE, help_text="A `non_punishment_finding` of norms.")
    offence = SealedField(blank=True, help_text="What the person is accused of.")
    text = SealedField(help_text="What it rests on.")
    put_before = models.CharField(
        max_length=CODE, blank=True, help_text="A `non_punishment_recipient` of norms."
    )
    put_before_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=CODE, help_text="A `non_punishment_outcome` of norms.")
    norm = models.CharField(max_length=80)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="non_punishment_put_before_has_its_day",
                condition=Q(put_before="", put_before_on__isnull=True)
                | (~Q(put_before="") & Q(put_before_on__isnull=False)),
            )
        ]
