# SPDX-License-Identifier: EUPL-1.2
"""What the person agreed to, what the law allows, and what a partner may therefore see."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.access.roles import Purpose
from meerinbeeld.care.models.case import Case
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Consent(models.Model):
    """What the person said about one kind of flow, after it was explained to them.

    A new answer ends the earlier one; both stay.
    """

    class Answer(models.TextChoices):
        GIVEN = "given", _("yes")
        REFUSED = "refused", _("no")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="consents")
    flow = models.CharField(max_length=CODE, help_text="A `care_flow` of norms.")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    given_by = models.CharField(max_length=CODE, help_text="A `consent_giver` of norms.")
    how = models.CharField(max_length=CODE, help_text="How it was explained: `consent_how`.")
    language = models.CharField(max_length=CODE)
    note = SealedField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=CODE, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "flow"],
                condition=Q(ended_at__isnull=True),
                name="consent_one_answer_at_a_time",
            )
        ]


class GroundAdvice(models.Model):
    """What the assistant said about a flow, and what a person decided. It is a log, not a gate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="ground_advice")
    flow = models.CharField(max_length=CODE)
    facts = models.JSONField(default=dict, help_text="The coded answers that it rests on.")
    advice = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80)
    decided = models.CharField(max_length=CODE, help_text="The ground that a person chose.")
    followed = models.BooleanField()
    reason = SealedField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]


class Grant(models.Model):
    """Recipient × purpose × items × validity × ground. Checked at every read; nothing else opens.

    It rests on a consent or on another ground; without its consent it ends by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="grants")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    flow = models.CharField(max_length=CODE, blank=True, help_text="A `care_flow` of norms.")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    ground = models.CharField(max_length=CODE)
    special_ground = models.CharField(
        max_length=CODE, blank=True, help_text="For special categories of data (AVG art. 9)."
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    advice = models.ForeignKey(
        GroundAdvice, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    norm = models.CharField(max_length=80)
    why = SealedField(blank=True)
    valid_from = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_because = models.CharField(max_length=CODE, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="grant_ends_after_it_begins", condition=Q(valid_until__gt=F("valid_from"))
            ),
            models.CheckConstraint(
                name="grant_is_for_care_or_safety", condition=Q(purpose__in=["care", "safety"])
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "valid_until", "case"],
                condition=Q(revoked_at=None),
                name="grant_of_organisation",
            ),
            models.Index(fields=["valid_until"], condition=Q(revoked_at=None), name="grant_ends"),
        ]


class GrantedItem(models.Model):
    """One thing that a grant opens: its kind (`fact`, `document`, `goal` …) and its row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20)
    thing = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "kind", "thing"], name="granted_once")
        ]
