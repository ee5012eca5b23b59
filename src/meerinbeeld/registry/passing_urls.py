# SPDX-License-Identifier: EUPL-1.2
"""Addresses of passing on to the national register."""

from __future__ import annotations

from django.urls import URLPattern, path

from meerinbeeld.registry.views import passing, sending

_ONE = "registratie/doorgeven/aanmelding/<str:notification>/"
urlpatterns: list[URLPattern] = [
    path("registratie/doorgeven/", passing.queue, name="passing_queue"),
    path("registratie/doorgeven/klaar/", passing.release_complete, name="passing_release_complete"),
    path("registratie/doorgeven/versturen/", sending.send, name="passing_send"),
    path("registratie/doorgeven/antwoorden/", sending.answers, name="passing_answers"),
    path("registratie/doorgeven/bestanden/", sending.files, name="passing_files"),
    path("registratie/doorgeven/bestanden/<uuid:dispatch>/", sending.file, name="passing_file"),
    path(
        "registratie/doorgeven/bestanden/<uuid:dispatch>/bewaren/",
        sending.save,
        name="passing_save",
    ),
    path(_ONE, passing.show, name="passing"),
    path(f"{_ONE}klaar/", passing.release, name="passing_release"),
    path(f"{_ONE}wacht/", passing.wait, name="passing_wait"),
    path(f"{_ONE}stop/", passing.stop, name="passing_stop"),
    path(f"{_ONE}opnieuw/", passing.resume, name="passing_resume"),
    path(f"{_ONE}verbeterd/", passing.correct, name="passing_correct"),
    path(f"{_ONE}niet-verzonden/", passing.take_back, name="passing_take_back"),
    path(f"{_ONE}verzonden/", passing.by_hand, name="passing_by_hand"),
    path(f"{_ONE}antwoord/", passing.answered, name="passing_answered"),
    path(f"{_ONE}formulier/", sending.paper, name="passing_paper"),
    path(f"{_ONE}formulier.pdf", sending.paper_pdf, name="passing_paper_pdf"),
]
