# SPDX-License-Identifier: EUPL-1.2
"""The rules of `rules.completeness` as conditions of the database, so that many notifications are
looked at without loading one. A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q

from meerinbeeld import norms
from meerinbeeld.care.models import Consent
from meerinbeeld.norms.refs import Code
from meerinbeeld.registry.models import Notification, NotifiedForm
from meerinbeeld.registry.queries.choices import FLOW
from meerinbeeld.registry.rules.completeness import HERE, SEXUAL, UNKNOWN
from meerinbeeld.signals.models import YesNoUnknown

Rest = Notification.Rest
NOBODY: Final = Q(pk__in=[])


def contradicts(code: str) -> Q:
    """Notifications in which the rule of that code holds."""
    return _RULES[code]()


def late(within: timedelta) -> Q:
    """Those that came into the register longer after the notification than agreed."""
    last = ExpressionWrapper(F("notified_on") + within, output_field=DateField())
    return Q(registered_on__gt=last)


def ended_in_case() -> Q:
    """The person said something in the case behind it, and no yes of that holds any more."""
    said = Consent.objects.filter(case=OuterRef("case"), flow=FLOW)
    return Q(Exists(said)) & ~Q(Exists(said.filter(answer="given", ended_at=None)))


def _told(**forms: Any) -> Q:
    """A form that is not "unknown", and is as asked."""
    told = NotifiedForm.objects.filter(notification=OuterRef("pk")).exclude(form=UNKNOWN)
    return Q(Exists(told.filter(**forms)))


def _codes(listed: str, fits: Callable[[Code], bool]) -> list[str]:
    return [code.value for code in norms.codelist(listed).known.values() if fits(code)]


def _sex_sector_without_sexual_form() -> Q:
    sectors = _codes("exploitation_sector", lambda code: code.extra.get("sex") is True)
    return Q(sector__in=sectors) & _told() & ~_told(form=SEXUAL)


def _sexual_form_without_sex_sector() -> Q:
    sectors = _codes("exploitation_sector", lambda code: code.extra.get("sex") is False)
    others = NotifiedForm.objects.filter(notification=OuterRef("pk"))
    return (
        Q(sector__in=sectors)
        & _told(form=SEXUAL)
        & ~Q(Exists(others.exclude(form__in=(SEXUAL, UNKNOWN))))
    )


def _sector_of_another_form() -> Q:
    found = NOBODY
    for code in norms.codelist("exploitation_sector").known.values():
        if forms := code.extra.get("forms"):
            found |= Q(sector=code.value) & _told() & ~_told(form__in=forms)
    return found


def _ages() -> Iterator[tuple[Code, Code]]:
    """Every age now with every age at the start, where both say one."""
    codes = list(norms.codelist("age_band").known.values())
    told = [code for code in codes if code.extra.get("from") is not None]
    return ((now, start) for now in told for start in told)


def _older(now: Code, start: Code) -> bool:
    return bool(start.extra["from"] > now.extra["from"])


def _at_ages(now: Code, start: Code) -> Q:
    return Q(age_band=now.value, age_band_at_start=start.value)


def _older_at_start() -> Q:
    found = NOBODY
    for now, start in _ages():
        if _older(now, start):
            found |= _at_ages(now, start)
    return found


def _longer_than_the_ages_allow() -> Q:
    found = NOBODY
    for now, start in _ages():
        if now.extra["to"] is None or _older(now, start):
            continue
        most = now.extra["to"] + 1 - start.extra["from"]
        longer = _codes("exploitation_duration", _longer_than(most))
        if longer:
            found |= _at_ages(now, start) & Q(duration__in=longer)
    return found


def _longer_than(years: int) -> Callable[[Code], bool]:
    return lambda code: (code.extra.get("at_least_years") or 0) > years


def _domestic_from_abroad() -> Q:
    return Q(scope="domestic") & ~Q(origin__in=("", HERE, UNKNOWN))


def _cross_border_from_here() -> Q:
    return Q(scope="cross_border", origin=HERE)


def _age_is_not_that_of_the_case() -> Q:
    def aged(grown: bool) -> list[str]:
        return _codes(
            "age_band",
            lambda code: code.extra.get("from") is not None and (code.extra["from"] >= 18) == grown,
        )

    return Q(case__minor=YesNoUnknown.YES, age_band__in=aged(grown=True)) | Q(
        case__minor=YesNoUnknown.NO, age_band__in=aged(grown=False)
    )


def _duty_without_a_duty() -> Q:
    having = _codes("notifier_kind", lambda code: bool(code.extra.get("duty")))
    return Q(rests_on=Rest.DUTY) & ~Q(notifier__in=having)


def _consent_ended_in_the_case() -> Q:
    return Q(rests_on=Rest.CONSENT) & ended_in_case()


def _consent_in_the_future() -> Q:
    return Q(consent_on__gt=F("registered_on")) & Q(consent_on__gt=F("notified_on"))


def _notified_in_the_future() -> Q:
    return Q(notified_on__gt=F("registered_on"))


#: By the codes of `CONTRADICTIONS`.
_RULES: Final[Mapping[str, Callable[[], Q]]] = {
    "consent_ended_in_the_case": _consent_ended_in_the_case,
    "sex_sector_without_sexual_form": _sex_sector_without_sexual_form,
    "sexual_form_without_sex_sector": _sexual_form_without_sex_sector,
    "sector_of_another_form": _sector_of_another_form,
    "older_at_start": _older_at_start,
    "longer_than_the_ages_allow": _longer_than_the_ages_allow,
    "domestic_from_abroad": _domestic_from_abroad,
    "cross_border_from_here": _cross_border_from_here,
    "age_is_not_that_of_the_case": _age_is_not_that_of_the_case,
    "duty_without_a_duty": _duty_without_a_duty,
    "consent_in_the_future": _consent_in_the_future,
    "notified_in_the_future": _notified_in_the_future,
}
