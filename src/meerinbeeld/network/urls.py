# SPDX-License-Identifier: EUPL-1.2
"""Who can be found, and where people can go."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
