# SPDX-License-Identifier: EUPL-1.2
"""A signal from its first look to its end and back, through the pages that people use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from meerinbeeld.signals.actions.take_in import take_in_waiting_letters
from meerinbeeld.signals.models import Letter, Phase, PublicReport, Remark, Signal
from meerinbeeld.signals.public.envelope import Message, open_for_reporter
from meerinbeeld.vault import hpke
from tests.people import Village
from tests.signals.office.desk import entries, post, taken_in, words
from tests.signals.public.reports import STORY, letter_from

pytestmark = pytest.mark.django_db


def test_a_signal_is_followed_up_from_the_first_look_to_its_end(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    keypair = hpke.KeyPair.generate()
    signal = taken_in(village, keypair=keypair)
    anna, carla = client_for("anna"), client_for("carla")
    page = reverse("signal", args=[signal.reference])

    # the inbox shows it, without what it says
    inbox = anna.get(reverse("work"))
    assert signal.reference in words(inbox) and STORY not in words(inbox)
    assert PublicReport.objects.get().stage == "received"

    # opening it is the first look
    assert STORY in words(anna.get(page))
    signal.refresh_from_db()
    assert (signal.phase, signal.next_step) == (Phase.ASSESSING, "choose_route")
    assert PublicReport.objects.get().stage == "being_read"
    assert ("open", "reporting", "done") in entries(signal)

    # assessing
    answer = post(
        anna, "signal_assess", signal,
        minor="yes", identifiable="yes", urgency="day", municipality="GM0193",
        reason="Leeftijd genoemd",
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    answer = post(anna, "signal_forms", signal, forms=["criminal_exploitation"])
    assert answer.status_code == 302, words(answer)

    # carla does not know of it yet
    assert carla.get(page).status_code == 404
    safe_home = village.organisations["veilig-thuis"]
    answer = post(
        anna, "signal_route", signal,
        to=f"safe_home/{safe_home.id}", reason="as_advised", ground="avg_6_1_e",
        note="Graag bellen",
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    signal.refresh_from_db()
    assert (signal.phase, signal.next_step) == (Phase.ROUTED, "partner_answers")
    assert PublicReport.objects.get().stage == "passed_on"

    # now carla does, takes it up, and never sees who reported
    shown = words(carla.get(page))
    assert STORY in shown and "Graag bellen" in shown and "Noor" not in shown
    answer = post(carla, "signal_answer", signal, answer="yes")
    assert answer.status_code == 302, words(answer)
    signal.refresh_from_db()
    assert signal.phase == Phase.FOLLOWING_UP
    assert PublicReport.objects.get().stage == "followed_up"

    # a question to the reporter, who answers with the receipt
    answer = post(anna, "signal_ask", signal, text="Welke kleur had het busje?")
    assert answer.status_code == 302, words(answer)
    letter = Letter.objects.get(direction="to_reporter")
    read = open_for_reporter(keypair, letter.id, bytes(letter.sealed))
    assert read.text == "Welke kleur had het busje?"
    letter_from(PublicReport.objects.get(), Message("Grijs"))
    take_in_waiting_letters()
    signal.refresh_from_db()
    assert signal.answer_waiting
    assert PublicReport.objects.get().stage == "followed_up", "the reporter is still asked"
    exchanged = words(anna.get(page + "?voor=reporter"))
    assert "Grijs" in exchanged and "nog niet beantwoord" not in exchanged
    signal.refresh_from_db()
    assert not signal.answer_waiting and signal.next_step == "follow_up"

    # the partner is done, the reporter hears, and the signal ends with a reason
    assert post(carla, "signal_finish", signal, outcome="help_given").status_code == 302
    url = reverse("signal_close", args=[signal.reference]) + "?reden=no_trafficking_other_help"
    form = anna.get(url)
    assert "Wij zagen geen mensenhandel" in words(form)
    from tests.signals.office.desk import sent

    answer = anna.post(
        url,
        sent(
            signal, other_help="youth_help", explanation="Wijkteam pakt op", how="letter",
            text="Er is hulp. Dank u wel.",
        ),
    )  # fmt: skip
    assert answer.status_code == 302, words(answer)
    signal.refresh_from_db()
    assert (signal.phase, signal.stop_reason) == (Phase.CLOSED, "no_trafficking_other_help")
    assert signal.feedback_given_at is not None
    assert PublicReport.objects.get().stage == "finished"
    assert signal.steps.filter(kind="helped", reason="youth_help").exists()

    # and it can be taken up again
    assert post(anna, "signal_reopen", signal, explanation="Nieuw bericht").status_code == 302
    signal.refresh_from_db()
    assert signal.phase == Phase.ASSESSING and signal.due_at is not None
    assert Remark.objects.filter(audience="reporter").count() == 3
    assert Signal.objects.count() == 1
