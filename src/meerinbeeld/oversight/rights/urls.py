# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.urls import path

from meerinbeeld.oversight.rights import views

R = "toezicht/rechten/<str:request_reference>/"

urlpatterns = [
    path("toezicht/rechten/", views.rights, name="rights"),
    path("toezicht/rechten/nieuw/", views.receive, name="rights_receive"),
    path(R, views.one, name="rights_request"),
    path(f"{R}zoeken/", views.look, name="rights_look"),
    path(f"{R}dossiers/", views.add, name="rights_add"),
    path(f"{R}dossiers/<uuid:rights_dossier>/weg/", views.remove, name="rights_remove"),
    path(f"{R}dossiers/<uuid:rights_dossier>/wissen/", views.erase, name="rights_erase"),
    path(f"{R}verzamelen/", views.gather, name="rights_gather"),
    path(f"{R}teksten/", views.pieces, name="rights_pieces"),
    path(f"{R}teksten/<uuid:piece>/", views.judge, name="rights_judge"),
    path(f"{R}wie/", views.identify, name="rights_identify"),
    path(f"{R}uitstel/", views.extend, name="rights_extend"),
    path(f"{R}besluit/", views.decide, name="rights_decide"),
    path(f"{R}gegeven/", views.deliver, name="rights_deliver"),
    path(f"{R}pakket/", views.package, name="rights_package"),
]
