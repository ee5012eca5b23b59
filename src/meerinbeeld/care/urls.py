# SPDX-License-Identifier: EUPL-1.2
"""Addresses of care. Each view begins by asking for the case of this actor."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from meerinbeeld.care import intake_urls, sharing_urls
from meerinbeeld.care.views import (
    board,
    calendar,
    case,
    caseload,
    claims,
    documents,
    finding,
    hours,
    milestones,
    plan,
    refer,
    referral,
    shelter,
)

working: list[URLPattern] = [
    path("zorg/", caseload.caseload, name="caseload"),
    path("zorg/zoeken/", finding.search, name="case_search"),
    path("zorg/bewaren/<str:kind>/", caseload.export, name="caseload_export"),
    path("zorg/uren/", hours.hours, name="hours"),
    path("zorg/uren/bewaren/<str:kind>/", hours.export, name="hours_export"),
    path("zorg/uren/<uuid:hours>/verwijderen/", hours.remove, name="hours_remove"),
    path("zorg/agenda/", calendar.calendar, name="calendar"),
    path("zorg/agenda/maken/", calendar.make, name="calendar_make"),
    path("zorg/agenda/intrekken/", calendar.revoke, name="calendar_revoke"),
    path("agenda/<str:token>.ics", calendar.feed, name="calendar_feed"),
]
planning: list[URLPattern] = [
    path("zorg/<str:case>/kort/", plan.quick, name="case_quick"),
    path("zorg/<str:case>/doel/", plan.goal_add, name="goal_add"),
    path("zorg/<str:case>/doel/<uuid:goal>/einde/", plan.goal_end, name="goal_end"),
    path("zorg/<str:case>/doel/<uuid:goal>/weer/", plan.goal_reopen, name="goal_reopen"),
    path("zorg/<str:case>/taak/", plan.task_add, name="task_add"),
    path("zorg/<str:case>/taak/<uuid:task>/klaar/", plan.task_done, name="task_done"),
    path("zorg/<str:case>/taak/<uuid:task>/weer/", plan.task_reopen, name="task_reopen"),
    path("zorg/<str:case>/taak/<uuid:task>/vervallen/", plan.task_drop, name="task_drop"),
    path("zorg/<str:case>/taak/<uuid:task>/verzetten/", plan.task_move, name="task_move"),
    path("zorg/<str:case>/contact/", plan.contact_add, name="contact_add"),
    path(
        "zorg/<str:case>/contact/<uuid:moment>/terugnemen/",
        plan.contact_take_back,
        name="contact_take_back",
    ),
    path("zorg/<str:case>/stap/", milestones.add, name="milestone_add"),
    path(
        "zorg/<str:case>/stap/<uuid:milestone>/terugnemen/",
        milestones.take_back,
        name="milestone_take_back",
    ),
    path("zorg/<str:case>/politie/", milestones.cooperation, name="cooperation"),
]
bed_board: list[URLPattern] = [
    path("zorg/opvang/", board.show, name="bed_board"),
    path("zorg/opvang/lijst/<str:kind>/", board.export, name="bed_board_export"),
    path("zorg/opvang/erbij/", board.add, name="facility_add"),
    path("zorg/opvang/<uuid:facility>/", board.change, name="facility"),
    path("zorg/opvang/<uuid:facility>/bedden/", board.beds, name="facility_beds"),
    path("zorg/opvang/<uuid:facility>/einde/", board.end, name="facility_end"),
]
referring: list[URLPattern] = [
    path("zorg/aanmelden/", refer.refer, name="refer"),
    path("zorg/aanmelden/signaal/<str:reference>/", refer.refer_signal, name="refer_signal"),
    path("zorg/aanmeldingen/", referral.referrals, name="referrals"),
    path("zorg/mijn-aanmeldingen/", refer.my_referrals, name="my_referrals"),
    path("zorg/mijn-aanmeldingen/<str:case>/", refer.my_referral, name="my_referral"),
    path("zorg/mijn-aanmeldingen/<str:case>/intrekken/", refer.withdraw, name="referral_withdraw"),
    path("zorg/<str:case>/aanmelding/aannemen/", referral.accept, name="referral_accept"),
    path("zorg/<str:case>/aanmelding/vragen/", referral.ask, name="referral_ask"),
    path("zorg/<str:case>/aanmelding/afwijzen/", referral.decline, name="referral_decline"),
]
one_case: list[URLPattern] = [
    path("zorg/<str:case>/", case.show, name="case"),
    path("zorg/<str:case>/fase/<str:tab>/", case.show, name="case_tab"),
    path("zorg/<str:case>/afdruk/", case.print_page, name="case_print"),
    path("zorg/<str:case>/tonen/<uuid:fact>/", case.reveal, name="case_reveal"),
]
shelter_of_case: list[URLPattern] = [
    path("zorg/<str:case>/opvang/", shelter.ask, name="shelter_ask"),
    path("zorg/<str:case>/opvang/adres/", shelter.address, name="shelter_address"),
    path("zorg/<str:case>/opvang/<uuid:placement>/wacht/", shelter.wait, name="shelter_wait"),
    path("zorg/<str:case>/opvang/<uuid:placement>/plek/", shelter.place, name="shelter_place"),
    path("zorg/<str:case>/opvang/<uuid:placement>/weg/", shelter.leave, name="shelter_leave"),
    path("zorg/<str:case>/opvang/<uuid:placement>/nee/", shelter.refuse, name="shelter_refuse"),
    path(
        "zorg/<str:case>/opvang/<uuid:placement>/intrekken/",
        shelter.withdraw,
        name="shelter_withdraw",
    ),
    path("zorg/<str:case>/opvang/<uuid:placement>/langer/", shelter.delay, name="shelter_delay"),
]

papers: list[URLPattern] = [
    path("zorg/<str:case>/documenten/", documents.listing, name="case_documents"),
    path("zorg/<str:case>/documenten/erbij/", documents.add, name="document_add"),
    path("zorg/<str:case>/document/<uuid:document>/", documents.show, name="document"),
    path(
        "zorg/<str:case>/document/<uuid:document>/inhoud/",
        documents.content,
        name="document_content",
    ),
    path("zorg/<str:case>/document/<uuid:document>/opslaan/", documents.save, name="document_save"),
    path(
        "zorg/<str:case>/document/<uuid:document>/nieuwer/",
        documents.replace,
        name="document_replace",
    ),
    path(
        "zorg/<str:case>/document/<uuid:document>/wat/",
        documents.describe,
        name="document_describe",
    ),
    path("zorg/<str:case>/document/<uuid:document>/weg/", documents.remove, name="document_remove"),
    path(
        "zorg/<str:case>/document/<uuid:document>/terug/",
        documents.restore,
        name="document_restore",
    ),
]
compensation: list[URLPattern] = [
    path("zorg/<str:case>/schade/<slug:kind>/beginnen/", claims.start, name="claim_start"),
    path("zorg/<str:case>/schade/<uuid:claim>/", claims.show, name="claim"),
    path(
        "zorg/<str:case>/schade/<uuid:claim>/stuk/<slug:needed>/", claims.piece, name="claim_piece"
    ),
    path("zorg/<str:case>/schade/<uuid:claim>/stand/", claims.progress, name="claim_progress"),
    path("zorg/<str:case>/schade/<uuid:claim>/bundel/", claims.bundle, name="claim_bundle"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *working,
    *planning,
    *bed_board,
    *referring,
    *sharing_urls.with_partners,
    *one_case,
    *intake_urls.urlpatterns,
    *shelter_of_case,
    *papers,
    *compensation,
    *sharing_urls.of_case,
]
