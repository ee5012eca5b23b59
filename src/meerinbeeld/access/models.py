# SPDX-License-Identifier: EUPL-1.2
"""People, what they may do for which organisation and until when, and emergency access."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.roles import Role
from meerinbeeld.parties.models import Organisation
from meerinbeeld.vault.fields import SealedField


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        person = self.model(email=email.lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do stands in their memberships, never here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    language = models.CharField(_("language"), max_length=5, default="nl")
    mail_notices = models.BooleanField(_("notices by e-mail"), default=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid_on(self, day: datetime.date) -> MembershipQuerySet:
        return self.filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day), valid_from__lte=day
        ).filter(organisation__is_active=True)


class Membership(models.Model):
    """A role for an organisation, with a term. Ending it ends access at the next request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("until"), null=True, blank=True)

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "valid_from"],
                name="membership_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.organisation}"


class Invitation(models.Model):
    """Lets somebody choose their own password, once and for two days.

    The link is the signed id of this row: the table holds no secret that would open an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.made_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return (
            self.used_at is None and self.withdrawn_at is None and self.expires_at > timezone.now()
        )


class FormerAddress(models.Model):
    """An address that an administrator changed, until a mail to it has said so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    email = models.EmailField()
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person}, {self.changed_at:%Y-%m-%d}"


class Verdict(models.TextChoices):
    JUSTIFIED = "justified", _("justified")
    NOT_JUSTIFIED = "not_justified", _("not justified")


class BreakGlass(models.Model):
    """Emergency access to one dossier: a reason, a short while, and a review by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    dossier = models.UUIDField(db_index=True)
    thing_kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=30)
    reason = SealedField()
    opened_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    verdict = models.CharField(max_length=20, blank=True, choices=Verdict.choices)
    note = SealedField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                name="break_glass_expires",
                condition=models.Q(expires_at__gt=models.F("opened_at")),
            ),
            models.CheckConstraint(
                name="break_glass_is_reviewed_by_another",
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("person")),
            ),
            models.CheckConstraint(
                name="break_glass_review_is_whole",
                condition=models.Q(reviewed_at__isnull=True, reviewed_by__isnull=True, verdict="")
                | (
                    models.Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                    & ~models.Q(verdict="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}, {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and self.expires_at > timezone.now()
