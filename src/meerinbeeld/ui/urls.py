# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.urls import path

from meerinbeeld.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery", views.gallery, name="gallery"),
    path("gallery/list", views.gallery, {"part": "list"}, name="gallery_list"),
    path("gallery/charts", views.gallery_charts, name="gallery_charts"),
    path("gallery/confirm", views.gallery, {"part": "confirm"}, name="gallery_confirm"),
    path("gallery/conflict", views.gallery, {"part": "conflict"}, name="gallery_conflict"),
    path("gallery/public", views.gallery, {"part": "public"}, name="gallery_public"),
    path("gallery/error/<slug:status>", views.gallery_error, name="gallery_error"),
]
