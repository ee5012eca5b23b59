# SPDX-License-Identifier: EUPL-1.2
"""The indicators as data: `data/indicators.yaml` with its words, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.care import models as care
from meerinbeeld.network import models as network
from meerinbeeld.parties.models import Municipality
from meerinbeeld.registry import models as registry
from meerinbeeld.signals import models as signals

FILE: Final = Path(__file__).parent / "data" / "indicators.yaml"
PERIOD, MUNICIPALITY, FORM, GROUP = "period", "municipality", "form", "group"
#: Code lists that are part of a model.
CHOICES: Final[Mapping[str, Any]] = {
    "signal_phase": signals.Phase,
    "case_phase": care.Phase,
    "cooperation": care.Cooperation,
    "referral_source": care.ReferralIn.Source,
    "rest": registry.Notification.Rest,
    "passing": registry.Passing.State,
    "stream": care.WorkedHours.Stream,
    "outlet": network.OutletKind,
}


@dataclass(frozen=True)
class Words:
    """The same in both languages; `str()` gives that of the reader."""

    nl: str
    en: str

    def __str__(self) -> str:
        return self.nl if (get_language() or "nl").startswith("nl") else self.en


@dataclass(frozen=True)
class Link:
    """A code that the tables of a source share: `of` gives it for each code of the indicator."""

    name: str
    codes: Mapping[str, str]
    other: str

    def of(self, code: str) -> str:
        return self.codes.get(code, self.other)


@dataclass(frozen=True)
class Indicator:
    """What is counted, of what, and in which words. `outside`: the protected view shows it too.

    `beside`: the dimension that one's own work is set side by side by at first.
    """

    key: str
    goal: str
    source: str
    codes: str
    by: tuple[str, ...]
    outside: bool
    title: Words
    question: Words
    definition: Words
    link: Link | None = None
    beside: str = ""

    @property
    def slug(self) -> str:
        return self.key.replace("_", "-")

    def labels(self) -> dict[str, str]:
        """Each code with its words, in the order in which they are shown."""
        found: dict[str, str] = {}
        for part in self.codes.split("+"):
            found |= _list(part)
        return found


@dataclass(frozen=True)
class Catalogue:
    indicators: tuple[Indicator, ...]
    goals: Mapping[str, Words]
    sources: Mapping[str, Words]
    units: Mapping[str, Words]
    #: The word for a unit when there is one of it.
    units_of_one: Mapping[str, Words]
    #: How many of what is kept make one of what is shown.
    per: Mapping[str, int]
    #: What a goal would like to count and nothing tells yet.
    missing: Mapping[str, Words]
    lists: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)

    def unit(self, source: str, number: int) -> Words:
        """The word behind so many of what a source counts."""
        return (self.units_of_one if number == 1 else self.units)[source]

    def of_goal(self, goal: str) -> list[Indicator]:
        return [one for one in self.indicators if one.goal == goal]

    def of_source(self, source: str) -> list[Indicator]:
        return [one for one in self.indicators if one.source == source]

    def get(self, slug: str) -> Indicator | None:
        return next((one for one in self.indicators if one.slug == slug), None)


@cache
def catalogue() -> Catalogue:
    """The whole file; a mistake in it stops the process with the name of the indicator."""
    raw = yaml.safe_load(FILE.read_text("utf-8"))
    return Catalogue(
        indicators=tuple(_indicator(one) for one in raw["indicators"]),
        goals={key: Words(**one["question"]) for key, one in raw["goals"].items()},
        sources={key: Words(**one["whence"]) for key, one in raw["sources"].items()},
        units={key: Words(**one["unit"]) for key, one in raw["sources"].items()},
        units_of_one={key: Words(**one["unit_of_one"]) for key, one in raw["sources"].items()},
        per={key: one.get("per", 1) for key, one in raw["sources"].items()},
        missing={
            key: Words(**one["missing"]) for key, one in raw["goals"].items() if "missing" in one
        },
        lists={
            name: {str(code): Words(**words) for code, words in codes.items()}
            for name, codes in raw["lists"].items()
        },
    )


def _indicator(raw: dict[str, Any]) -> Indicator:
    return Indicator(
        key=raw["key"],
        goal=raw["goal"],
        source=raw["source"],
        codes=raw["codes"],
        by=tuple(raw["by"]),
        outside=raw["outside"],
        title=Words(**raw["title"]),
        question=Words(**raw["question"]),
        definition=Words(**raw["definition"]),
        link=Link(**raw["link"]) if "link" in raw else None,
        beside=raw.get("beside", ""),
    )


def _list(name: str) -> dict[str, str]:
    kind, _colon, rest = name.partition(":")
    if kind == "norms":
        return {code.value: code.label for code in norms.codelist(rest)}
    if kind == "choices":
        return {str(value): _capital(str(label)) for value, label in CHOICES[rest].choices}
    if kind == PERIOD:
        return {}
    if kind == "places":
        return {**_places(), **_own("places")}
    if kind == FORM:
        return {**_list("norms:form_of_exploitation"), **_own("form")}
    return _own(rest or kind)


def _own(name: str) -> dict[str, str]:
    return {code: str(words) for code, words in catalogue().lists[name].items()}


def _places() -> dict[str, str]:
    return dict(Municipality.objects.values_list("cbs_code", "name"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def dimension_labels(dimension: str) -> dict[str, str]:
    """The words of what figures are set side by side by."""
    return (
        {} if dimension == PERIOD else _list("places" if dimension == MUNICIPALITY else dimension)
    )


def dimension_name(dimension: str) -> str:
    return {
        PERIOD: _("Period"),
        MUNICIPALITY: _("Municipality"),
        FORM: _("Form"),
        GROUP: _("Group"),
    }[dimension]
