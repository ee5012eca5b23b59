# SPDX-License-Identifier: EUPL-1.2
"""What the desk of oversight decides: holds, destruction by four eyes, checks of the journal."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.models import Person
from meerinbeeld.oversight.rights.models import Piece, RequestDossier, Right, RightsRequest

__all__ = [
    "Destruction",
    "DossierKind",
    "Hold",
    "HoldReason",
    "Job",
    "Piece",
    "RequestDossier",
    "Right",
    "RightsRequest",
]


class DossierKind(models.TextChoices):
    """What has a key of its own, and can be kept and destroyed."""

    SIGNAL = "signal", _("signal")
    CASE = "case", pgettext_lazy("dossier", "case")
    NOTIFICATION = "notification", _("notification to the register")
    REQUEST = "request", _("request of a person")


class HoldReason(models.TextChoices):
    CRIMINAL_CASE = "criminal_case", _("a criminal case runs")
    CLAIM = "claim", _("a claim or complaint runs")
    RIGHTS = "rights", _("a person asked to see or correct their data")
    INVESTIGATION = "investigation", _("an inspection or inquiry")
    ARCHIVE = "archive", _("the archivist asked for it")


class Hold(models.Model):
    """Stops the destruction of one dossier until somebody lifts it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=DossierKind.choices)
    dossier = models.UUIDField()
    reference = models.CharField(max_length=20)
    reason = models.CharField(_("why"), max_length=20, choices=HoldReason.choices)
    placed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(lifted_at=None), name="one_hold_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.reason}"


class Destruction(models.Model):
    """A proposal to destroy one dossier and what became of it; done, it is the certificate.

    Archiefwet and Archiefbesluit art. 8: a declaration tells what was destroyed, by which rule
    and by whom. Two people: the one who decides is not the one who proposed.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DESTROYED = "destroyed", _("destroyed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=DossierKind.choices)
    dossier = models.UUIDField()
    reference = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    retention_until = models.DateField()
    retention_norm = models.CharField(max_length=80)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(status="proposed"), name="proposed_once_at_a_time"
            ),
            models.CheckConstraint(
                name="destroyed_by_four_eyes",
                condition=~Q(status="destroyed")
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.status}"


class Job(models.Model):
    """Long work of the desk, done by the worker: checking the journal, rotating keys."""

    class Kind(models.TextChoices):
        CHECK_JOURNAL = "check_journal", _("check of the journal")
        ROTATE_KEYS = "rotate_keys", _("new key-encryption key")
        ROTATE_INTAKE = "rotate_intake", _("new intake key")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    started_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    ok = models.BooleanField(null=True)
    #: Codes and ids of what was found wrong; no content.
    problems = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=Q(finished_at=None), name="one_job_of_a_kind_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d}"
