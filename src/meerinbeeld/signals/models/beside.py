# SPDX-License-Identifier: EUPL-1.2
"""What stands beside signals: likeness, questions for access, notices and uploaded signal books."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.signals.models.signal import Signal
from meerinbeeld.vault.fields import SealedField


class Resemblance(models.Model):
    """What a person decided about two signals that share a mark. It survives a new look."""

    class Verdict(models.TextChoices):
        SAME = "same", _("the same person or place")
        DIFFERENT = "different", _("not the same")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="+")
    other = models.ForeignKey(Signal, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "other"], name="resemblance_judged_once"),
            models.CheckConstraint(
                name="resemblance_is_stored_one_way", condition=Q(signal__lt=F("other"))
            ),
        ]


class AccessQuestion(models.Model):
    """Another organisation asks the owner to see a signal that resembles one of its own."""

    class Status(models.TextChoices):
        ASKED = "asked", _("asked")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="access_questions")
    because_of = models.ForeignKey(Signal, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = SealedField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ASKED)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["signal", "organisation"],
                condition=Q(status="asked"),
                name="access_asked_once_at_a_time",
            )
        ]


class Notice(models.Model):
    """Something a person has to know. It names a reference and a kind, and holds no content.

    A higher floor leaves word in the same place: `about` names its kind of record, `thing` the one
    (see `queries.notices.SUBJECTS`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    signal = models.ForeignKey(Signal, models.CASCADE, null=True, related_name="+")
    about = models.CharField(max_length=CODE, default="signal")
    thing = models.UUIDField(null=True, blank=True)
    reference = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=CODE)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["person", "-at"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=Q(mailed_at=None), name="notice_to_mail"),
            models.Index(
                fields=["thing", "kind"], condition=Q(thing__isnull=False), name="notice_of_thing"
            ),
        ]


class SignalBook(models.Model):
    """An uploaded signal book: sealed rows that wait for a preview to be confirmed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rows = SealedField()
    row_count = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    handled_count = models.PositiveIntegerField(default=0, help_text="Where a restart goes on.")
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_count = models.PositiveIntegerField(default=0)
