# SPDX-License-Identifier: EUPL-1.2
"""Who there is: the region, its municipalities and the organisations that work there."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    SAFE_HOME = "safe_home", _("Safe Home (Veilig Thuis)")
    POLICE = "police", _("police")
    BORDER_POLICE = "border_police", _("border police")
    LABOUR_INSPECTORATE = "labour_inspectorate", _("labour inspectorate")
    PROSECUTION_SERVICE = "prosecution_service", _("prosecution service")
    RIEC = "riec", _("regional information and expertise centre (RIEC)")
    CARE_SAFETY_HOUSE = "care_safety_house", _("care and safety house")
    SHELTER = "shelter", _("shelter")
    YOUTH_CARE = "youth_care", _("youth care")
    CARE_PROVIDER = "care_provider", _("care provider")
    HEALTH_SERVICE = "health_service", _("public health service")
    EDUCATION = "education", _("education")
    NGO = "ngo", _("civil society organisation")
    NATIONAL_CENTRE = "national_centre", _("national coordination centre")
    PROBATION = "probation", _("probation and forensic care")
    OTHER = "other", _("other")


class Region(models.Model):
    code = models.SlugField(primary_key=True)
    name = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality by its CBS code, such as GM0193."""

    cbs_code = models.CharField(primary_key=True, max_length=6)
    name = models.CharField(max_length=100, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="municipalities")
    population = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=30, choices=OrganisationKind.choices)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="own_organisations"
    )
    serves = models.ManyToManyField(Municipality, blank=True, related_name="served_by")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="organisation_of_kind_municipality_names_it",
                condition=~models.Q(kind=OrganisationKind.MUNICIPALITY)
                | models.Q(municipality__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=models.Q(kind=OrganisationKind.MUNICIPALITY),
                name="one_municipal_organisation_per_municipality",
            ),
        ]

    def __str__(self) -> str:
        return self.name
