# SPDX-License-Identifier: EUPL-1.2
"""Addresses of the office. One list per file of `views`; none of them can be guessed into a signal:
each view begins by asking for the signal of this actor.
"""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from meerinbeeld.signals.views import (
    assess,
    book,
    emergency,
    ending,
    enrich,
    exchange,
    export,
    files,
    inbox,
    joining,
    notices,
    own,
    record,
    resemblance,
    route,
    search,
    signal,
)

S = "signalen/<str:reference>/"

working: list[URLPattern] = [
    path("werk/", inbox.work, name="work"),
    path("werk/bewaren/<str:kind>/", export.export_inbox, name="work_export"),
    path("zoeken/", search.search, name="search"),
]
one_signal: list[URLPattern] = [
    path(S, signal.signal, name="signal"),
    path(f"{S}afdruk/", signal.print_page, name="signal_print"),
    path(f"{S}tonen/<uuid:item>/", signal.reveal, name="signal_reveal"),
]
assessing: list[URLPattern] = [
    path(f"{S}beoordelen/", assess.assess, name="signal_assess"),
    path(f"{S}vormen/", assess.forms, name="signal_forms"),
    path(f"{S}kaart/", assess.indicators, name="signal_indicators"),
    path(f"{S}toewijzen/", assess.assign, name="signal_assign"),
    path(f"{S}oppakken/", assess.take_on, name="signal_take_on"),
]
enriching: list[URLPattern] = [
    path(f"{S}aanvullen/", enrich.enrich, name="signal_enrich"),
    path(f"{S}gegevens/<uuid:item>/weg/", enrich.remove, name="signal_item_remove"),
    path(f"{S}gegevens/<uuid:item>/terug/", enrich.restore, name="signal_item_restore"),
]
handling_files: list[URLPattern] = [
    path(f"{S}bijlagen/nieuw/", files.add, name="signal_file_add"),
    path(f"{S}bijlagen/<uuid:attachment>/", files.show, name="signal_file"),
    path(f"{S}bijlagen/<uuid:attachment>/beeld/", files.picture, name="signal_picture"),
    path(f"{S}bijlagen/<uuid:attachment>/bestand/", files.download, name="signal_file_save"),
    path(f"{S}bijlagen/<uuid:attachment>/delen/", files.share, name="signal_file_share"),
]
in_an_emergency: list[URLPattern] = [
    path("noodtoegang/", emergency.emergency, name="break_glass"),
    path("noodtoegang/<uuid:emergency_id>/einde/", emergency.end, name="break_glass_end"),
]
routing: list[URLPattern] = [
    path(f"{S}route/", route.route, name="signal_route"),
    path(f"{S}antwoord/", route.respond, name="signal_answer"),
    path(f"{S}uitkomst/", route.finish, name="signal_finish"),
    path(f"{S}route/<uuid:route>/terug/", route.revoke, name="signal_revoke"),
    path(f"{S}overdragen/", route.hand_over, name="signal_hand_over"),
]
exchanging: list[URLPattern] = [
    path(f"{S}schrijven/<str:audience>/", exchange.remark, name="signal_remark"),
    path(f"{S}vraag/", exchange.ask, name="signal_ask"),
    path(f"{S}terugkoppelen/", exchange.feedback, name="signal_feedback"),
]
closing: list[URLPattern] = [
    path(f"{S}afsluiten/", ending.close, name="signal_close"),
    path(f"{S}heropenen/", ending.reopen, name="signal_reopen"),
    path(f"{S}splitsen/", joining.split, name="signal_split"),
    path(f"{S}samenvoegen/", joining.merge, name="signal_merge"),
]
recording: list[URLPattern] = [
    path("melden/", record.record, name="record"),
    path("melden/namens-iemand/", record.on_behalf, name="record_on_behalf"),
    path("mijn-signalen/", own.own, name="own"),
    path("mijn-signalen/<str:reference>/", own.own_signal, name="own_signal"),
]
being_told: list[URLPattern] = [
    path("berichten/", notices.notices, name="notices"),
    path("berichten/gelezen/", notices.read_all, name="notices_read"),
    path("berichten/<uuid:notice>/", notices.open_one, name="notice_open"),
]
known_already: list[URLPattern] = [
    path(f"{S}bekend/<uuid:signal_id>/", resemblance.judge, name="signal_judge"),
    path(f"{S}inzage/<uuid:signal_id>/", resemblance.ask, name="signal_ask_access"),
    path("inzage/<uuid:question>/", resemblance.question, name="access_question"),
]
importing: list[URLPattern] = [
    path("signaalboek/", book.books, name="books"),
    path("signaalboek/voorbeeld/", book.template, name="book_template"),
    path("signaalboek/<uuid:book>/", book.book, name="book"),
    path("signaalboek/<uuid:book>/weg/", book.discard, name="book_discard"),
    path("signaalboek/<uuid:book>/verslag/", book.report, name="book_report"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *working,
    *recording,
    *being_told,
    *known_already,
    *importing,
    *one_signal,
    *assessing,
    *enriching,
    *handling_files,
    *in_an_emergency,
    *routing,
    *exchanging,
    *closing,
]
