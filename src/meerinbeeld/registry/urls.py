# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the register. Each room has a list of its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from meerinbeeld.registry import (
    figures_urls,
    import_urls,
    linkage_urls,
    notification_urls,
    passing_urls,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *import_urls.urlpatterns,
    *linkage_urls.urlpatterns,
    *passing_urls.urlpatterns,
    *figures_urls.urlpatterns,
    *notification_urls.urlpatterns,
]
