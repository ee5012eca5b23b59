# SPDX-License-Identifier: EUPL-1.2
"""The journal's five tables. All but the waiting list are append-only by trigger."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Entry(models.Model):
    """One act: who did what, for which purpose, on which ground. Codes and ids, no content.

    GDPR art. 5(2), 30 and 32; Logboek dataverwerkingen 1.0. The id of the person who acted is here
    for the privacy officer; the export to the standard leaves it out, as the standard asks.
    """

    class Outcome(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"
        BREAK_GLASS = "break_glass"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    person_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=40)
    verb = models.CharField(max_length=40)
    thing = models.CharField(max_length=80)
    thing_id = models.CharField(max_length=80, blank=True)
    dossier = models.UUIDField(null=True)
    ground = models.CharField(max_length=100, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    norm = models.CharField(max_length=100, blank=True)
    reason_code = models.CharField(max_length=100, blank=True)
    trace = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="journal_known_outcome",
                condition=Q(outcome__in=["done", "refused", "break_glass", "failed"]),
            ),
        ]
        indexes = [
            models.Index(fields=["at", "id"], name="journal_by_time"),
            models.Index(fields=["dossier", "at"], name="journal_by_dossier"),
            models.Index(fields=["person_id", "at"], name="journal_by_person"),
            models.Index(fields=["thing", "thing_id", "at"], name="journal_by_thing"),
            models.Index(fields=["at"], name="journal_unusual", condition=~Q(outcome="done")),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing} ({self.outcome})"


class Roll(models.Model):
    """Dossiers of an entry on many: those of its list whose id ends in one byte.

    `dossiers` holds the 16 bytes of each, in order; `rolls` says how they prove what. No foreign
    key, for the same reason as with a leaf.
    """

    pk = models.CompositePrimaryKey("entry", "bucket")
    entry = models.UUIDField()
    bucket = models.PositiveSmallIntegerField()
    dossiers = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="journal_roll_bucket", condition=Q(bucket__lte=255)),
        ]
        indexes = [models.Index(fields=["bucket"], name="journal_by_bucket")]

    def __str__(self) -> str:
        return f"{self.entry} {self.bucket}"


class Pending(models.Model):
    """An entry that waits for the sealer, written in the same transaction as the entry.

    A waiting list and not a counter: on PostgreSQL a transaction that began early may commit
    late, and a sealer that remembers "sealed up to number n" would skip it for ever.
    """

    entry = models.UUIDField(primary_key=True)

    def __str__(self) -> str:
        return str(self.entry)


class Leaf(models.Model):
    """The place of an entry in the Merkle tree (RFC 6962). No foreign key: an entry that was
    removed in spite of everything must leave its leaf behind."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.UUIDField(unique=True)
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="journal_leaf_index", condition=Q(index__gte=0)),
        ]

    def __str__(self) -> str:
        return str(self.index)


class Checkpoint(models.Model):
    """The signed head of the tree at one moment.

    `frontier` holds the roots of the whole subtrees at the right edge, so that sealing costs as
    much as there are new entries. It is a short-cut only: `verify` recomputes without it.
    """

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    signature = models.BinaryField()
    key_id = models.CharField(max_length=16)
    at = models.DateTimeField()
    frontier = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="journal_checkpoint_size", condition=Q(tree_size__gt=0)),
        ]

    def __str__(self) -> str:
        return f"checkpoint {self.tree_size}"
