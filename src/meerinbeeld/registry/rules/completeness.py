# SPDX-License-Identifier: EUPL-1.2
"""What a notification misses and where it contradicts itself. Pure: values in, codes out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

#: The national fields (DOMAIN 2.4); a notification without one of these waits in the queue.
NATIONAL: Final = (
    "forms", "sector", "scope", "origin", "nationalities", "sex", "age_band", "notifier",
    "municipality",
)  # fmt: skip
#: What the national figures miss in practice, and the region keeps (DOMAIN 2.4).
EXTRA: Final = (
    "age_band_at_start", "duration", "place_kind", "recruitment", "means", "platforms_recruiting",
    "platforms_exploiting",
)  # fmt: skip
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], (), frozenset())
SEXUAL: Final = "sexual_exploitation"
HERE: Final = "NL"
UNKNOWN: Final = "unknown"


def missing(values: Mapping[str, Any], fields: Collection[str] = NATIONAL) -> list[str]:
    """Which fields nobody filled in. "Unknown" is an answer: somebody asked."""
    return [field for field in fields if values.get(field) in _EMPTY]


@dataclass(frozen=True)
class Coded:
    """What can contradict itself. Age bands are given by their ages, both ends included."""

    forms: frozenset[str]
    sex_sector: bool | None
    scope: str
    origin: str
    age_from: int | None = None
    age_at_start_from: int | None = None
    age_to: int | None = None
    #: Forms that the sector belongs to; empty when it can be any.
    sector_forms: frozenset[str] = frozenset()
    #: Years that it lasted at least; None when that is not known.
    at_least_years: int | None = None
    #: Whether the case behind it says that the person is under 18; None when it does not say.
    minor_in_case: bool | None = None
    rests_on_consent: bool = False
    #: Whether the yes that stands in the case behind it was withdrawn there.
    ended_in_case: bool = False
    rests_on_duty: bool = False
    has_duty: bool = True
    notified_on: date | None = None
    consent_on: date | None = None
    #: The day on which it came into the register.
    made_on: date | None = None


def contradictions(coded: Coded) -> list[str]:
    """Codes of what cannot both be true, or is unlikely enough to look at again."""
    return [code for code, holds in CONTRADICTIONS.items() if holds(coded)]


def _sex_sector_without_sexual_form(coded: Coded) -> bool:
    return bool(coded.sex_sector and _told(coded) and SEXUAL not in coded.forms)


def _sexual_form_without_sex_sector(coded: Coded) -> bool:
    return coded.sex_sector is False and _told(coded) == {SEXUAL}


def _sector_of_another_form(coded: Coded) -> bool:
    told = _told(coded)
    return bool(coded.sector_forms and told and coded.sector_forms.isdisjoint(told))


def _older_at_start(coded: Coded) -> bool:
    now, start = coded.age_from, coded.age_at_start_from
    return now is not None and start is not None and start > now


def _longer_than_the_ages_allow(coded: Coded) -> bool:
    """Whoever is 15 at most now and was 12 at least then, was not exploited for four years."""
    start, oldest, years = coded.age_at_start_from, coded.age_to, coded.at_least_years
    if start is None or oldest is None or years is None:
        return False
    return not _older_at_start(coded) and years > oldest + 1 - start


def _domestic_from_abroad(coded: Coded) -> bool:
    return coded.scope == "domestic" and coded.origin not in ("", HERE, UNKNOWN)


def _cross_border_from_here(coded: Coded) -> bool:
    return coded.scope == "cross_border" and coded.origin == HERE


def _age_is_not_that_of_the_case(coded: Coded) -> bool:
    if coded.minor_in_case is None or coded.age_from is None:
        return False
    return coded.minor_in_case != (coded.age_from < 18)


def _duty_without_a_duty(coded: Coded) -> bool:
    return coded.rests_on_duty and not coded.has_duty


def _consent_ended_in_the_case(coded: Coded) -> bool:
    return coded.rests_on_consent and coded.ended_in_case


def _consent_in_the_future(coded: Coded) -> bool:
    return _after(coded.consent_on, coded.made_on, coded.notified_on)


def _notified_in_the_future(coded: Coded) -> bool:
    return _after(coded.notified_on, coded.made_on)


def _told(coded: Coded) -> frozenset[str]:
    return coded.forms - {UNKNOWN}


def _after(day: date | None, *others: date | None) -> bool:
    """Whether a day lies after all of the others that are known."""
    known = [other for other in others if other is not None]
    return day is not None and bool(known) and day > max(known)


#: Each rule by its code, in the order in which a page names them.
CONTRADICTIONS: Final[Mapping[str, Callable[[Coded], bool]]] = {
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


def is_late(notified_on: date, made_on: date, within: timedelta) -> bool:
    """Whether it came into the register longer after the notification than agreed."""
    return made_on - notified_on > within
