# SPDX-License-Identifier: EUPL-1.2
"""A case: one person who gets help, from the referral until the aftercare is over."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.signals.models import Signal, YesNoUnknown
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class Phase(models.TextChoices):
    """How far the help is. The four national phases are the tabs of a case, not these."""

    REFERRED = "referred", _("referred")
    INTAKE = "intake", _("intake")
    HELPING = "helping", _("being helped")
    AFTERCARE = "aftercare", _("aftercare")
    CLOSED = "closed", _("closed")


class Cooperation(models.TextChoices):
    """What the person chose towards the police: three equal choices, or no choice yet.

    Nothing depends on it (Directive 2011/36/EU art. 11(3)): no rule may make help wait for it.
    """

    UNDECIDED = "undecided", _("not chosen yet")
    COMPLAINT = "complaint", _("criminal complaint")
    OTHER = "other", _("other cooperation")
    NEITHER = "neither", _("neither")


class Case(models.Model):
    """Coded facts only; content stands sealed in the rows that belong to it.

    `alias` is a made-up name, chosen by the software, so that a list can be talked about. `act_at`
    is the first of the running clocks and open tasks; `actions.change` keeps it. The retention date
    of a case that came from a signal starts at the receipt of that signal and never restarts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    alias = models.CharField(max_length=40)
    dossier = models.UUIDField(unique=True, help_text="Names the data key in the vault.")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+"
    )
    signal = models.ForeignKey(Signal, models.PROTECT, null=True, blank=True, related_name="cases")
    sent_once = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    minor = models.CharField(
        max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN
    )
    age_band = models.CharField(max_length=CODE, blank=True)
    guardian = models.CharField(
        max_length=CODE, default="unknown", help_text="For a minor: a `guardian_state` of norms."
    )
    language = models.CharField(max_length=CODE, blank=True)
    needs_interpreter = models.BooleanField(default=False)
    location_secret = models.BooleanField(default=False)
    cooperation = models.CharField(
        max_length=12, choices=Cooperation.choices, default=Cooperation.UNDECIDED
    )

    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.REFERRED)
    received_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    act_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=CODE, blank=True)
    retention_from = models.DateField()
    retention_until = models.DateField()
    retention_norm = models.CharField(max_length=80)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner", "act_at"], condition=~Q(phase="closed"), name="case_worklist"
            ),
            models.Index(
                fields=["coordinator", "act_at"],
                condition=~Q(phase="closed"),
                name="case_of_coordinator",
            ),
            models.Index(
                fields=["owner", "phase", "-received_at"], name="case_owner_phase_received"
            ),
            models.Index(
                fields=["owner", "phase", "act_at"],
                condition=~Q(phase="closed"),
                name="case_in_phase",
            ),
            models.Index(
                fields=["owner", "municipality", "act_at"],
                condition=~Q(phase="closed"),
                name="case_in_municipality",
            ),
            # when somebody last heard from the person: `queries.caseload` asks in the same words
            models.Index(
                "owner",
                Coalesce("last_contact_at", "accepted_at"),
                condition=Q(phase__in=("intake", "helping")),
                name="case_silence",
            ),
            models.Index(fields=["retention_until"], name="case_retention"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_closed_has_reason_and_open_has_clock",
                condition=(
                    Q(phase="closed", closed_at__isnull=False, act_at__isnull=True)
                    & ~Q(close_reason="")
                )
                | (
                    ~Q(phase="closed")
                    & Q(closed_at__isnull=True, act_at__isnull=False, close_reason="")
                ),
            ),
            models.CheckConstraint(
                name="case_in_help_has_a_coordinator",
                condition=~Q(phase__in=["intake", "helping", "aftercare"])
                | Q(coordinator__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Suspected(models.Model):
    """A form of exploitation that the help reckons with, from a moment until another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="forms")
    form = models.CharField(max_length=CODE)
    norm = models.CharField(max_length=80)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(
                # the form first: the caseload is narrowed by it
                fields=["form", "case"],
                condition=Q(until__isnull=True),
                name="case_form_once_at_a_time",
            )
        ]


class Fact(models.Model):
    """One sealed fact: a name, a phone, a shelter address. `kind` is a `care_fact` of norms.

    A fact is replaced by a new one and never overwritten, so that two editors lose nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=CODE)
    value = SealedField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at"]


class Mark(models.Model):
    """A keyed hash of a name, date, phone, e-mail or address of a fact, for finding it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="marks")
    fact = models.ForeignKey(Fact, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["digest", "kind"], name="care_mark_look_up")]


class Step(models.Model):
    """One dot on the life line of a case: who, what, when, why. The free-text reason is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=CODE)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    phase = models.CharField(max_length=12, choices=Phase.choices)
    reason = models.CharField(max_length=CODE, blank=True)
    explanation = SealedField(blank=True)
    norm = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["at"]


class CaseCounter(models.Model):
    """The last number given in a year. Taken last in a transaction, so that nobody waits long."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)
