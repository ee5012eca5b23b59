# SPDX-License-Identifier: EUPL-1.2
"""The rules of `rules.completeness` as conditions of the database, so that many notifications are
looked at without loading one. A test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

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
    days = _Days(F("registered_on"), F("notified_on"))
    return Q(GreaterThan(days, Value(within.days)))


class _Days(Func):
    """How many days lie between two days; SQLite would ask Python for each row."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler,
            connection,
            template="CAST(julianday(%(expressions)s) AS INTEGER)",
            arg_joiner=") - julianday(",
            **more,
        )


def told_forms() -> Coalesce:
    """The forms of a notification in one number: a bit for each of `_forms`, more for others."""
    bits = [When(form=form, then=Value(1 << at)) for at, form in enumerate(_forms())]
    bit = Case(*bits, default=Value(1 << len(bits)), output_field=IntegerField())
    told = NotifiedForm.objects.filter(notification=OuterRef("pk")).order_by()
    number = told.values("notification").annotate(number=Sum(bit)).values("number")
    return Coalesce(Subquery(number), Value(0), output_field=IntegerField())


def forms_told(number: int) -> frozenset[str]:
    """The forms that a number of `told_forms` stands for."""
    forms = _forms()
    told = {form for at, form in enumerate(forms) if number >> at & 1}
    return frozenset(told | ({"another"} if number >> len(forms) else set()))


def _forms() -> list[str]:
    return sorted({*norms.codelist("form_of_exploitation").known, UNKNOWN})


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


def _ages() -> list[Code]:
    """The age groups that say an age."""
    codes = norms.codelist("age_band").known.values()
    return [code for code in codes if code.extra.get("from") is not None]


def _older(now: Code, start: Code) -> bool:
    return bool(start.extra["from"] > now.extra["from"])


def _older_at_start() -> Q:
    found = NOBODY
    for start in _ages():
        if younger := [now.value for now in _ages() if _older(now, start)]:
            found |= Q(age_band_at_start=start.value, age_band__in=younger)
    return found


def _longer_than_the_ages_allow() -> Q:
    found = NOBODY
    for start in _ages():
        too_long = [
            Q(age_band=now.value, duration__in=longer)
            for now in _ages()
            if now.extra["to"] is not None and not _older(now, start)
            if (longer := _codes("exploitation_duration", _longer_than(_most_years(now, start))))
        ]
        if too_long:
            found |= Q(age_band_at_start=start.value) & reduce(or_, too_long)
    return found


def _most_years(now: Code, start: Code) -> int:
    return int(now.extra["to"] + 1 - start.extra["from"])


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
