# SPDX-License-Identifier: EUPL-1.2
"""Two kinds of rows: wrapped keys, and pieces of sealed files."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from meerinbeeld.parties.ids import new_id


class DossierKey(models.Model):
    """The wrapped data key of one dossier. All wrapped keys live here and nowhere else.

    So the backups of this one table can be kept short, and destroying a key here destroys the
    content everywhere (GDPR art. 17; Archiefwet: destruction with a certificate, one floor up).
    After destruction the row stays as a tombstone without content.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    wrapped = models.BinaryField(null=True)
    kek_id = models.CharField(max_length=100, blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_key_or_tombstone",
                condition=Q(wrapped__isnull=False, shredded_at__isnull=True)
                | Q(wrapped__isnull=True, kek_id="", shredded_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["kek_id", "id"], name="vault_key_by_kek"),
            models.Index(
                fields=["shredded_at"],
                condition=Q(shredded_at__isnull=False),
                name="vault_key_by_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Blob(models.Model):
    """A sealed file that is complete. The dossier is unknown until the office adopts it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.UUIDField(null=True, db_index=True)
    chunks = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class BlobChunk(models.Model):
    """One piece of a sealed file. No foreign key: pieces are stored before the file is whole,
    by a front that may insert and not read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    blob_id = models.UUIDField()
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["blob_id", "number"], name="vault_chunk_once"),
        ]
        # both columns that the sweep reads, so that it never touches the pieces themselves
        indexes = [models.Index(fields=["created_at", "blob_id"], name="vault_chunk_by_age")]

    def __str__(self) -> str:
        return f"{self.blob_id}/{self.number}"
