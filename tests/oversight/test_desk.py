# SPDX-License-Identifier: EUPL-1.2
"""The privacy officer sees each step, who refused what, and whether the journal is whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import meerinbeeld
from meerinbeeld import journal
from meerinbeeld.access import Verb, break_glass
from meerinbeeld.access.queries import permissions
from meerinbeeld.journal.models import Entry
from meerinbeeld.oversight import actions, tasks, words
from meerinbeeld.oversight.models import Job
from tests.care.making import SECRET_NAME, make_case
from tests.care.sharing_making import shared
from tests.people import Village
from tests.signals.making import make_signal, past_its_period

PAGES = ("oversight", "journal", "emergencies", "retention", "keys", "hold", "unattended")
ClientFor = Callable[[str], Client]


@pytest.mark.parametrize("page", PAGES)
def test_the_privacy_officer_reads_every_page(client_for: ClientFor, page: str) -> None:
    assert client_for("paula").get(reverse(page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["anna", "bilal", "carla", "chris", "pim", "tess", "leo"])
def test_who_has_no_oversight_is_refused(client_for: ClientFor, name: str, page: str) -> None:
    assert client_for(name).get(reverse(page)).status_code == 403


def test_a_refusal_is_in_the_journal(client_for: ClientFor, village: Village) -> None:
    client_for("chris").get(reverse("journal"))
    refused = Entry.objects.get(outcome="refused")
    assert refused.person_id == village.people["chris"].id
    assert client_for("paula").get(reverse("journal"), {"outcome": "refused"}).status_code == 200


def test_the_journal_of_one_signal_shows_who_and_why(
    client_for: ClientFor, village: Village
) -> None:
    signal = make_signal(village.organisations["gemeente-zwolle"])
    journal.record(
        village.actor("anna"),
        "open",
        purpose="reporting",
        thing="signals.signal",
        thing_id=signal.id,
        dossier=signal.dossier,
    )
    page = client_for("paula").get(reverse("journal"), {"reference": signal.reference.lower()})
    assert "Anna de Wit" in page.content.decode()
    assert signal.reference in page.content.decode()


def test_an_entry_about_sharing_says_with_whom(client_for: ClientFor, village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    grant = shared(case, village, "name")
    entry = Entry.objects.get(thing="care.grant", thing_id=str(grant.id), verb="share")
    page = client_for("paula").get(reverse("journal_entry", kwargs={"entry": entry.id}))
    assert "Opvang De Haven" in page.content.decode()
    assert SECRET_NAME not in page.content.decode(), "the journal holds no content"
    opened = Entry.objects.exclude(thing="care.grant").first()
    assert opened is not None
    other = client_for("paula").get(reverse("journal_entry", kwargs={"entry": opened.id}))
    assert "Opvang De Haven" not in other.content.decode()


def test_an_entry_comes_with_its_proof_once_sealed(client_for: ClientFor, village: Village) -> None:
    entry = journal.record(village.actor("anna"), "open", purpose="reporting", thing="x.signal")
    address = reverse("journal_entry", kwargs={"entry": entry.id})
    assert client_for("paula").get(address).status_code == 200
    journal.seal_pending()
    page = client_for("paula").get(address)
    assert page.context["proof"].checkpoint.head.tree_size >= 1


def test_checking_the_journal_is_a_job_with_an_outcome(village: Village) -> None:
    journal.record(village.actor("anna"), "open", purpose="reporting", thing="x.signal")
    journal.seal_pending()
    job = actions.start_job(village.actor("paula"), Job.Kind.CHECK_JOURNAL)

    tasks.run_job.call(str(job.id))

    job.refresh_from_db()
    assert (job.ok, job.problems) == (True, [])
    assert job.done >= 1


def test_a_refusal_of_anything_has_words_in_the_journal() -> None:
    assert set(permissions.things()) <= set(words.THINGS)
    assert set(Verb.values) <= set(words.VERBS)


def test_a_retention_rule_is_told_in_words(village: Village) -> None:
    assert "1 " in words.rule("term.retention_signal_nothing@2019-01-01")
    assert "retention_signal" not in words.rule("term.retention_signal_nothing@2019-01-01")
    assert words.rule("term.unknown@2019-01-01") == "term.unknown@2019-01-01"


def test_starting_the_same_job_twice_gives_the_running_one(village: Village) -> None:
    first = actions.start_job(village.actor("paula"), Job.Kind.CHECK_JOURNAL)
    assert actions.start_job(village.actor("paula"), Job.Kind.CHECK_JOURNAL) == first


def test_emergency_access_is_reviewed_with_its_reason(
    client_for: ClientFor, village: Village
) -> None:
    signal = make_signal(village.organisations["gemeente-zwolle"])
    broken = break_glass.open(
        village.actor("bilal"),
        signal.dossier,
        "signal",
        signal.reference,
        "Dezelfde jongen stond vannacht bij ons op het bureau.",
    )
    paula = client_for("paula")
    address = reverse("emergency", kwargs={"emergency": broken.id})

    assert "vannacht bij ons op het bureau" in paula.get(address).content.decode()
    paula.post(address, {"verdict": "justified", "note": "Klopt."})

    broken.refresh_from_db()
    assert broken.verdict == "justified"


def test_the_administrator_sees_no_reason_and_no_journal(
    client_for: ClientFor, village: Village
) -> None:
    adam = client_for("adam")
    assert adam.get(reverse("journal")).status_code == 403
    assert adam.get(reverse("emergencies")).status_code == 403


def test_the_pages_show_no_content_of_a_signal(client_for: ClientFor, village: Village) -> None:
    past_its_period(village.organisations["gemeente-zwolle"])
    for page in PAGES:
        assert "Zeldzaamverhaal" not in client_for("paula").get(reverse(page)).content.decode()


def test_bad_filters_say_so_and_show_no_stack_trace(client_for: ClientFor) -> None:
    page = client_for("paula").get(reverse("journal"), {"since": "ooit", "person": "niemand"})
    assert page.status_code == 200
    assert page.context["form"].errors


def test_the_journal_has_words_for_every_kind_of_thing() -> None:
    named = {
        found
        for path in Path(meerinbeeld.__file__).parent.rglob("*.py")
        for found in re.findall(
            r'"((?:care|registry|signals|insight|oversight|network)\.[a-z]+)"', path.read_text()
        )
    }
    assert {"care.grant", "registry.passing"} <= named
    without = sorted(one for one in named if one.rsplit(".", 1)[-1] not in words.THINGS)
    assert without == []
