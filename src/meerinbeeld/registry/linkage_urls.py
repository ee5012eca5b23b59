# SPDX-License-Identifier: EUPL-1.2
"""Addresses of who is the same person, and of victims."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.registry.views import judging, runs, victim

urlpatterns: list[URLPattern] = [
    path("registratie/dezelfde/", judging.pairs, name="pairs"),
    path("registratie/dezelfde/zoeken/", runs.ask, name="linkage_ask"),
    path("registratie/dezelfde/zoeken/<uuid:run>/", runs.show, name="linkage_run"),
    path("registratie/dezelfde/zoeken/<uuid:run>/stoppen/", runs.stop, name="linkage_stop"),
    path("registratie/dezelfde/<uuid:pair>/", judging.pair, name="pair"),
    path("registratie/slachtoffer/<str:victim>/", victim.show, name="victim"),
    path(
        "registratie/slachtoffer/<str:victim>/uit/<str:notification>/",
        victim.take_out,
        name="victim_take_out",
    ),
]
