# SPDX-License-Identifier: EUPL-1.2
"""Who can be found, and where people can go."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from meerinbeeld.network.views import covenants, directory, organisations, outlets

urlpatterns: list[URLPattern | URLResolver] = [
    path("netwerk/", directory.index, name="directory"),
    path("netwerk/lijst.csv", directory.export, name="directory_export"),
    path("netwerk/gemeente/<str:cbs_code>/", directory.town, name="town"),
    path("netwerk/contact/nieuw/", directory.contact_add, name="contact_add"),
    path("netwerk/contact/<uuid:contact_id>/", directory.contact_change, name="contact_change"),
    path("netwerk/contact/<uuid:contact_id>/klopt/", directory.contact_right, name="contact_right"),
    path("netwerk/contact/<uuid:contact_id>/einde/", directory.contact_end, name="contact_end"),
    path("netwerk/hulp/", outlets.index, name="outlets"),
    path("netwerk/hulp/nieuw/", outlets.add, name="outlet_add"),
    path("netwerk/hulp/<uuid:outlet_id>/", outlets.change, name="outlet_change"),
    path("netwerk/hulp/<uuid:outlet_id>/klopt/", outlets.right, name="outlet_right"),
    path("netwerk/afspraken/", covenants.index, name="covenants"),
    path("netwerk/afspraken/nieuw/", covenants.add, name="covenant_add"),
    path("netwerk/afspraken/<uuid:covenant_id>/", covenants.change, name="covenant_change"),
    path("beheer/organisaties/", organisations.index, name="organisations"),
    path("beheer/organisaties/nieuw/", organisations.add, name="organisation_add"),
    path(
        "beheer/organisaties/<uuid:organisation_id>/",
        organisations.change,
        name="organisation_change",
    ),
]
