# SPDX-License-Identifier: EUPL-1.2
"""The signal itself: coded facts, its phase, its clocks, and the indexes of its lists."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.signals.models.public import PublicReport


class Phase(models.TextChoices):
    """The life of a signal. The order is the order of the life line."""

    RECEIVED = "received", _("received")
    ASSESSING = "assessing", _("being assessed")
    ROUTED = "routed", _("with another organisation")
    FOLLOWING_UP = "following_up", _("being followed up")
    CLOSED = "closed", _("closed")


class Origin(models.TextChoices):
    PUBLIC = "public", _("public form")
    PROFESSIONAL = "professional", _("professional")
    ON_BEHALF = "on_behalf", _("on behalf of somebody")
    IMPORT = "import", _("imported signal book")


class YesNoUnknown(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("unknown")


class Signal(models.Model):
    """Coded facts only: content stands sealed in `Item`, `Remark` and `Attachment`.

    `due_at` is the clock of the next step; `feedback_due_at` the promise to the reporter. The
    retention date is set at receipt and is never moved by routing, splitting, merging or a case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    dossier = models.UUIDField(unique=True, help_text="Names the data key in the vault.")
    origin = models.CharField(max_length=20, choices=Origin.choices)
    report = models.OneToOneField(
        PublicReport, models.PROTECT, null=True, blank=True, related_name="signal"
    )
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    import_key = models.BinaryField(max_length=32, null=True, editable=False)
    sent_once = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    subject_kind = models.CharField(max_length=CODE)
    reporter_kind = models.CharField(max_length=CODE)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True)
    minor = models.CharField(
        max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    identifiable = models.CharField(
        max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    danger = models.BooleanField(default=False)
    urgency = models.CharField(max_length=CODE)
    attachments_count = models.PositiveSmallIntegerField(default=0)

    phase = models.CharField(max_length=16, choices=Phase.choices, default=Phase.RECEIVED)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    next_step = models.CharField(max_length=CODE, default="first_look")
    due_at = models.DateTimeField(null=True, blank=True)
    due_norm = models.CharField(max_length=80, blank=True)
    feedback_due_at = models.DateTimeField(null=True, blank=True)
    feedback_given_at = models.DateTimeField(null=True, blank=True)
    feedback_waived = models.CharField(max_length=CODE, blank=True)
    answer_waiting = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=CODE, blank=True)
    retention_until = models.DateField()
    retention_norm = models.CharField(max_length=80)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", db_index=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    version = models.PositiveIntegerField(default=1)
    #: Whichever promise ends sooner. The database keeps it, so that a list can be sorted by it.
    act_at = models.GeneratedField(
        expression=Case(
            When(phase="closed", then=None),
            When(~Q(feedback_waived="") | Q(feedback_given_at__isnull=False), then=F("due_at")),
            When(feedback_due_at__lt=F("due_at"), then=F("feedback_due_at")),
            default=F("due_at"),
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "act_at"], condition=~Q(phase="closed"), name="signal_inbox"
            ),
            models.Index(
                fields=["act_at", "id", "owner"],
                condition=~Q(phase="closed"),
                name="signal_to_act",
            ),
            models.Index(
                fields=["owner", "act_at"],
                condition=Q(first_opened_at=None) & ~Q(phase="closed"),
                name="signal_new",
            ),
            models.Index(
                fields=["owner", "feedback_due_at"],
                condition=Q(feedback_given_at=None, feedback_waived="") & ~Q(phase="closed"),
                name="signal_owner_feedback",
            ),
            models.Index(
                fields=["owner", "phase", "-received_at"], name="signal_owner_phase_received"
            ),
            models.Index(
                fields=["feedback_due_at"],
                condition=Q(feedback_given_at=None, feedback_waived=""),
                name="signal_feedback_open",
            ),
            models.Index(
                fields=["owner", "changed_at"],
                condition=Q(answer_waiting=True),
                name="signal_answer",
            ),
            models.Index(fields=["made_by", "-received_at"], name="signal_made_by"),
            models.Index(fields=["municipality", "-received_at"], name="signal_municipality"),
            # Few are split or merged: SQLite stops using an index of nearly nothing but NULL.
            models.Index(
                fields=["split_from"], condition=Q(split_from__isnull=False), name="signal_parts"
            ),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="signal_merged"
            ),
            models.Index(
                fields=["retention_until", "reference"],
                condition=Q(destroyed_at=None),
                name="signal_retention",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="signal_closed_has_reason_and_open_has_clock",
                condition=(
                    Q(phase="closed", closed_at__isnull=False, due_at__isnull=True)
                    & ~Q(stop_reason="")
                )
                | (
                    ~Q(phase="closed")
                    & Q(closed_at__isnull=True, due_at__isnull=False, stop_reason="")
                ),
            ),
            models.CheckConstraint(
                name="signal_closes_after_feedback",
                condition=~Q(phase="closed")
                | Q(feedback_given_at__isnull=False)
                | ~Q(feedback_waived=""),
            ),
            models.CheckConstraint(
                name="signal_is_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.UniqueConstraint(
                fields=["owner", "import_key"],
                condition=Q(import_key__isnull=False),
                name="signal_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReferenceCounter(models.Model):
    """The last number given in a year. Taken last in a transaction, so that nobody waits long."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)
