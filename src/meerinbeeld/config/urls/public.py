# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from meerinbeeld.ui import views as ui

pages: list[URLPattern | URLResolver] = [
    path("", include("meerinbeeld.signals.public.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("health", ui.health, name="health"),
    path("theme.css", ui.theme_css, name="theme"),
    *i18n_patterns(*pages, prefix_default_language=False),
]

handler400 = "meerinbeeld.ui.views.bad_request"
handler403 = "meerinbeeld.ui.views.forbidden"
handler404 = "meerinbeeld.ui.views.not_found"
handler500 = "meerinbeeld.ui.views.server_error"
