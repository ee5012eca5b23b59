# SPDX-License-Identifier: EUPL-1.2
"""What is counted, per month; and what was published of it, byte for byte."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.signals.models.code import CODE


class Source(models.TextChoices):
    """The things that are counted. Each is one universe: its tables are about the same things."""

    SIGNALS = "signals", _("signals")
    CASES = "cases", _("cases")
    NOTIFICATIONS = "notifications", _("notifications")
    VICTIMS = "victims", _("victims")
    HOURS = "hours", _("hours")


class Tally(models.Model):
    """How many things of a month have a code. An empty `form` or `group` stands for all of them.

    Kept up by `actions.tallies`; it holds nothing that a recount would not give. `number` counts
    things, or minutes for hours.
    """

    indicator = models.CharField(max_length=CODE)
    month = models.DateField(help_text="The first day of the month.")
    owner = models.ForeignKey(Organisation, models.CASCADE, related_name="+", db_index=False)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, related_name="+", db_index=False
    )
    form = models.CharField(max_length=CODE, blank=True)
    group = models.CharField(max_length=CODE, blank=True)
    code = models.CharField(max_length=CODE)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "month", "owner", "municipality", "form", "group", "code"],
                nulls_distinct=False,
                name="tally_once",
            ),
            models.CheckConstraint(name="tally_is_of_something", condition=Q(number__gt=0)),
        ]
        indexes = [
            # holds all that a page of one's own work needs
            models.Index(
                fields=["owner", "indicator", "form", "group", "month", "municipality", "code",
                        "number"],
                name="tally_of_owner",
            ),
            models.Index(
                fields=["indicator", "form", "group", "month", "municipality", "code", "number"],
                name="tally_of_region",
            ),
        ]  # fmt: skip


class Counted(models.Model):
    """Until which moment a month of a source was counted."""

    source = models.CharField(max_length=16, choices=Source.choices)
    month = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "month"], name="counted_once")]


class Release(models.Model):
    """Tables about one year of one source, as the gate let them out. Never changed.

    `tables` maps a name to the bytes as text; `digest` is the SHA-256 of all of them. A later
    version replaces an earlier one on the pages only; the gate remembers both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(max_length=16, choices=Source.choices)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    made_at = models.DateTimeField(default=timezone.now)
    tables = models.JSONField()
    digest = models.CharField(max_length=64)
    protection = models.JSONField(help_text="How it was protected, and what it cost.")
    attack = models.JSONField(help_text="What the attack on exactly these bytes found.")
    left_out = models.JSONField(default=list, help_text="Tables that could not be protected.")

    class Meta:
        ordering = ["source", "-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "year", "version"], name="release_version_once"
            )
        ]


class Refusal(models.Model):
    """A year that the gate did not let out, and why, in the words of the gate."""

    source = models.CharField(max_length=16, choices=Source.choices)
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=16)
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "year"], name="refused_once")]


class Export(models.Model):
    """A table that somebody took along, of which release: the attack report stays beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="exports")
    indicator = models.CharField(max_length=CODE)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["by", "-at"], name="export_last_of")]
