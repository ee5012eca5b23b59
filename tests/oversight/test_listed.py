# SPDX-License-Identifier: EUPL-1.2
"""An act on many dossiers is one entry; each person can be shown that theirs was one of them."""

from __future__ import annotations

import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from meerinbeeld import journal
from meerinbeeld.journal import handing, triggers
from meerinbeeld.journal.actions import check_command
from meerinbeeld.journal.keys import public_keys
from meerinbeeld.journal.models import Entry, Roll
from meerinbeeld.journal.verifying import PLAIN
from meerinbeeld.oversight import actions as desk
from meerinbeeld.oversight import queries, tasks, words
from meerinbeeld.oversight.models import Job
from meerinbeeld.oversight.rights import actions
from meerinbeeld.oversight.rights.package import access_package
from meerinbeeld.oversight.rights.queries import pieces
from meerinbeeld.registry.models import Notification
from tests.people import Village
from tests.registry.making import notify

ClientFor = Callable[[str], Client]


@pytest.fixture
def notified(village: Village) -> list[Notification]:
    """Two notifications of one person, and three of others."""
    return [notify(village, by) for by in ("pim", "chris", "carla", "pim", "chris")]


def search_of(*rows: Notification) -> Entry:
    """What a search of the register leaves."""
    journal.record_list(
        journal.SYSTEM,
        "open",
        purpose="registration",
        thing="registry.notification",
        dossiers=[row.dossier.bytes for row in rows],
        reason_code="linkage",
    )
    return Entry.objects.get(reason_code="linkage")


def package(village: Village, *rows: Notification) -> bytes:
    """The ZIP that the person behind these notifications is given."""
    paula = village.actor("paula")
    asked = actions.receive(
        paula, "access", name="x", contact="x", wish="x", received_on=timezone.localdate()
    )
    for row in rows:
        actions.add_dossier(paula, asked.reference, "notification", row.reference)
    actions.gather(paula, asked.reference)
    for piece in pieces(asked):
        actions.judge(paula, asked.reference, piece.id, "whole")
    actions.identify(paula, asked.reference, "in_person")
    actions.decide(paula, asked.reference, "granted", "Dit is het.")
    _name, made = access_package(paula, asked.reference)
    return made


def packed(village: Village, *rows: Notification) -> dict[str, Any]:
    """The JSON in it."""
    made = package(village, *rows)
    told: dict[str, Any] = json.loads(zipfile.ZipFile(io.BytesIO(made)).read("inzage.json"))
    return told


def test_a_person_is_shown_and_can_prove_that_a_search_opened_their_dossiers(
    village: Village, notified: list[Notification]
) -> None:
    own, others = notified[:2], notified[2:]
    search_of(*notified)
    journal.seal_pending()
    told = packed(village, *own)
    [looked] = [
        one for one in told["looked"] if one["proof"] and one["proof"]["fields"]["dossier"] == ""
    ]
    proof = handing.from_json(looked["proof"])
    assert journal.verify_proof(proof, public_keys()[proof.checkpoint.key_id])
    assert proof.dossiers == {str(row.dossier) for row in own}
    text = json.dumps(told)
    assert [row for row in others if str(row.dossier) in text or row.dossier.hex in text] == []


def test_the_command_that_checks_proofs_takes_the_package_as_it_is(
    village: Village, notified: list[Notification], tmp_path: Path
) -> None:
    search_of(*notified)
    journal.seal_pending()
    file, out = tmp_path / "inzage.zip", io.StringIO()
    file.write_bytes(package(village, *notified[:2]))
    assert check_command(out, file) == 0
    assert re.match(r"(\d+) of \1 proofs hold, 1 on a list; ", out.getvalue())


def test_a_person_whose_dossier_was_not_opened_is_shown_no_search(
    village: Village, notified: list[Notification]
) -> None:
    entry = search_of(*notified[1:])
    journal.seal_pending()
    assert str(entry.pk) not in json.dumps(packed(village, notified[0]))


def test_the_journal_says_of_how_many_dossiers_a_list_is(
    client_for: ClientFor, notified: list[Notification]
) -> None:
    entry = search_of(*notified)
    client = client_for("paula")
    assert "5 dossiers" in client.get(reverse("journal")).content.decode()
    page = client.get(reverse("journal_entry", kwargs={"entry": entry.id})).content.decode()
    assert "5 dossiers" in page
    journal.seal_pending()
    page = client.get(reverse("journal_entry", kwargs={"entry": entry.id})).content.decode()
    assert entry.thing_id in page
    assert [row for row in notified if str(row.dossier) in page or row.reference in page] == []


def test_a_list_is_found_by_the_reference_of_each_notification_on_it(
    village: Village, notified: list[Notification]
) -> None:
    entry = search_of(*notified[:3])
    paula = village.actor("paula")
    found = [entry in queries.entries(paula, {"reference": row.reference}) for row in notified]
    assert found == [True, True, True, False, False]
    assert not queries.entries(paula, {"reference": "A-2026-9999"}).exists()


def test_a_page_of_lists_takes_as_many_questions_as_a_page_with_one(
    client_for: ClientFor, notified: list[Notification]
) -> None:
    client, counts = client_for("paula"), []
    wanted = {"reference": notified[0].reference}
    search_of(*notified)
    client.get(reverse("journal"), wanted)
    for _turn in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("journal"), wanted)
        counts.append(len(asked))
        for _list in range(20):
            journal.record_list(
                journal.SYSTEM,
                "open",
                purpose="registration",
                thing="registry.notification",
                dossiers=[row.dossier.bytes for row in notified],
            )
    assert counts[0] == counts[1]


def test_an_export_for_one_reference_tells_of_no_other_dossier_on_a_list(
    village: Village, notified: list[Notification]
) -> None:
    search_of(*notified)
    whole = "".join(desk.export_journal(village.actor("paula"), {}))
    assert [row for row in notified if str(row.dossier) not in whole] == []
    wanted = {"reference": notified[0].reference}
    lines = [json.loads(line) for line in desk.export_journal(village.actor("paula"), wanted)]
    concerned = {one["attributes"]["dpl.core.data_subject_id"] for one in lines}
    assert concerned == {str(notified[0].dossier)}
    assert "registry.notification open" in {one["name"] for one in lines}


def test_a_check_says_in_the_readers_language_that_a_list_was_taken_away(
    client_for: ClientFor, village: Village, notified: list[Notification]
) -> None:
    entry = search_of(*notified)
    journal.seal_pending()
    with triggers.lifted(connection):
        Roll.objects.all().delete()
    job = desk.start_job(village.actor("paula"), Job.Kind.CHECK_JOURNAL)
    tasks.run_job.call(str(job.id))
    page = client_for("paula").get(reverse("job", kwargs={"job": job.id})).content.decode()
    assert f"de lijst van dossiers bij een regel is verwijderd ({entry.id})" in page


@pytest.mark.parametrize("code", sorted(PLAIN))
def test_every_problem_has_words_in_dutch(code: str) -> None:
    where = str(uuid.uuid4())
    with override("nl"):
        assert words.problem(f"{code} {where}") != f"{PLAIN[code]} ({where})"
        assert where in words.problem(f"{code} {where}")
    assert words.problem("failed (OSError)") == "failed (OSError)"
