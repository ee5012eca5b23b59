# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from meerinbeeld.insight.views import figure, hidden, screens

urlpatterns: list[URLPattern | URLResolver] = [
    path("cijfers/", screens.home, name="figures"),
    path("cijfers/doel/<slug:goal>/", screens.goal, name="figures_goal"),
    path("cijfers/tabel/<slug:indicator>/", figure.page, name="figure"),
    path("cijfers/tabel/<slug:indicator>/<slug:kind>/", figure.export, name="figure_export"),
    path("cijfers/verborgen/", hidden.page, name="figures_hidden"),
    path("cijfers/aanval/<uuid:release>/", hidden.attack, name="attack_report"),
]
