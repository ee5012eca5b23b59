# SPDX-License-Identifier: EUPL-1.2
"""Addresses of notifications."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.registry.views import likely, listing, making, notification, quality

ONE = "registratie/aanmelding/<str:notification>/"
urlpatterns: list[URLPattern] = [
    path("registratie/", listing.notifications, name="notifications"),
    path("registratie/bewaren/<slug:kind>/", listing.export, name="notifications_export"),
    path("registratie/nieuw/lijkt-op/", likely.likely, name="notification_likely"),
    path("registratie/nieuw/", making.new, name="notification_new"),
    path("registratie/uit-dossier/<str:case>/", making.of_case, name="notification_of_case"),
    path("registratie/kwaliteit/", quality.quality, name="registry_quality"),
    path(ONE, notification.show, name="notification"),
    path(f"{ONE}afdruk/", notification.print_page, name="notification_print"),
    path(f"{ONE}tonen/<uuid:detail>/", notification.reveal, name="notification_reveal"),
    path(f"{ONE}verbeteren/", notification.correct, name="notification_correct"),
    path(f"{ONE}gegevens/", notification.details, name="notification_details"),
    path(f"{ONE}rust-op/", notification.rest, name="notification_rest"),
    path(f"{ONE}intrekken/", notification.withdraw, name="notification_withdraw"),
]
