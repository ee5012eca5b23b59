# SPDX-License-Identifier: EUPL-1.2
"""Rules as data: codes, terms, routes and indicator cards, each with its dates and its source."""

from __future__ import annotations

from meerinbeeld.norms.cards import IndicatorCard, Observation
from meerinbeeld.norms.outlets import CardLine, Outlet, RouteCard
from meerinbeeld.norms.reader import (
    advise_route,
    cards_for,
    code_lists,
    codelist,
    configure,
    indicator_card,
    indicator_cards,
    norm,
    norms,
    observations,
    outlets,
    region_of,
    retention_of,
    route_card,
    term,
)
from meerinbeeld.norms.refs import Code, CodeList, NormRef
from meerinbeeld.norms.routes import RouteAdvice, RouteFacts
from meerinbeeld.norms.store import Norms, load
from meerinbeeld.norms.terms import AMSTERDAM, Term, today
from meerinbeeld.norms.yamlfiles import NormsError, Problem

__all__ = [
    "AMSTERDAM",
    "CardLine",
    "Code",
    "CodeList",
    "IndicatorCard",
    "NormRef",
    "Norms",
    "NormsError",
    "Observation",
    "Outlet",
    "Problem",
    "RouteAdvice",
    "RouteCard",
    "RouteFacts",
    "Term",
    "advise_route",
    "cards_for",
    "code_lists",
    "codelist",
    "configure",
    "indicator_card",
    "indicator_cards",
    "load",
    "norm",
    "norms",
    "observations",
    "outlets",
    "region_of",
    "retention_of",
    "route_card",
    "term",
    "today",
]
