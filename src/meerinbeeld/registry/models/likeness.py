# SPDX-License-Identifier: EUPL-1.2
"""By what a notification is found while somebody types: keyed hashes, and no name."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from meerinbeeld.registry.models.notification import Notification
from meerinbeeld.vault.fields import SealedField


class Likeness(models.Model):
    """What one person is compared by: sealed in one piece, and as hashes (`linkage.blind`).

    `told` holds the details that a search compares, by kind, so that it opens one piece for each
    person. The hashes are for likely matches while typing, each under a key of its own.

    What they leak to whoever reads the table: which notifications share a value. They go with the
    personal details that they were made of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notification = models.OneToOneField(Notification, models.CASCADE, related_name="likeness")
    told = SealedField()
    whole_name = models.BinaryField(max_length=16, null=True)
    sounds = models.BinaryField(max_length=16, null=True)
    family_and_year = models.BinaryField(max_length=16, null=True)
    given_and_year = models.BinaryField(max_length=16, null=True)
    born = models.BinaryField(max_length=16, null=True)
    day_turned = models.BinaryField(max_length=16, null=True)
    phone = models.BinaryField(max_length=16, null=True)
    email = models.BinaryField(max_length=16, null=True)
    alias_name = models.BinaryField(max_length=16, null=True)
    alias_and_year = models.BinaryField(max_length=16, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["whole_name"], name="likeness_whole_name"),
            models.Index(fields=["sounds"], name="likeness_sounds"),
            models.Index(fields=["family_and_year"], name="likeness_family"),
            models.Index(fields=["given_and_year"], name="likeness_given"),
            models.Index(fields=["born"], name="likeness_born"),
            models.Index(fields=["day_turned"], name="likeness_turned"),
            models.Index(fields=["phone"], name="likeness_phone"),
            models.Index(fields=["email"], name="likeness_email"),
            # few have an alias: an index full of nothing would not be used
            models.Index(
                fields=["alias_name"], condition=Q(alias_name__isnull=False), name="likeness_alias"
            ),
            models.Index(
                fields=["alias_and_year"],
                condition=Q(alias_and_year__isnull=False),
                name="likeness_alias_year",
            ),
        ]
