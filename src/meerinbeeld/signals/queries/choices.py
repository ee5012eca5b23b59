# SPDX-License-Identifier: EUPL-1.2
"""What a person can choose from: organisations to turn to, owners, reasons, grounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.access import Role
from meerinbeeld.access.models import Membership
from meerinbeeld.norms import RouteAdvice
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import (
    active_organisations,
    organisations_of_kind,
    regional_desk,
)
from meerinbeeld.signals.models import Phase, PublicReport, Signal

#: Kinds beside the one that the norm names, where other help is given.
OTHER_HELP_KINDS = (
    "care_provider", "youth_care", "health_service", "shelter", "ngo", "education", "probation",
)  # fmt: skip


@dataclass(frozen=True)
class Destination:
    """One party to turn to, with the organisations that fill it here."""

    target: str
    label: str
    help: str
    organisations: tuple[Organisation, ...]
    advice: RouteAdvice | None = None


def destinations(signal: Signal, advised: Iterable[RouteAdvice]) -> list[Destination]:
    """Every target that has an organisation here: the advised ones first, in their order."""
    by_target = {one.target: one for one in advised}
    codes = norms.codelist("route_target").codes
    ordered = sorted(
        codes,
        key=lambda code: (
            list(by_target).index(code.value) if code.value in by_target else len(codes)
        ),
    )
    found = [
        Destination(
            code.value,
            code.label,
            code.help,
            tuple(_organisations(code.value, signal.municipality_id)),
            by_target.get(code.value),
        )
        for code in ordered
    ]
    return [one for one in found if one.organisations]


def organisation_for(target: str, organisation_id: UUID) -> Organisation | None:
    """The organisation, when it is of a kind that this target names."""
    return active_organisations().filter(_kinds(target), pk=organisation_id).first()


def can_own() -> QuerySet[Organisation]:
    """Organisations where somebody can follow a signal up today."""
    members = Membership.objects.filter(
        role__in=(Role.FOCAL_OFFICER, Role.CARE_COORDINATOR), person__is_active=True
    ).valid_on(timezone.localdate())
    return active_organisations().filter(pk__in=members.values("organisation_id"))


def with_somebody(owner: Organisation) -> Organisation:
    """The owner, or the desk of the region when nobody there can follow a signal up today."""
    return owner if can_own().filter(pk=owner.pk).exists() else regional_desk()


def owns_open_signals(organisation_id: UUID) -> bool:
    """Whether somebody there has to go on: a signal without an end, or a report on its way in."""
    signals = Signal.objects.filter(owner=organisation_id).exclude(phase=Phase.CLOSED)
    reports = PublicReport.objects.filter(owner=organisation_id, taken_in_at=None)
    return signals.exists() or reports.exists()


def kind_of(organisation_id: UUID) -> str:
    """Which kind of organisation somebody works for."""
    return Organisation.objects.values_list("kind", flat=True).get(pk=organisation_id)


def helpers() -> QuerySet[Organisation]:
    """Organisations where a person can get other help."""
    kinds = (*OTHER_HELP_KINDS, "municipality", "safe_home")
    return active_organisations().filter(kind__in=kinds)


def person_reasons() -> list[tuple[str, str]]:
    """The reasons that a person can give for a route."""
    codes = norms.codelist("route_reason").codes
    return [(code.value, code.label) for code in codes if code.extra.get("use") == "person"]


def grounds(purpose: str, organisation_kind: str = "") -> list[tuple[str, str]]:
    """The grounds that fit a purpose, and where it matters the kind of organisation."""
    codes = norms.codelist("ground").codes
    return [
        (code.value, code.label)
        for code in codes
        if purpose in code.extra.get("purposes", ())
        and (
            not organisation_kind
            or organisation_kind in code.extra.get("organisation_kinds", (organisation_kind,))
        )
    ]


def _organisations(target: str, municipality: str | None) -> list[Organisation]:
    if target == "other_help":
        return list(active_organisations().filter(_kinds(target)))
    code = norms.codelist("route_target").get(target)
    kind = str(code.extra["organisation_kind"]) if code else ""
    near = list(organisations_of_kind(kind, municipality))
    return near or list(organisations_of_kind(kind))


def _kinds(target: str) -> Q:
    if target == "other_help":
        return Q(kind__in=OTHER_HELP_KINDS)
    code = norms.codelist("route_target").get(target)
    return Q(kind=code.extra["organisation_kind"]) if code else Q(pk__in=())
