# SPDX-License-Identifier: EUPL-1.2
"""Addresses of care. Each view begins by asking for the case of this actor."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from meerinbeeld.care.views import case, caseload

working: list[URLPattern] = [
    path("zorg/", caseload.caseload, name="caseload"),
]
one_case: list[URLPattern] = [
    path("zorg/<str:case>/", case.show, name="case"),
    path("zorg/<str:case>/fase/<str:tab>/", case.show, name="case_tab"),
    path("zorg/<str:case>/tonen/<uuid:fact>/", case.reveal, name="case_reveal"),
]

urlpatterns: list[URLPattern | URLResolver] = [*working, *one_case]
