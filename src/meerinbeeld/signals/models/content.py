# SPDX-License-Identifier: EUPL-1.2
"""What a signal holds about people, sealed with its own key."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models.code import CODE
from meerinbeeld.signals.models.public import Letter
from meerinbeeld.signals.models.signal import Signal
from meerinbeeld.vault.fields import SealedField


class Source(models.TextChoices):
    REPORTER = "reporter", _("reporter")
    TEAM = "team", _("team")
    CHAIN = "chain", _("chain partner")
    IMPORT = "import", _("import")


class Audience(models.TextChoices):
    TEAM = "team", _("the team")
    REPORTER = "reporter", _("the reporter")
    CHAIN = "chain", _("the chain")


class Item(models.Model):
    """One sealed fact: what was seen, a name, a number plate. `kind` is an `item_kind` of norms."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=CODE)
    value = SealedField()
    source = models.CharField(max_length=10, choices=Source.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at"]


class Mark(models.Model):
    """A keyed hash of a name, date, phone, place or number plate, for finding it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="marks")
    item = models.ForeignKey(Item, models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["digest", "kind"], name="mark_look_up")]


class Attachment(models.Model):
    """A file about a signal. Its name, type and key are sealed; the blob is ciphertext."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="attachments")
    blob = models.UUIDField(unique=True)
    size = models.PositiveIntegerField()
    sealed = SealedField(help_text="JSON: name, type, key")
    source = models.CharField(max_length=10, choices=Source.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    #: A file can show who reported: it stays with the team until somebody decides to share it.
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.TEAM)

    class Meta:
        ordering = ["at"]


class Remark(models.Model):
    """Something written for one of three audiences, chosen when writing and never changed after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    signal = models.ForeignKey(Signal, models.CASCADE, related_name="remarks")
    audience = models.CharField(max_length=10, choices=Audience.choices)
    text = SealedField()
    source = models.CharField(max_length=10, choices=Source.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_question = models.BooleanField(default=False)
    is_feedback = models.BooleanField(default=False)
    answers = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answered_by"
    )
    letter = models.OneToOneField(
        Letter, models.SET_NULL, null=True, blank=True, related_name="remark"
    )
    sent_once = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["at"]
