# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from meerinbeeld.insight.views import (
    chance,
    corrections,
    digests,
    estimates,
    figure,
    health,
    hidden,
    saved,
    screens,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("cijfers/", screens.home, name="figures"),
    path("cijfers/doel/<slug:goal>/", screens.goal, name="figures_goal"),
    path("cijfers/tabel/<slug:indicator>/", figure.page, name="figure"),
    path("cijfers/tabel/<slug:indicator>/<slug:kind>/", figure.export, name="figure_export"),
    path("cijfers/verborgen/", hidden.page, name="figures_hidden"),
    path("cijfers/verborgen/<uuid:release>/correctie/", corrections.ask, name="correct_release"),
    path("cijfers/correctie/<uuid:correction>/", corrections.page, name="correction"),
    path(
        "cijfers/correctie/<uuid:correction>/akkoord/", corrections.agree, name="correction_agree"
    ),
    path(
        "cijfers/correctie/<uuid:correction>/terug/",
        corrections.withdraw,
        name="correction_withdraw",
    ),
    path("cijfers/overzicht/", digests.page, name="digest"),
    path("cijfers/bewaard/", saved.overview, name="saved_views"),
    path("cijfers/bewaard/nieuw/", saved.keep, name="view_keep"),
    path("cijfers/bewaard/<uuid:view>/delen/", saved.share, name="saved_share"),
    path("cijfers/bewaard/<uuid:view>/weg/", saved.forget, name="saved_forget"),
    path("beheer/gezondheid/", health.page, name="system_health"),
    path("cijfers/toeval/", chance.in_time, name="figures_chance"),
    path("cijfers/kaart/", chance.on_map, name="figures_map"),
    path("cijfers/blinde-vlekken/", chance.blind_spots, name="blind_spots"),
    path("cijfers/ongezien/", estimates.overview, name="estimates"),
    path("cijfers/ongezien/register/", estimates.from_register, name="estimate_register"),
    path("cijfers/ongezien/tabel/", estimates.from_table, name="estimate_table"),
    path("cijfers/ongezien/<uuid:estimate>/", estimates.estimate, name="estimate"),
    path(
        "cijfers/ongezien/<uuid:estimate>/voortgang/", estimates.progress, name="estimate_progress"
    ),
    path("cijfers/ongezien/<uuid:estimate>/stop/", estimates.stop, name="estimate_stop"),
    path("cijfers/ongezien/<uuid:estimate>/delen/", estimates.share, name="estimate_share"),
    path("cijfers/ongezien/<uuid:estimate>/weg/", estimates.throw_away, name="estimate_throw_away"),
    path("cijfers/aanval/<uuid:release>/", hidden.attack, name="attack_report"),
]
