# SPDX-License-Identifier: EUPL-1.2
"""A request of a person about their data, the dossiers it is about, and what they are given."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.models import Person
from meerinbeeld.vault.fields import SealedField


class Right(models.TextChoices):
    ACCESS = "access", pgettext_lazy("right", "to see (art. 15)")
    CORRECTION = "correction", pgettext_lazy("right", "to correct (art. 16)")
    ERASURE = "erasure", pgettext_lazy("right", "to have erased (art. 17)")
    RESTRICTION = "restriction", pgettext_lazy("right", "to restrict (art. 18)")
    OBJECTION = "objection", pgettext_lazy("right", "to object (art. 21)")


class Decision(models.TextChoices):
    GRANTED = "granted", pgettext_lazy("decision", "granted")
    PARTLY = "partly", pgettext_lazy("decision", "partly granted")
    REFUSED = "refused", pgettext_lazy("decision", "refused")


class RightsRequest(models.Model):
    """Who asked stands sealed, in a dossier of the request itself.

    The month of art. 12(3) runs from the receipt, also while somebody checks who is asking.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    dossier = models.UUIDField(unique=True)
    right = models.CharField(max_length=12, choices=Right.choices)
    requester = SealedField(help_text="JSON: name, contact, on behalf of")
    wish = SealedField()
    received_on = models.DateField()
    due_on = models.DateField()
    norm = models.CharField(max_length=80)
    extended_because = SealedField(blank=True)
    extended_at = models.DateTimeField(null=True)
    identified_how = models.CharField(max_length=40, blank=True)
    identified_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    decision_text = SealedField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    delivered_how = models.CharField(max_length=40, blank=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    retention_until = models.DateField()
    retention_norm = models.CharField(max_length=80)
    destroyed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(closed_at=None), name="rights_open"),
            models.Index(fields=["retention_until"], name="rights_retention"),
        ]
        constraints = [
            models.CheckConstraint(
                name="rights_decided_before_closed",
                condition=Q(closed_at=None) | ~Q(decision=""),
            ),
            models.CheckConstraint(
                name="rights_known_before_delivered",
                condition=Q(delivered_at=None) | Q(identified_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def phase(self) -> str:
        """As other dossiers say it: only what has an end can be destroyed."""
        return "closed" if self.closed_at else "open"


class RequestDossier(models.Model):
    """A dossier that a request is about, found by a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightsRequest, models.CASCADE, related_name="dossiers")
    kind = models.CharField(max_length=20)
    dossier = models.UUIDField()
    reference = models.CharField(max_length=20)
    gathered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["request", "dossier"], name="rights_dossier_once")
        ]


class Piece(models.Model):
    """One text about the person, copied under the key of the request, and what is given of it."""

    class Verdict(models.TextChoices):
        UNDECIDED = "undecided", _("not looked at yet")
        WHOLE = "whole", _("give whole")
        BLACKED = "blacked", _("give with words blacked out")
        LEFT_OUT = "left_out", _("leave out")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightsRequest, models.CASCADE, related_name="pieces")
    of = models.ForeignKey(RequestDossier, models.CASCADE, related_name="pieces")
    table = models.CharField(max_length=60)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=40)
    kind = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField()
    text = SealedField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.UNDECIDED)
    words = SealedField(blank=True, help_text="JSON: the words that are blacked out")
    reason = models.CharField(max_length=40, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "table", "row", "column"], name="rights_piece_once"
            ),
            models.CheckConstraint(
                name="rights_left_out_for_a_reason",
                condition=~Q(verdict="left_out") | ~Q(reason=""),
            ),
        ]
