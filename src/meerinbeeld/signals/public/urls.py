# SPDX-License-Identifier: EUPL-1.2
"""The public face. Addresses say nothing about the subject: they stay in a browser's history."""

from __future__ import annotations

from django.urls import path

from meerinbeeld.signals.public.views import pages, receipt, returning, wizard

urlpatterns = [
    path("", pages.home, name="home"),
    path("melding/", wizard.start, name="report"),
    path("melding/bellen/", wizard.call, name="report_call"),
    path("melding/nakijken/", wizard.check, name="report_check"),
    path("melding/code/", receipt.receipt, name="receipt"),
    path("melding/code/overtypen/", receipt.receipt_confirm, name="receipt_confirm"),
    path("melding/klaar/", receipt.receipt_confirmed, name="receipt_confirmed"),
    path("melding/<slug:step>/", wizard.question, name="report"),
    path("verder/", returning.sign_in, name="return"),
    path("verder/melding/", returning.status, name="return_status"),
    path("verder/intrekken/", returning.withdraw, name="return_withdraw"),
    path("verder/sluiten/", returning.stop, name="return_stop"),
    path("wie-weet-wat/", pages.route_card_list, name="route_card"),
    path("wie-weet-wat/<slug:municipality>/", pages.route_card, name="route_card_municipality"),
    path("wat-er-gebeurt/", pages.what_happens, name="what_happens"),
    path("veilig-apparaat/", pages.safety, name="safety"),
    path("toegankelijk/", pages.accessibility, name="accessibility"),
    path("weg/", pages.leave_site, name="leave_site"),
]
