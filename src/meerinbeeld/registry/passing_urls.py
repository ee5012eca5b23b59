# SPDX-License-Identifier: EUPL-1.2
"""Addresses of passing on, exports, letters and series."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
