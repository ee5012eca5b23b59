# SPDX-License-Identifier: EUPL-1.2
"""From raw entries to typed norms. Everything that is wrong is told at once, with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from meerinbeeld.norms.refs import Code, NormRef, Texts
from meerinbeeld.norms.terms import UNITS, Term, term_of
from meerinbeeld.norms.yamlfiles import Entry, Problem

NORM_FIELDS = ("key", "version", "valid_from", "valid_to", "source", "verify", "pending")


class Fields:
    """Takes the fields out of one entry and writes down what is wrong with them."""

    def __init__(self, entry: Entry, problems: list[Problem], known: Iterable[str]) -> None:
        self.entry = entry
        self._problems = problems
        allowed = [*NORM_FIELDS, *known]
        for name in sorted(map(str, set(entry.raw) - set(allowed))):
            close = get_close_matches(name, allowed, n=1)
            hint = f"Did you mean '{close[0]}'?" if close else f"Known: {', '.join(allowed)}."
            self.wrong(f"the field '{name}' is not known.", hint)

    def wrong(self, what: str, fix: str) -> None:
        self._problems.append(Problem(self.entry.file, self.entry.line, self.entry.key, what, fix))

    def text(self, name: str, *, required: bool = True) -> str:
        value = self.entry.raw.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None or required:
            self.wrong(f"'{name}' is missing or is not a text.", "Write it, in quotes if need be.")
        return ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.entry.raw.get(name, default)
        if not isinstance(value, bool):
            self.wrong(f"'{name}' is not true or false.", "Write true or false.")
        return bool(value)

    def day(self, name: str, *, required: bool) -> date | None:
        value = self.entry.raw.get(name)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None or required:
            self.wrong(f"'{name}' is not a date.", "Write it as YYYY-MM-DD, without quotes.")
        return None

    def number(self, name: str) -> int:
        value = self.entry.raw.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.wrong(f"'{name}' is not a whole number above zero.", "Write the number.")
        return 1

    def words(self, name: str) -> tuple[str, ...]:
        value = self.entry.raw.get(name) or []
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self.wrong(f"'{name}' is not a list of words.", "Write it as [one, two].")
        return ()

    def pair(self, name: str, *, required: bool = True) -> tuple[str, str]:
        """Dutch and English of one text; one of both alone is an error."""
        value = self.entry.raw.get(name)
        if value is None and not required:
            return "", ""
        texts = value if isinstance(value, dict) else {}
        for language in ("nl", "en"):
            text = texts.get(language)
            if not isinstance(text, str) or not text.strip():
                self.wrong(
                    f"'{name}.{language}' is missing.", f"Write it: {name}: {{nl: …, en: …}}."
                )
        for language in sorted(map(str, set(texts) - {"nl", "en"})):
            self.wrong(f"'{name}.{language}' is not known.", "Only nl and en are read.")
        return str(texts.get("nl") or "").strip(), str(texts.get("en") or "").strip()

    def texts(self) -> Texts:
        return Texts(*self.pair("label"), *self.pair("help", required=False))

    def norm(self, prefix: str) -> NormRef:
        pending = self.flag("pending")
        valid_from = self.day("valid_from", required=not pending) or date.max
        valid_to = self.day("valid_to", required=False)
        if pending and "valid_from" in self.entry.raw:
            self.wrong("a pending entry has a 'valid_from'.", "Leave out one of both.")
        if valid_to and not pending and valid_to < valid_from:
            self.wrong("'valid_to' lies before 'valid_from'.", "Correct one of both.")
        version = self.text("version", required=False)
        if "verify" not in self.entry.raw:
            self.wrong(
                "'verify' is missing.", "Write true until the source was checked, then false."
            )
        source_nl, source_en = self.source()
        return NormRef(
            key=f"{prefix}{self.entry.key}",
            version=version or ("pending" if pending else valid_from.isoformat()),
            valid_from=valid_from,
            valid_to=valid_to,
            source_en=source_en,
            verify=self.flag("verify"),
            pending=pending,
            source_nl=source_nl,
        )

    def source(self) -> tuple[str, str]:
        """Dutch and English; one text where both read the same."""
        if isinstance(self.entry.raw.get("source"), dict):
            return self.pair("source")
        return "", self.text("source")


def frozen(value: Any) -> Any:
    """The same value, unchangeable: cached norms are shared by every request."""
    if isinstance(value, dict):
        return MappingProxyType({str(k): frozen(v) for k, v in value.items()})
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    return value


def check_windows(norms: Iterable[tuple[Entry, NormRef]], problems: list[Problem]) -> None:
    """No two versions of one norm hold on the same day, and each has its own name."""
    by_key: dict[str, list[tuple[Entry, NormRef]]] = {}
    for entry, norm in norms:
        by_key.setdefault(norm.key, []).append((entry, norm))
    for versions in by_key.values():
        _check_names(versions, problems)
        dated = sorted((v for v in versions if not v[1].pending), key=lambda v: v[1].valid_from)
        for (_, earlier), (entry, later) in zip(dated, dated[1:], strict=False):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                what = f"this version overlaps the one of {earlier.valid_from}."
                fix = f"Give that one a 'valid_to' before {later.valid_from}."
                problems.append(Problem(entry.file, entry.line, entry.key, what, fix))


def _check_names(versions: list[tuple[Entry, NormRef]], problems: list[Problem]) -> None:
    seen: set[str] = set()
    for entry, norm in versions:
        if norm.version in seen:
            what = f"the version '{norm.version}' stands there twice."
            fix = "Give each version its own date or name."
            problems.append(Problem(entry.file, entry.line, entry.key, what, fix))
        seen.add(norm.version)


def code_of(name: str, fields: Fields) -> Code:
    texts = fields.texts()
    extra = fields.entry.raw.get("extra") or {}
    if not isinstance(extra, dict):
        fields.wrong("'extra' is not a mapping.", "Write it as {name: value}.")
        extra = {}
    return Code(
        value=fields.entry.key,
        label_nl=texts.label_nl,
        label_en=texts.label_en,
        help_nl=texts.help_nl,
        help_en=texts.help_en,
        extra=frozen(extra),
        norm=fields.norm(f"{name}."),
    )


def duration_of(fields: Fields) -> Term:
    amount, unit = fields.number("amount"), fields.text("unit")
    if unit not in UNITS:
        fields.wrong(f"the unit '{unit}' is not known.", f"Use one of: {', '.join(UNITS)}.")
        unit = "days"
    moves = fields.flag("on_working_day")
    return term_of(amount, unit, fields.norm("term."), on_working_day=moves, texts=fields.texts())


@dataclass(frozen=True, slots=True)
class Region:
    """The municipalities that share a route. Populations and people live elsewhere."""

    code: str
    label_nl: str
    label_en: str
    municipalities: Mapping[str, str]
    norm: NormRef


def region_of(fields: Fields) -> Region:
    texts = fields.texts()
    towns = fields.entry.raw.get("municipalities") or {}
    if not isinstance(towns, dict) or not towns:
        fields.wrong("'municipalities' is missing.", "Write it as {GM0193: Zwolle}.")
        towns = {}
    norm = fields.norm("region.")
    return Region(fields.entry.key, texts.label_nl, texts.label_en, frozen(towns), norm)
