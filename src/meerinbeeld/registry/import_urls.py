# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the lists that organisations deliver."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
