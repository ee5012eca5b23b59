# SPDX-License-Identifier: EUPL-1.2
"""Addresses of sharing: what the team opens for partners, and what partners do with it."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.care.views import consent, emergency, partner, refer_out, sharing

#: What the team shares of a case, and what partners do with it.
of_case: list[URLPattern] = [
    path("zorg/<str:case>/delen/", sharing.desk, name="case_sharing"),
    path("zorg/<str:case>/delen/met/", sharing.choose, name="case_share_with"),
    path(
        "zorg/<str:case>/delen/met/<slug:flow>/<uuid:organisation>/",
        sharing.share,
        name="case_share",
    ),
    path(
        "zorg/<str:case>/delen/met/<slug:flow>/<uuid:organisation>/blad/",
        consent.draft_sheet,
        name="case_sheet_draft",
    ),
    path("zorg/<str:case>/delen/<uuid:grant>/blad/", consent.grant_sheet, name="case_sheet"),
    path("zorg/<str:case>/delen/<uuid:grant>/verlengen/", sharing.extend, name="case_extend"),
    path("zorg/<str:case>/delen/<uuid:grant>/stoppen/", sharing.end, name="case_share_end"),
    path("zorg/<str:case>/delen/<uuid:grant>/vragen/", refer_out.ask, name="case_ask"),
    path("zorg/<str:case>/grondslag/<slug:flow>/", sharing.ground, name="case_ground"),
    path("zorg/<str:case>/toestemming/", consent.ask, name="case_consent"),
    path(
        "zorg/<str:case>/toestemming/<uuid:consent>/intrekken/",
        consent.withdraw,
        name="case_consent_withdraw",
    ),
    path(
        "zorg/<str:case>/toestemming/blad/",
        consent.general_sheet,
        name="case_consent_sheet_general",
    ),
    path(
        "zorg/<str:case>/toestemming/blad/<slug:flow>/",
        consent.flow_sheet,
        name="case_consent_sheet",
    ),
    path("zorg/<str:case>/verzoek/<uuid:referral>/", refer_out.show, name="case_request"),
    path(
        "zorg/<str:case>/verzoek/<uuid:referral>/terugnemen/",
        refer_out.revoke,
        name="case_request_revoke",
    ),
    path(
        "zorg/<str:case>/verzoek/<uuid:referral>/overdracht/",
        refer_out.hand_over,
        name="case_handover",
    ),
    path(
        "zorg/<str:case>/verzoek/<uuid:referral>/antwoord/",
        refer_out.respond,
        name="case_request_answer",
    ),
    path(
        "zorg/<str:case>/verzoek/<uuid:referral>/klaar/",
        refer_out.finish,
        name="case_request_done",
    ),
    path(
        "zorg/<str:case>/verzoek/<uuid:referral>/bericht/",
        refer_out.message,
        name="case_request_message",
    ),
    path("zorg/<str:case>/gedeeld/afdruk/", partner.print_page, name="case_shared_print"),
    path("zorg/<str:case>/gedeeld/tabel/", partner.table, name="case_shared_table"),
]
with_partners: list[URLPattern] = [
    path("zorg/van-ons-gevraagd/", partner.asked_of_us, name="asked_of_us"),
    path("zorg/noodtoegang/", emergency.emergency, name="case_emergency"),
    path("zorg/noodtoegang/<uuid:emergency>/einde/", emergency.end, name="case_emergency_end"),
]
