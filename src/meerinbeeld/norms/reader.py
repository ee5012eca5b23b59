# SPDX-License-Identifier: EUPL-1.2
"""The norms as the rest of the application reads them: typed, cached, and without a framework.

``on=None`` means today in the Netherlands. Everything is read once per process; ``configure``
makes it read again. The outcome is immutable and safe to share.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from meerinbeeld.norms import language
from meerinbeeld.norms.cards import IndicatorCard, Observation, observation
from meerinbeeld.norms.outlets import Outlet, RouteCard, card, serving
from meerinbeeld.norms.refs import CodeList, NormRef
from meerinbeeld.norms.routes import RouteAdvice, RouteFacts, advise, best_route
from meerinbeeld.norms.schema import Region
from meerinbeeld.norms.store import Norms, load
from meerinbeeld.norms.terms import Term, today
from meerinbeeld.norms.yamlfiles import overlay_from_environment

_overlay: Path | None = None


def configure(
    *, overlay: Path | str | None = None, active_language: language.Language | None = None
) -> None:
    """Set the overlay directory and the function that tells the active language.

    Without an overlay the environment variable ``MIB_NORMS_DIR`` counts. Forgets what was read.
    """
    global _overlay
    _overlay = Path(overlay) if overlay else None
    language.use_language(active_language)
    for cached in (norms, _codelist, _refs):
        cached.cache_clear()


@lru_cache(maxsize=1)
def norms() -> Norms:
    """All norms of this installation. Raises NormsError when a file is wrong."""
    return load(_overlay or overlay_from_environment())


def codelist(name: str, on: date | None = None) -> CodeList:
    """The codes that hold on that day, in the order of the file.

    Raises LookupError when there is no list of that name.
    """
    return _codelist(name, on or today())


@lru_cache(maxsize=1024)
def _codelist(name: str, on: date) -> CodeList:
    versions = norms().codes.get(name)
    if versions is None:
        raise LookupError(f"There is no code list '{name}'. There are: {', '.join(code_lists())}.")
    current = tuple(code for code in versions if code.norm.holds(on))
    # The newest wording of a value names it, unless an older one holds on the day asked for.
    oldest_first = sorted(versions, key=lambda c: (not c.norm.pending, c.norm.valid_from))
    known = {code.value: code for code in (*oldest_first, *current)}
    return CodeList(name, on, current, MappingProxyType(known))


def code_lists() -> tuple[str, ...]:
    """The names of all code lists."""
    return tuple(sorted(norms().codes))


def term(name: str, on: date | None = None, *, urgency: str | None = None) -> Term:
    """How long something may take on that day.

    ``urgency`` picks the length for that urgency where there is one, as in
    ``term("first_look", on, urgency="acute")``. Raises LookupError for an unknown name, or when no
    version held on that day.
    """
    day = on or today()
    versions = norms().terms.get(f"{name}_{urgency}", ()) if urgency else ()
    versions = versions or norms().terms.get(name, ())
    if not versions:
        raise LookupError(f"There is no term '{name}'. There are: {', '.join(norms().terms)}.")
    for version in versions:
        if version.norm.holds(day):
            return version
    raise LookupError(f"The term '{name}' has no version that holds on {day}.")


def norm(ref: str) -> NormRef | None:
    """The norm that a decision stored as ``key@version``, or None when it was never ours."""
    return _refs().get(ref)


@lru_cache(maxsize=1)
def _refs() -> dict[str, NormRef]:
    return {str(ref): ref for ref in norms().refs()}


def region_of(municipality: str, on: date | None = None) -> Region | None:
    """The region whose route a municipality (CBS code or name) follows."""
    return _place(municipality, on or today())[2]


def _place(municipality: str, on: date) -> tuple[str, str, Region | None]:
    """Code, name and region of a municipality, however it was given."""
    wanted = municipality.casefold()
    for region in norms().regions:
        for code, name in region.municipalities.items():
            if region.norm.holds(on) and wanted in (code.casefold(), name.casefold()):
                return code, name, region
    return municipality, municipality, None


def advise_route(facts: RouteFacts) -> list[RouteAdvice]:
    """Where to turn to, the first one first; never empty. A person decides."""
    region = region_of(facts.municipality, facts.on)
    route = best_route(norms().routes, region.code if region else None, facts.on)
    targets, reasons = codelist("route_target", facts.on), codelist("route_reason", facts.on)
    return advise(facts, route, targets, reasons)


def outlets(municipality: str, on: date | None = None) -> list[Outlet]:
    """Who can be called or visited from that municipality, nearest first after the emergency."""
    day = on or today()
    code, _, region = _place(municipality, day)
    return serving(norms().outlets, code, region.code if region else None, day)


def route_card(municipality: str, on: date | None = None) -> RouteCard:
    """Who to turn to and what is told to whom. Reading it reports nothing."""
    day = on or today()
    code, name, found = _place(municipality, day)
    region = found.code if found else None
    route = best_route(norms().routes, region, day)
    return card(route, outlets(municipality, day), code, name, region)


def indicator_cards(on: date | None = None) -> list[IndicatorCard]:
    """All cards of that day, the general one first."""
    codes = codelist("indicator", on)
    return [
        IndicatorCard(text, tuple(c for c in codes.codes if c.extra.get("group") == text.group))
        for text in norms().cards
        if text.norm.holds(codes.on)
    ]


def indicator_card(group: str, on: date | None = None) -> IndicatorCard:
    """The card of one group. Raises LookupError when there is none."""
    for found in indicator_cards(on):
        if found.group == group:
            return found
    raise LookupError(f"There is no indicator card '{group}'.")


def cards_for(
    forms: frozenset[str], *, minor: bool | None = None, on: date | None = None
) -> list[IndicatorCard]:
    """The cards to lay beside a signal: the general one, those of its forms, youth when young."""
    return [
        found
        for found in indicator_cards(on)
        if found.group == "general"
        or forms & set(found.text.forms)
        or (found.group == "youth" and minor is not False)
    ]


def observations(subject_kind: str, on: date | None = None) -> list[Observation]:
    """The short set of plain things that a member of the public may have seen.

    ``subject_kind``: person, place or self. The value is a code of the list ``indicator``.
    """
    found = (observation(code, subject_kind) for code in codelist("indicator", on).codes)
    return [item for item in found if item is not None]


def retention_of(stop_reason: str, *, minor: bool | None = None, on: date | None = None) -> Term:
    """How long a signal is kept that ended for that reason; never longer than it had already.

    A file of the care coordinator has its own term. A region that keeps the signal with that file
    sets ``retention: retention_care`` on the reason; for a minor the Jeugdwet's term then holds.
    """
    code = codelist("stop_reason", on).get(stop_reason)
    name = str(code.extra.get("retention", "retention_signal")) if code else "retention_signal"
    if name == "retention_care" and minor:
        name = "retention_youth"
    return term(name, on)
