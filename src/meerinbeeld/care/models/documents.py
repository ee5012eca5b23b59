# SPDX-License-Identifier: EUPL-1.2
"""Papers of a case, sealed, with their versions; and what a claim for compensation needs."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.models import Person
from meerinbeeld.care.models.case import Case
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Document(models.Model):
    """A file of a case. Its name, type and key are sealed; the blob is ciphertext.

    A newer version names the one it replaces.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=CODE, help_text="A `document_kind` of norms.")
    blob = models.UUIDField(unique=True)
    size = models.PositiveIntegerField()
    sealed = SealedField(help_text="JSON: name, type, key, note")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    expires_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                name="document_does_not_replace_itself",
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
            )
        ]
        indexes = [
            models.Index(
                fields=["expires_on"], condition=Q(removed_at=None), name="document_expires"
            )
        ]


class Claim(models.Model):
    """A way to compensation that is being prepared or under way: `kind` is a `claim_kind`."""

    class Status(models.TextChoices):
        PREPARING = "preparing", _("being prepared")
        SENT = "sent", _("sent")
        GRANTED = "granted", pgettext_lazy("care", "granted")
        REFUSED = "refused", _("refused")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PREPARING)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sent_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    outcome = SealedField(blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="claim_once_per_kind")]


class ClaimPiece(models.Model):
    """One thing that a claim needs: there, missing, or not needed. `kind` is a `claim_piece`."""

    class Status(models.TextChoices):
        MISSING = "missing", _("missing")
        THERE = "there", _("there")
        NOT_NEEDED = "not_needed", _("not needed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="pieces")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=CODE)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.MISSING)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")
    text = SealedField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind"], name="claim_piece_once_per_kind")
        ]
