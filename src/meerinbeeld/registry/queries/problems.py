# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with notifications: missing, contradicting, late. By coded columns alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.norms.refs import Code
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries.contradicting import ended_in_case
from meerinbeeld.registry.rules.completeness import (
    EXTRA,
    NATIONAL,
    Coded,
    contradictions,
    is_late,
    missing,
)
from meerinbeeld.signals.models import YesNoUnknown

#: The columns that the rules look at.
COLUMNS: Final = (
    "pk", "reference", "organisation_id", "organisation__name", "notified_on", "registered_on",
    "rests_on", "consent_on", "notifier", "sector", "scope", "origin", "nationalities", "sex",
    "age_band", "age_band_at_start", "municipality_id", "duration", "place_kind", "recruitment",
    "means", "platforms_recruiting", "platforms_exploiting", "case__minor", "ended_in_case",
)  # fmt: skip
#: Each contradiction in words.
CONTRADICTS: Final[dict[str, Any]] = {
    "consent_ended_in_the_case": _("The consent was withdrawn in the case. Withdraw it here too."),
    "sex_sector_without_sexual_form": _("The sector is sex, the form is not sexual exploitation."),
    "sexual_form_without_sex_sector": _("The form is sexual exploitation, the sector is not sex."),
    "sector_of_another_form": _("The sector does not belong to the form."),
    "older_at_start": _("Older when it began than now."),
    "longer_than_the_ages_allow": _("It lasted longer than the two ages allow."),
    "domestic_from_abroad": _("Domestic, and the country of origin is abroad."),
    "cross_border_from_here": _("Cross-border, and the country of origin is the Netherlands."),
    "age_is_not_that_of_the_case": _("The age is not that of the case it came from."),
    "duty_without_a_duty": _("It rests on a duty that this notifier does not have."),
    "consent_in_the_future": _("The day of the consent was still to come."),
    "notified_in_the_future": _("The day of the notification was still to come."),
}


@dataclass(frozen=True)
class Problems:
    """What there is to repair in one notification."""

    missing: tuple[str, ...]
    #: What the region keeps besides; it makes a notification no less whole.
    also_missing: tuple[str, ...]
    contradictions: tuple[str, ...]
    late: bool

    @property
    def any(self) -> bool:
        return bool(self.missing or self.contradictions)


def problems_of(row: Notification) -> Problems:
    """Of one notification at hand."""
    values = looked_at(Notification.objects.filter(pk=row.pk)).get()
    return problems(values, [one.form for one in row.forms.all()])


def looked_at(rows: QuerySet[Notification]) -> QuerySet[Notification, dict[str, Any]]:
    """The columns that the rules look at, with what the person said last in the case behind it."""
    columns: QuerySet[Notification, dict[str, Any]] = rows.annotate(
        ended_in_case=ended_in_case()
    ).values(*COLUMNS)
    return columns


def problems(values: dict[str, Any], forms: Iterable[str]) -> Problems:
    """Of the columns of one notification, with its forms."""
    told = {**values, "forms": list(forms), "municipality": values["municipality_id"]}
    return Problems(
        missing=tuple(missing(told, NATIONAL)),
        also_missing=tuple(missing(told, EXTRA)),
        contradictions=tuple(contradictions(_coded(told))),
        late=is_late(told["notified_on"], told["registered_on"], late_after()),
    )


def problems_of_forms(sector: str, forms: Iterable[str]) -> frozenset[str]:
    """What the forms alone, and they with the sector, leave to repair."""
    told = frozenset(forms)
    code = _code("exploitation_sector", sector)
    coded = Coded(
        forms=told,
        sex_sector=_extra(code, "sex"),
        scope="",
        origin="",
        sector_forms=frozenset(_extra(code, "forms") or ()),
    )
    return frozenset([*contradictions(coded), *([] if told else ["forms"])])


def late_after() -> timedelta:
    """So long after the notification it may come into the register."""
    return timedelta(days=norms.term("registry_late").days)


def _coded(told: dict[str, Any]) -> Coded:
    sector = _code("exploitation_sector", told["sector"])
    now, start = _code("age_band", told["age_band"]), _code("age_band", told["age_band_at_start"])
    duration = _code("exploitation_duration", told["duration"])
    notifier = _code("notifier_kind", told["notifier"])
    return Coded(
        forms=frozenset(told["forms"]),
        sex_sector=_extra(sector, "sex"),
        scope=told["scope"],
        origin=told["origin"],
        age_from=_extra(now, "from"),
        age_at_start_from=_extra(start, "from"),
        age_to=_extra(now, "to"),
        sector_forms=frozenset(_extra(sector, "forms") or ()),
        at_least_years=_extra(duration, "at_least_years"),
        minor_in_case=_MINOR.get(told["case__minor"]),
        rests_on_consent=told["rests_on"] == Notification.Rest.CONSENT,
        ended_in_case=bool(told["ended_in_case"]),
        rests_on_duty=told["rests_on"] == Notification.Rest.DUTY,
        has_duty=bool(_extra(notifier, "duty")),
        notified_on=told["notified_on"],
        consent_on=told["consent_on"],
        made_on=told["registered_on"],
    )


_MINOR: Final[dict[Any, bool]] = {YesNoUnknown.YES.value: True, YesNoUnknown.NO.value: False}


def _extra(code: Code | None, name: str) -> Any:
    return code.extra.get(name) if code else None


def _code(codelist: str, value: str) -> Code | None:
    return norms.codelist(codelist).get(value) if value else None
