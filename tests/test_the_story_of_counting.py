# SPDX-License-Identifier: EUPL-1.2
"""Three organisations deliver overlapping lists, and everybody in them is counted once.

The police, a shelter and Veilig Thuis import the lists that they keep anyway; the coordinator has
the register looked through and judges the pairs; what is ready goes to the national register and
its answers come back; the HTCDS export fits its standard; and a partner reads its letter. The
tutorial `docs/tutorial/counted-once.md` walks this same path.
"""

from __future__ import annotations

import json
import uuid
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access.changing import Seen
from meerinbeeld.access.models import Membership
from meerinbeeld.demo.people import build_people
from meerinbeeld.demo.region import build_region
from meerinbeeld.demo.register_lists import write_lists
from meerinbeeld.demo.register_rows import WORDS, fill_register
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.actions import reading_in, searching
from meerinbeeld.registry.exports import receiving, standard
from meerinbeeld.registry.models import Batch, Notification, Pair, Passing, Run, Victim
from tests.people import client_for

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
POLICE, SHELTER, SAFE_HOME = "politie", "opvang-de-linde", "veilig-thuis"
#: So sure a person is at once, in this story.
SURE: Final = 0.97


@pytest.fixture
def region(db: None, tmp_path: Path) -> Path:
    """The made-up region, with the lists of this year in a folder."""
    build_region()
    build_people()
    fill_register(timezone.localtime())
    write_lists(tmp_path, timezone.localdate())
    return tmp_path


def desk(organisation: str) -> Client:
    roles = ("enforcement_officer", "partner_worker", "care_coordinator")
    member = Membership.objects.get(organisation__slug=organisation, role__in=roles)
    return client_for(member.person)


def test_three_lists_are_delivered_and_everybody_is_counted_once(region: Path) -> None:
    before = Notification.objects.count()
    for organisation in (POLICE, SHELTER, SAFE_HOME):
        deliver(organisation, region / f"{organisation}.csv")
    notified = Notification.objects.count()
    assert notified > before + 40 and counted() == notified

    coordinator = desk(SAFE_HOME)
    look_through(coordinator)
    same = judge_the_pairs(coordinator)
    assert same > 10 and counted() == notified - same

    sent = empty_the_queue(coordinator)
    assert sent > 0 and not Passing.objects.filter(state="ready").exists()

    persons = export(coordinator)
    assert persons and not any(standard.problems(person) for person in persons)

    read_the_letter(coordinator, desk(SHELTER))


def deliver(organisation: str, path: Path) -> None:
    """Upload, say how it is read, look, import; and once more, which changes nothing."""
    worker = desk(organisation)
    whose = Organisation.objects.get(slug=organisation).pk
    for _ in range(2):
        file = SimpleUploadedFile(path.name, path.read_bytes())
        # who keeps the register says whose list it is; for others it is their own
        worker.post(reverse("registry_lists"), {"list": file, "whose": str(whose)})
        batch = Batch.objects.filter(organisation__slug=organisation).latest("at")
        if batch.mapping is None:
            looked = read_it(worker, organisation, batch)
        else:
            looked = worker.get(reverse("registry_list", args=[batch.pk]))
        assert looked.context["wrong_count"] and not looked.context["differs"]
        worker.post(reverse("registry_list", args=[batch.pk]))
        reading_in.import_batch.call(str(batch.pk))
    batch.refresh_from_db()
    assert batch.added == 0 and batch.known == batch.rows - batch.wrong


def read_it(worker: Client, organisation: str, batch: Batch) -> Any:
    """Correct what was guessed: the words of the police, and a name to read the next list by."""
    address = reverse("registry_list_columns", args=[batch.pk])
    form = worker.get(address).context["form"]
    given = {
        name: form.initial.get(name, field.initial) or "" for name, field in form.fields.items()
    }
    words = WORDS.get(organisation, {})
    for name, asked in form.words.items():
        for control, word in asked:
            given[control] = words.get(name, {}).get(word.lower(), "-")
    if organisation == POLICE:
        assert form.words["forms"]
    answer = worker.post(address, {**given, "name": "Jaarlijst"}, follow=True)
    assert answer.status_code == 200
    return answer


def look_through(coordinator: Client) -> None:
    """The search runs in the background."""
    asked = coordinator.post(reverse("linkage_ask"), {})
    assert asked.status_code == 302
    searching.carry_out(Run.objects.latest("asked_at").pk)
    assert Run.objects.latest("asked_at").state == "done"


def judge_the_pairs(coordinator: Client) -> int:
    """The same person where it is nearly certain, else not known; how many victims fewer."""
    victims = counted()
    for pair in Pair.objects.filter(verdict="open").order_by("-probability"):
        verdict = "same" if pair.probability >= SURE else "unsure"
        page = coordinator.get(reverse("pair", args=[pair.pk]))
        assert page.status_code == 200
        pair.refresh_from_db()
        given = {"once": str(uuid.uuid4()), "seen": str(Seen.of(pair)), "verdict": verdict}
        answer = coordinator.post(reverse("pair", args=[pair.pk]), given)
        assert answer.status_code in (302, 422)  # 422: it would join two who are different
    return victims - counted()


def empty_the_queue(coordinator: Client) -> int:
    """What is complete is made ready and goes in one file; the answers are read in."""
    coordinator.post(reverse("passing_release_complete"), {"once": str(uuid.uuid4())})
    ready = Passing.objects.filter(state="ready").values_list("notification__reference", flat=True)
    given = {"once": str(uuid.uuid4()), "dossiers": list(ready)}
    sent = coordinator.post(reverse("passing_send"), given)
    file = coordinator.post(sent.headers["Location"] + "bewaren/")
    document = json.loads(file.content)
    answers = json.dumps(receiving.receive(document, date.today())).encode()
    upload = SimpleUploadedFile("antwoorden.json", answers)
    assert coordinator.post(reverse("passing_answers"), {"file": upload}).status_code == 200
    return len(document["registrations"])


def export(coordinator: Client) -> list[dict[str, Any]]:
    """The victims of this year by the international standard."""
    year = timezone.localdate().year
    url = f"{reverse('figures_export')}?periode={year}&soort=htcds-json"
    found = json.loads(coordinator.post(url, {"sure": "on"}).content)
    victims: list[dict[str, Any]] = found["victims"]
    return victims


def read_the_letter(coordinator: Client, partner: Client) -> None:
    to = Membership.objects.get(organisation__slug=SHELTER).organisation_id
    address = [to, str(timezone.localdate().year)]
    assert coordinator.get(reverse("letter_draft", args=address)).status_code == 200
    sent = coordinator.post(reverse("letter_send", args=address), {"once": str(uuid.uuid4())})
    assert "Opvang De Linde" in partner.get(sent.headers["Location"]).content.decode()


def counted() -> int:
    return Victim.objects.filter(retired_into=None).count()
