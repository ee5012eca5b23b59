# SPDX-License-Identifier: EUPL-1.2
"""What the public face may touch: drafts, accepted reports, and messages to and from a reporter.

All of it is sealed to keys that the face does not have.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Draft(models.Model):
    """A report being written. Sealed under a secret that only the reporter's cookie holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = SealedField()
    expires_at = models.DateTimeField(db_index=True)
    version = models.PositiveIntegerField(default=0, help_text="One more with every change.")


class DraftFile(models.Model):
    """Names the blobs of a draft, so that those of an abandoned draft can be removed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    blob = models.UUIDField(unique=True)


class PublicReport(models.Model):
    """A report as the face accepted it. It has an owner from its first moment.

    `envelope` is sealed to the region's intake key and is emptied when the office takes it in, so
    that shredding the signal's key later destroys the only readable copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.UUIDField(unique=True, help_text="A form sent twice makes one report.")
    received_at = models.DateTimeField(default=timezone.now)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, related_name="+")
    subject_kind = models.CharField(max_length=CODE)
    danger = models.BooleanField(default=False)
    language = models.CharField(max_length=5)
    key_id = models.CharField(max_length=64)
    envelope = SealedField(null=True)
    lookup_id = models.BinaryField(max_length=32, unique=True)
    reporter_key = models.BinaryField()
    receipt_confirmed_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=CODE, default="received")
    stage_at = models.DateTimeField(default=timezone.now)
    feedback_due_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True)
    trouble = models.CharField(
        max_length=CODE, blank=True, default="", help_text="Why it was not taken in."
    )
    tried_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"], condition=Q(taken_in_at=None), name="report_waiting"
            ),
            models.Index(
                fields=["owner"], condition=Q(taken_in_at=None), name="report_waiting_owner"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_is_kept_until_taken_in",
                condition=Q(taken_in_at__isnull=False) | Q(envelope__isnull=False),
            ),
        ]


class Letter(models.Model):
    """One message between a reporter and the team, sealed to whoever has to read it."""

    class Direction(models.TextChoices):
        TO_TEAM = "to_team"
        TO_REPORTER = "to_reporter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(PublicReport, models.CASCADE, related_name="letters")
    once = models.UUIDField(unique=True, default=uuid.uuid4, help_text="Sent twice is kept once.")
    direction = models.CharField(max_length=12, choices=Direction.choices)
    is_question = models.BooleanField(default=False)
    key_id = models.CharField(max_length=64, blank=True)
    sealed = SealedField()
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    taken_in_at = models.DateTimeField(null=True)
    trouble = models.CharField(
        max_length=CODE, blank=True, default="", help_text="Why it was not taken in."
    )
    tried_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at"]
        indexes = [
            models.Index(
                fields=["sent_at"],
                condition=Q(taken_in_at=None, direction="to_team"),
                name="letter_waiting",
            )
        ]
