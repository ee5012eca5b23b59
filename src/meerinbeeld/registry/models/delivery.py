# SPDX-License-Identifier: EUPL-1.2
"""Lists that organisations deliver: how their columns are read, and what came in with each."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from meerinbeeld.access.models import Person
from meerinbeeld.parties.models import Organisation
from meerinbeeld.vault.fields import SealedField


class Mapping(models.Model):
    """How one organisation's list is read: their column for each of our fields."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict, help_text="Field to column; codes to their words.")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="mapping_name_once")
        ]


class Batch(models.Model):
    """One delivery. The list is sealed while it waits and is read in, and gone after; what stays
    for a while, sealed, are the rows that were wrong and those that somebody has to look at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.UUIDField(unique=True, help_text="Names the data key in the vault.")
    #: Whose list it is. Whoever keeps the register may deliver for another organisation.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    #: As which member, so that the import ends when that membership does.
    membership = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)
    mapping = models.ForeignKey(Mapping, models.SET_NULL, null=True, related_name="+")
    content = SealedField(null=True)
    rows = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0, help_text="Where a restart goes on.")
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0, help_text="Known, and told differently.")
    wrong = models.PositiveIntegerField(default=0)
    #: Of `changed`: those about which nobody decided yet.
    undecided = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Taking it back runs in the background too: since when, as which member, how far it is.
    undo_since = models.DateTimeField(null=True, blank=True)
    undo_membership = models.UUIDField(null=True)
    taken_back = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-at"], name="batch_of_organisation")]

    @property
    def is_being_undone(self) -> bool:
        return self.undo_since is not None and self.undone_at is None

    @property
    def runs(self) -> bool:
        """Whether something of it goes on in the background."""
        return self.is_being_undone or (self.confirmed_at is not None and self.ended_at is None)
