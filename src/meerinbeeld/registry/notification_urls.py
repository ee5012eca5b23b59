# SPDX-License-Identifier: EUPL-1.2
"""Addresses of notifications."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.registry.views import listing

urlpatterns: list[URLPattern] = [
    path("registratie/", listing.notifications, name="notifications"),
    path("registratie/bewaren/<slug:kind>/", listing.export, name="notifications_export"),
]
