# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.test import Client

from meerinbeeld.signals.actions.take_in import take_in_waiting_reports
from meerinbeeld.signals.models import Draft, PublicReport, Signal
from tests.people import Village
from tests.signals.public.asking import answer_all, words_in


def test_a_report_from_the_first_question_to_the_answer(village: Village, client: Client) -> None:
    answer_all(client)
    sent = client.post("/melding/code/")
    assert sent.status_code == 200
    words = words_in(sent)
    assert len(words) == 7
    assert PublicReport.objects.get().owner == village.organisations["gemeente-zwolle"]
    assert not Draft.objects.exists()
    back = client.post(
        "/melding/code/overtypen/", {"shown": " ".join(words), "typed": " ".join(words)}
    )
    assert back.headers["Location"] == "/melding/klaar/"
    assert PublicReport.objects.get().receipt_confirmed_at is not None
    assert take_in_waiting_reports() == 1
    assert Signal.objects.get().origin == "public"
    again = Client()
    signed = again.post("/verder/", {"typed": " ".join(words)})
    assert signed.headers["Location"] == "/verder/melding/"
    page = again.get("/verder/melding/")
    assert "Wij hebben uw melding" in page.content.decode()
