# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.urls import path

from meerinbeeld.oversight import views
from meerinbeeld.oversight.rights.urls import urlpatterns as rights

urlpatterns = [
    *rights,
    path("toezicht/", views.desk, name="oversight"),
    path("toezicht/zonder-behandelaar/", views.unattended, name="unattended"),
    path("toezicht/logboek/", views.journal_list, name="journal"),
    path("toezicht/logboek/controleren/", views.journal_check, name="journal_check"),
    path("toezicht/logboek/exporteren/", views.journal_export, name="journal_export"),
    path("toezicht/logboek/<uuid:entry>/", views.journal_entry, name="journal_entry"),
    path("toezicht/noodtoegang/", views.emergency_list, name="emergencies"),
    path("toezicht/noodtoegang/<uuid:emergency>/", views.emergency_review, name="emergency"),
    path("toezicht/bewaren/", views.retention, name="retention"),
    path("toezicht/bewaren/voorstellen/", views.propose, name="retention_propose"),
    path("toezicht/bewaren/<uuid:destruction>/", views.decide, name="destruction"),
    path("toezicht/bewaren/<uuid:destruction>/terug/", views.withdraw, name="destruction_withdraw"),
    path("toezicht/verklaringen/<uuid:destruction>/", views.certificate, name="certificate"),
    path("toezicht/vasthouden/", views.hold, name="hold"),
    path("toezicht/vasthouden/<uuid:hold>/opheffen/", views.lift, name="hold_lift"),
    path("toezicht/sleutels/", views.keys, name="keys"),
    path("toezicht/sleutels/<slug:kind>/", views.rotate, name="keys_rotate"),
    path("toezicht/werk/<uuid:job>/", views.job, name="job"),
]
