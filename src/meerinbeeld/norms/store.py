# SPDX-License-Identifier: EUPL-1.2
"""All norms together: read, typed, and checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from meerinbeeld.norms.cards import CardText, card_text_of
from meerinbeeld.norms.outlets import LOCAL, Outlet, outlet_of
from meerinbeeld.norms.refs import Code, NormRef
from meerinbeeld.norms.routes import Route, route_of
from meerinbeeld.norms.schema import Fields, Region, check_windows, code_of, duration_of, region_of
from meerinbeeld.norms.terms import Term
from meerinbeeld.norms.yamlfiles import Document, Entry, NormsError, Problem, read


class _Dated(Protocol):
    @property
    def norm(self) -> NormRef: ...


_T = TypeVar("_T", bound=_Dated)

CODE = ("label", "help", "extra")
TERM = ("label", "help", "amount", "unit", "on_working_day")
ROUTE = ("label", "help", "region", "rules", "card")
CARD = ("title", "intro", "caution", "next", "forms")
REGION = ("label", "help", "municipalities")
OUTLET = (
    *("name", "phone", "phone_abroad", "hours", "for_whom", "told", "targets"),
    *("organisation_kind", "region", "municipalities", "anonymous", "public"),
)
KINDS = ("codelist", "terms", "routes", "outlets", "cards", "regions")


@dataclass(frozen=True, slots=True, eq=False)
class Norms:
    """Everything, all versions, as loaded. Equal only to itself, so that it can be a key."""

    codes: Mapping[str, tuple[Code, ...]]
    titles: Mapping[str, tuple[str, str]]
    terms: Mapping[str, tuple[Term, ...]]
    routes: tuple[Route, ...]
    outlets: tuple[Outlet, ...]
    cards: tuple[CardText, ...]
    regions: tuple[Region, ...]

    def refs(self) -> Iterator[NormRef]:
        """Every norm in every version."""
        yield from (code.norm for codes in self.codes.values() for code in codes)
        yield from (term.norm for terms in self.terms.values() for term in terms)
        things: Iterable[_Dated] = (*self.routes, *self.outlets, *self.cards, *self.regions)
        yield from (thing.norm for thing in things)


class _Desk:
    """Makes typed things out of documents and keeps what was wrong."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = documents
        self.problems: list[Problem] = []
        self._entries: dict[NormRef, Entry] = {}
        self._dated: list[tuple[Entry, NormRef]] = []

    def of(self, kind: str) -> list[Document]:
        return [document for document in self.documents if document.kind == kind]

    def make(
        self, document: Document, known: tuple[str, ...], maker: Callable[[Fields], _T]
    ) -> list[_T]:
        made = [(entry, maker(Fields(entry, self.problems, known))) for entry in document.entries]
        self._dated += [(entry, thing.norm) for entry, thing in made]
        self._entries |= {thing.norm: entry for entry, thing in made}
        return [thing for _, thing in made]

    def every(
        self, kind: str, known: tuple[str, ...], maker: Callable[[Fields], _T]
    ) -> tuple[_T, ...]:
        return tuple(thing for doc in self.of(kind) for thing in self.make(doc, known, maker))

    def check(self) -> None:
        check_windows(self._dated, self.problems)
        for document in self.documents:
            if document.kind not in KINDS:
                self.say(document.file, f"the kind '{document.kind}' is not known.", _any(KINDS))
            if document.kind == "codelist" and not {"nl", "en"} <= set(document.title):
                self.say(document.file, "the title is missing.", "Write title: {nl: …, en: …}.")

    def say(self, file: str, what: str, fix: str) -> None:
        self.problems.append(Problem(file, 1, "", what, fix))

    def must_exist(
        self, norm: NormRef, what: str, used: Iterable[object], known: Iterable[str]
    ) -> None:
        """Say of each word that an entry uses and nobody knows where it stands."""
        entry = self._entries[norm]
        for word in sorted(map(str, set(used) - set(known))):
            said = f"the {what} '{word}' does not exist."
            self.problems.append(Problem(entry.file, entry.line, entry.key, said, _any(known)))


def load(overlay: Path | None = None) -> Norms:
    """Read and check all files. Raises NormsError with every problem and what to do about it."""
    problems: list[Problem] = []
    desk = _Desk(read(overlay, problems))
    desk.problems = problems
    lists = desk.of("codelist")
    terms = desk.every("terms", TERM, duration_of)
    loaded = Norms(
        MappingProxyType(
            {d.name: tuple(desk.make(d, CODE, partial(code_of, d.name))) for d in lists}
        ),
        MappingProxyType({d.name: (str(d.title.get("nl")), str(d.title.get("en"))) for d in lists}),
        MappingProxyType(_by_name(terms)),
        desk.every("routes", ROUTE, route_of),
        desk.every("outlets", OUTLET, outlet_of),
        desk.every("cards", CARD, card_text_of),
        desk.every("regions", REGION, region_of),
    )
    desk.check()
    _check_routes(loaded, desk)
    _check_outlets(loaded, desk)
    _check_indicators(loaded, desk)
    if desk.problems:
        raise NormsError(desk.problems)
    return loaded


def _by_name(terms: Iterable[Term]) -> dict[str, tuple[Term, ...]]:
    found: dict[str, tuple[Term, ...]] = {}
    for term in terms:
        name = term.norm.key.removeprefix("term.")
        found[name] = (*found.get(name, ()), term)
    return found


def _any(words: Iterable[str]) -> str:
    return f"Use one of: {', '.join(sorted(words))}."


def _values(loaded: Norms, name: str) -> frozenset[str]:
    return frozenset(code.value for code in loaded.codes.get(name, ()))


def _check_routes(loaded: Norms, desk: _Desk) -> None:
    targets, reasons = _values(loaded, "route_target"), _values(loaded, "route_reason")
    forms = _values(loaded, "form_of_exploitation")
    regions = {region.code for region in loaded.regions}
    desks = {outlet.key for outlet in loaded.outlets} | {LOCAL}
    if not any(route.region is None and not route.norm.pending for route in loaded.routes):
        desk.say("routes.yaml", "there is no national route.", "Add one without 'region'.")
    for route in loaded.routes:
        used = {rule.target for rule in route.rules} | {step.target for step in route.steps}
        asked = {form for rule in route.rules for form in rule.when.forms or ()}
        desk.must_exist(route.norm, "target", used, targets)
        desk.must_exist(route.norm, "reason", {c for r in route.rules for c in r.because}, reasons)
        desk.must_exist(route.norm, "form", asked, forms)
        desk.must_exist(route.norm, "outlet", {k for s in route.steps for k in s.outlets}, desks)
        desk.must_exist(route.norm, "region", {route.region} - {None}, regions)


def _check_outlets(loaded: Norms, desk: _Desk) -> None:
    targets = _values(loaded, "route_target")
    kinds = _values(loaded, "organisation_kind")
    if not any(outlet.key == "emergency" for outlet in loaded.outlets):
        desk.say("outlets.yaml", "the emergency number is missing.", "Add the entry 'emergency'.")
    for outlet in loaded.outlets:
        desk.must_exist(outlet.norm, "target", outlet.targets, targets)
        desk.must_exist(outlet.norm, "organisation kind", {outlet.organisation_kind}, kinds)


def _check_indicators(loaded: Norms, desk: _Desk) -> None:
    groups = {card.group for card in loaded.cards}
    forms = _values(loaded, "form_of_exploitation")
    for code in loaded.codes.get("indicator", ()):
        desk.must_exist(code.norm, "card", {code.extra.get("group")}, groups)
        desk.must_exist(code.norm, "form", code.extra.get("forms", ()), forms)
