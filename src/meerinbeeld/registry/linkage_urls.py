# SPDX-License-Identifier: EUPL-1.2
"""Addresses of who is the same person, and of victims."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
