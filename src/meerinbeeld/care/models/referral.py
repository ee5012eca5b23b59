# SPDX-License-Identifier: EUPL-1.2
"""How somebody came to ask for help (in), and what is asked of partners (out)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.models import Person
from meerinbeeld.care.models.case import Case
from meerinbeeld.care.models.sharing import Grant
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.vault.fields import SealedField


class ReferralIn(models.Model):
    """The referral of one person: by whom, on which ground, with which consent.

    What was written stands sealed in `Fact` and `story`; contact is sought only in the safe way.
    """

    class Source(models.TextChoices):
        SIGNAL = "signal", _("from a signal")
        PARTNER = "partner", _("by a partner")
        SELF = "self", _("by the person")

    class Status(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        QUESTION = "question", _("the referrer was asked something")
        ACCEPTED = "accepted", pgettext_lazy("care", "accepted")
        DECLINED = "declined", pgettext_lazy("care", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("care", "withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="referral")
    source = models.CharField(max_length=10, choices=Source.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ground = models.CharField(max_length=CODE)
    consent = models.CharField(max_length=CODE, help_text="A `consent_state` of norms.")
    contact_channel = models.CharField(max_length=CODE)
    story = SealedField(blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=CODE, blank=True)
    reason_text = SealedField(blank=True)
    other_help = models.CharField(max_length=CODE, blank=True)
    other_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["by", "-at"], name="referral_in_by"),
            models.Index(fields=["organisation", "-at"], name="referral_in_organisation"),
        ]


class ReferralWord(models.Model):
    """A question of the team to whoever referred, an answer, or a word more. Nothing is erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(ReferralIn, models.CASCADE, related_name="words")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    text = SealedField()
    from_team = models.BooleanField()
    answers = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]


class ReferralOut(models.Model):
    """What is asked of a partner. It rests on a grant; with the grant the partner's part ends."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", pgettext_lazy("care", "accepted")
        DECLINED = "declined", pgettext_lazy("care", "declined")
        DONE = "done", _("done")
        REVOKED = "revoked", pgettext_lazy("care", "revoked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="referrals_out")
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="referrals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=CODE, help_text="A `care_request` of norms.")
    question = SealedField()
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    answer = SealedField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=CODE, blank=True)
    #: Ticked steps of the warm hand-over, codes of `handover_step`.
    handed_over = models.JSONField(default=list)

    class Meta:
        ordering = ["asked_at"]
        indexes = [
            models.Index(fields=["organisation", "status", "-asked_at"], name="referral_out_at"),
            models.Index(
                fields=["asked_at"], condition=Q(status="asked"), name="referral_out_waiting"
            ),
            models.Index(fields=["-answered_at"], name="referral_out_answered"),
        ]


class ReferralMessage(models.Model):
    """Words between the team and a partner about one referral out; each reads both sides."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(ReferralOut, models.CASCADE, related_name="messages")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    text = SealedField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
