# SPDX-License-Identifier: EUPL-1.2
"""Walking through the questions as a browser without scripts does."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

STORY = "Elke avond komt een busje. De jongens slapen in de loods."
ANSWERS: dict[str, dict[str, Any]] = {
    "nu": {"danger": "no"},
    "over": {"subject_kind": "person"},
    "gezien": {"story": STORY},
    "waar": {"municipality": "GM0193", "detail": "loods achter het station"},
    "wanneer": {"when": "sinds zes weken"},
    "wie": {"person_name": "Milan", "age_band": "12_15", "plate": "12-ABC-3"},
    "zeker": {"how_sure": "seen", "reporter_kind": "resident"},
    "contact": {"channel": "receipt"},
    "bestanden": {},
}


def answer(client: Client, step: str, **more: Any) -> HttpResponse:
    return client.post(f"/melding/{step}/", {**ANSWERS[step], "go": "next", **more})


def answer_all(client: Client) -> None:
    for step in ANSWERS:
        response = answer(client, step)
        assert response.status_code == 302, (step, response.content.decode()[:3000])


def words_in(response: HttpResponse) -> tuple[str, ...]:
    found = re.search(r'name="shown" value="([a-z ]+)"', response.content.decode())
    assert found, "no words on the page"
    return tuple(found[1].split())
