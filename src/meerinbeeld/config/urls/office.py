# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from meerinbeeld.config.urls.public import handler400, handler403, handler404, handler500
from meerinbeeld.ui import views as ui

pages: list[URLPattern | URLResolver] = [
    path("", include("meerinbeeld.access.urls")),
    path("", include("meerinbeeld.signals.urls")),
    path("", include("meerinbeeld.care.urls")),
    path("", include("meerinbeeld.registry.urls")),
    path("", include("meerinbeeld.network.urls")),
    path("", include("meerinbeeld.oversight.urls")),
    path("", include("meerinbeeld.insight.urls")),
    path("", include("meerinbeeld.ui.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("health", ui.health, name="health"),
    path("theme.css", ui.theme_css, name="theme"),
    *i18n_patterns(*pages, prefix_default_language=False),
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
