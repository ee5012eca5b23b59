# SPDX-License-Identifier: EUPL-1.2
"""Addresses of figures: by organisation, letters, series, the European Union, and exports."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.registry.views import figures, letters, series

_ROOM = "registratie/cijfers/"
_DRAFT = f"{_ROOM}brieven/aan/<uuid:organisation>/<str:period>/"
_LETTER = f"{_ROOM}brieven/<uuid:letter>/"
urlpatterns: list[URLPattern] = [
    path(_ROOM, figures.home, name="registry_figures"),
    path(f"{_ROOM}organisaties/", figures.organisations, name="figures_organisations"),
    path(
        f"{_ROOM}organisaties/bewaren/<slug:kind>/",
        figures.organisations_export,
        name="figures_organisations_export",
    ),
    path(f"{_ROOM}uitwisselen/", figures.export, name="figures_export"),
    path(f"{_ROOM}europese-unie/", figures.union, name="figures_union"),
    path(
        f"{_ROOM}europese-unie/bewaren/<slug:kind>/",
        figures.union_export,
        name="figures_union_export",
    ),
    path(f"{_ROOM}landelijk/", series.series, name="figures_series"),
    path(f"{_ROOM}landelijk/<slug:name>/", series.series, name="figures_series_of"),
    path(f"{_ROOM}brieven/", letters.listing, name="letters"),
    path(f"{_ROOM}brieven/aan-ons/", letters.own, name="letters_own"),
    path(_DRAFT, letters.draft, name="letter_draft"),
    path(f"{_DRAFT}pdf/", letters.draft_pdf, name="letter_draft_pdf"),
    path(f"{_DRAFT}versturen/", letters.send, name="letter_send"),
    path(_LETTER, letters.one, name="letter"),
    path(f"{_LETTER}pdf/", letters.one_pdf, name="letter_pdf"),
    path(f"{_LETTER}terugnemen/", letters.take_back, name="letter_take_back"),
]
