# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.urls import path

from meerinbeeld.ui import views

app_name = "ui"
urlpatterns = [
    path("theme.css", views.theme_css, name="theme"),
    path("gallery", views.gallery, name="gallery"),
    path("gallery/public", views.gallery, {"part": "public"}, name="gallery_public"),
]
