# SPDX-License-Identifier: EUPL-1.2
"""Who can be found, where victims can go, and what parties agreed about sharing data.

Everything here is public at work: names of professionals in their function, desks, agreements.
Nothing about victims, and no address of a shelter.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.roles import Purpose
from meerinbeeld.parties.models import Municipality, Organisation


class ContactFunction(models.TextChoices):
    FOCAL_OFFICER = "focal_officer", _("focal officer for human trafficking")
    CARE_COORDINATOR = "care_coordinator", _("care coordinator")
    DESK = "desk", _("desk")
    CASE_TABLE = "case_table", _("case table")
    ENFORCEMENT = "enforcement", _("supervision and enforcement")
    POLICY = "policy", _("policy")
    OTHER = "other", _("other")


class ContactPoint(models.Model):
    """Somebody, or a desk, that answers for an organisation, with a deputy and a term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="contact_points")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="contact_points"
    )
    function = models.CharField(max_length=30, choices=ContactFunction.choices)
    person_name = models.CharField(max_length=100, blank=True)
    deputy_name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=100, blank=True)
    how_to_reach = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)
    reviewed_at = models.DateField(default=timezone.localdate)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["function", "organisation__name"]
        constraints = [
            models.CheckConstraint(
                name="contact_point_ends_after_it_starts",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="contact_point_can_be_reached",
                condition=~Q(phone="") | ~Q(email=""),
            ),
        ]
        indexes = [models.Index(fields=["municipality", "function"], name="contact_where_who")]

    def __str__(self) -> str:
        return f"{self.get_function_display()}, {self.organisation}"


class OutletKind(models.TextChoices):
    ADVICE = "advice", _("advice and somebody who listens")
    SHELTER = "shelter", _("a place to stay")
    YOUTH = "youth", _("help for young people")
    HEALTH = "health", _("health and recovery")
    LEGAL = "legal", _("legal help")
    INCOME = "income", _("income, debts and papers")
    SEX_WORK = "sex_work", _("help for sex workers")
    LABOUR = "labour", _("help with work and wages")
    OFFENDER = "offender", _("help for offenders")
    OTHER = "other", _("other help")


class Outlet(models.Model):
    """A place where somebody can go for help. Never an address that has to stay hidden."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=OutletKind.choices)
    kept_by = models.ForeignKey(Organisation, models.PROTECT, related_name="kept_outlets")
    municipalities = models.ManyToManyField(Municipality, related_name="outlets")
    for_whom = models.CharField(max_length=300)
    how_to_reach = models.CharField(max_length=300)
    phone = models.CharField(max_length=30, blank=True)
    website = models.URLField(blank=True)
    hours = models.CharField(max_length=100, blank=True)
    without_papers = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    reviewed_at = models.DateField(default=timezone.localdate)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "kept_by"], name="outlet_once")]

    def __str__(self) -> str:
        return self.name


class Covenant(models.Model):
    """What parties agreed about sharing data: who, for what, which data, until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200, unique=True)
    parties = models.ManyToManyField(Organisation, related_name="covenants")
    purposes = models.JSONField(default=list)
    data_sets = models.TextField()
    legal_ground = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    dpia_reference = models.CharField(max_length=100, blank=True)
    document_reference = models.CharField(max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="covenant_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def purpose_labels(self) -> list[str]:
        return [str(Purpose(purpose).label) for purpose in self.purposes]
