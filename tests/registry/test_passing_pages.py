# SPDX-License-Identifier: EUPL-1.2
"""The pages of passing on: who comes in, what they show, and what opening them leaves behind."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from meerinbeeld.access.changing import Seen
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import answers, passing
from meerinbeeld.registry.exports import receiving
from meerinbeeld.registry.models import Dispatch, Notification, Passing, Sending
from meerinbeeld.registry.rules import passing as rules
from tests.people import Village, confirm
from tests.registry.making import NO_GROUND, SECRET_NAME, WHOLE, notify
from tests.registry.test_passing import saved, sent_file, state

ClientFor = Callable[[str], Client]
PAPERS = ("passing_paper", "passing_paper_pdf")
PAGES = ("passing_release", "passing_wait", "passing_stop", "passing_resume", "passing_correct",
         "passing_take_back", "passing_by_hand", *PAPERS)  # fmt: skip


def post(client: Client, name: str, row: Notification, **given: Any) -> Any:
    """Send a form as its page gave it."""
    seen = str(Seen.of(Passing.objects.get(notification=row)))
    url = reverse(name, args=[row.reference])
    return client.post(url, {"once": str(uuid.uuid4()), "seen": seen, **given})


def en(name: str, *args: object) -> str:
    """The address of a page in English."""
    with translation.override("en"):
        return reverse(name, args=args)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_queue_tells_what_waits_and_what_is_missing(
    village: Village, client_for: ClientFor
) -> None:
    whole = notify(village)
    lacking = notify(village, codes={**WHOLE.codes, "sex": ""}, own_number="2")
    page = text(client_for("carla").get(en("passing_queue") + "?wat=waits"))
    assert "Two notifications wait" in page
    assert whole.reference in page and lacking.reference in page
    assert "missing: sex" in page
    assert SECRET_NAME not in page


@pytest.mark.parametrize(
    ("lacks", "main"), [(True, "notification_correct"), (False, "passing_release")]
)
def test_the_main_action_completes_what_is_missing_before_it_makes_ready(
    lacks: bool, main: str, village: Village, client_for: ClientFor
) -> None:
    row = notify(village, codes={**WHOLE.codes, "sex": "" if lacks else "female"})
    page = text(client_for("carla").get(en("passing", row.reference)))
    links = [link.partition(">")[0] for link in page.split("<a ")]
    [primary] = [link for link in links if "nl-button--primary" in link]
    assert f'href="{en(main, row.reference)}"' in primary
    assert en("passing_release", row.reference) in page


@pytest.mark.parametrize("name", ["anna", "bilal", "chris"])
def test_another_organisation_sees_none_of_it(
    name: str, village: Village, client_for: ClientFor
) -> None:
    row = notify(village)
    client = client_for(name)
    assert row.reference not in text(client.get(reverse("passing_queue")))
    assert client.get(reverse("passing", args=[row.reference])).status_code == 404
    for page in PAGES:
        assert client.get(reverse(page, args=[row.reference])).status_code in (403, 404)
        assert post(client, page, row).status_code in (403, 404, 405)
    assert state(row) == rules.WAITS


def test_the_owner_sees_where_it_stands_but_has_no_buttons(
    village: Village, client_for: ClientFor
) -> None:
    row = notify(village)
    client = client_for("pim")
    page = text(client.get(en("passing", row.reference)))
    assert row.reference in page
    assert en("passing_release", row.reference) not in page
    assert post(client, "passing_release", row).status_code == 403
    assert client.get(reverse("passing_send")).status_code == 403


def test_that_others_knew_the_person_is_for_the_keeper_alone(
    village: Village, client_for: ClientFor
) -> None:
    row = notify(village)
    sent_file(village, row)
    answers.answer(village.actor("carla"), row.reference, answers.Given("known_already", "NL-1"))
    shown = {
        name: text(client_for(name).get(url))
        for name in ("carla", "pim")
        for url in [en("passing", row.reference)]
    }
    assert "Was known already" in shown["carla"] and "Was known already" not in shown["pim"]
    assert "taken up" in shown["pim"]
    queue = text(client_for("pim").get(en("passing_queue") + "?wat=done"))
    assert row.reference in queue and "Was known already" not in queue


@pytest.mark.parametrize("name", ["tess", "paula", "adam", "leo", "vera", "rosa", "sam"])
def test_other_roles_have_no_queue(name: str, village: Village, client_for: ClientFor) -> None:
    notify(village)
    for page in ("passing_queue", "passing_send", "passing_files", "passing_answers"):
        assert client_for(name).get(reverse(page)).status_code == 403


def test_a_dossier_goes_the_whole_way_by_its_pages(village: Village, client_for: ClientFor) -> None:
    row, client = notify(village), client_for("carla")
    assert post(client, "passing_wait", row, reason="not_safe").status_code == 302
    assert post(client, "passing_release", row).status_code == 302
    sent = client.post(reverse("passing_send"), {"once": str(uuid.uuid4()),
                                                 "dossiers": [row.reference]})  # fmt: skip
    dispatch = Dispatch.objects.get()
    assert sent.headers["Location"].endswith(reverse("passing_file", args=[dispatch.id]))
    file = client.post(reverse("passing_save", args=[dispatch.id]))
    assert file.headers["Content-Type"].startswith("application/json")
    assert "no-store" in file.headers["Cache-Control"]
    replies = receiving.receive(json.loads(file.content), date(2026, 4, 1))
    upload = SimpleUploadedFile("antwoorden.json", json.dumps(replies).encode())
    page = client.post(en("passing_answers"), {"file": upload})
    assert "1 answer was kept" in text(page)
    assert state(row) == rules.ANSWERED
    assert "PROEF-" in text(client.get(reverse("passing", args=[row.reference])))


def test_an_answer_is_typed_with_its_number(village: Village, client_for: ClientFor) -> None:
    row, client = notify(village), client_for("carla")
    sent_file(village, row)
    wrong = post(client, "passing_answered", row, answer="registered", number="")
    assert wrong.status_code == 422
    assert (
        post(client, "passing_answered", row, answer="registered", number="NL/1").status_code == 302
    )
    assert Sending.objects.get().number == "NL/1"


def test_a_stale_form_comes_back_with_what_changed(village: Village, client_for: ClientFor) -> None:
    row, client = notify(village), client_for("carla")
    seen = str(Seen.of(row.passing))
    passing.hold(village.actor("carla"), row.reference, "not_safe")
    url = en("passing_stop", row.reference)
    given = {"once": str(uuid.uuid4()), "seen": seen, "reason": "no_trafficking"}
    answer = client.post(url, given)
    assert answer.status_code == 409
    assert "Carla Bos" in text(answer) and 'value="no_trafficking"' in text(answer)
    assert state(row) == rules.WAITS


def test_the_button_counts_what_it_makes_ready(village: Village, client_for: ClientFor) -> None:
    carla, held = village.actor("carla"), notify(village)
    notify(village, own_number="2")
    passing.hold(carla, held.reference, "not_safe")
    client = client_for("carla")
    assert client.get(en("passing_queue")).context["whole"] == 1
    client.post(reverse("passing_release_complete"), {"once": str(uuid.uuid4())})
    page = client.get(en("passing_queue"))
    assert page.context["whole"] == 0 and reverse("passing_release_complete") not in text(page)


def test_all_that_is_whole_is_made_ready_by_the_button(
    village: Village, client_for: ClientFor
) -> None:
    rows = [notify(village, own_number=str(at)) for at in range(3)]
    client, once = client_for("carla"), str(uuid.uuid4())
    for _twice in range(2):
        client.post(reverse("passing_release_complete"), {"once": once})
    assert {state(row) for row in rows} == {rules.READY}
    assert client.post(reverse("passing_release_complete"), {"once": "x"}).status_code == 404


def test_saving_a_file_asks_again_who_you_are(village: Village, client_for: ClientFor) -> None:
    row, client = notify(village), client_for("carla")
    dispatch = sent_file(village, row)
    confirm(client, village.people["carla"], ago=3600)
    answer = client.post(reverse("passing_save", args=[dispatch.id]))
    assert answer.status_code == 302
    assert not Entry.objects.filter(verb="export").exists()
    for page in PAPERS:
        assert client.get(reverse(page, args=[row.reference])).status_code == 302


def test_what_cannot_be_sent_any_more_is_told_and_nothing_is_made(
    village: Village, client_for: ClientFor
) -> None:
    row, client = notify(village), client_for("carla")
    passing.release(village.actor("carla"), row.reference)
    passing.hold(village.actor("carla"), row.reference, "not_safe")
    given = {"once": str(uuid.uuid4()), "dossiers": [row.reference]}
    assert client.post(reverse("passing_send"), given).status_code == 422
    assert client.post(reverse("passing_send"), {"once": given["once"]}).status_code == 422
    assert not Dispatch.objects.exists()


def test_a_file_of_what_changed_is_not_given(village: Village, client_for: ClientFor) -> None:
    row, client = notify(village), client_for("carla")
    dispatch = sent_file(village, row)
    Notification.objects.filter(pk=row.pk).update(version=2)
    answer = client.post(reverse("passing_save", args=[dispatch.id]), follow=True)
    assert row.reference in text(answer)
    assert "application/json" not in answer.headers["Content-Type"]


def test_the_form_on_paper_opens_the_details_and_the_journal_says_so(
    village: Village, client_for: ClientFor
) -> None:
    row, client = notify(village), client_for("carla")
    with translation.override("nl"):
        paper, paper_pdf = (reverse(name, args=[row.reference]) for name in PAPERS)
    assert SECRET_NAME in text(client.get(paper))
    entry = Entry.objects.get(dossier=row.dossier, verb="export")
    assert (entry.ground, entry.reason_code) == ("avg_6_1_c", "form")
    pdf = client.get(paper_pdf)
    with pikepdf.open(io.BytesIO(pdf.content)) as made:
        assert made.Root.MarkInfo.Marked and str(made.Root.Lang)[:2] == "nl"
    assert Entry.objects.filter(dossier=row.dossier, verb="export").count() == 2


def test_without_a_ground_there_is_no_form(village: Village, client_for: ClientFor) -> None:
    row = notify(village, basis=NO_GROUND, details={})
    for page in PAPERS:
        assert client_for("carla").get(reverse(page, args=[row.reference])).status_code == 404


@pytest.mark.parametrize("data", [b"", b"no json", b"{}"])
def test_a_wrong_file_of_answers_is_told(
    data: bytes, village: Village, client_for: ClientFor
) -> None:
    answer = client_for("carla").post(
        reverse("passing_answers"), {"file": SimpleUploadedFile("x.json", data)}
    )
    assert answer.status_code == 422


def test_the_pages_of_a_file_name_nobody(village: Village, client_for: ClientFor) -> None:
    row, client = notify(village), client_for("carla")
    dispatch = sent_file(village, row)
    for url in (reverse("passing_files"), reverse("passing_file", args=[dispatch.id])):
        assert SECRET_NAME not in text(client.get(url))
    assert client.get(reverse("passing_file", args=[uuid.uuid4()])).status_code == 404
    assert saved(village, dispatch)["file"] == str(dispatch.id)
