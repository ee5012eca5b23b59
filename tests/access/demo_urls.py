# SPDX-License-Identifier: EUPL-1.2
"""The addresses of both faces as they are in demo mode."""

from __future__ import annotations

from django.urls import path

from meerinbeeld.access.views import demo
from meerinbeeld.config.urls import both

urlpatterns = [
    path("inloggen/proef/", demo.sign_in, name="demo_sign_in"),
    *both.urlpatterns,
]
handler403, handler404 = both.handler403, both.handler404
