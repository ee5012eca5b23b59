# SPDX-License-Identifier: EUPL-1.2
"""The team sees a case, a partner what a valid grant names, and nobody else anything."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from meerinbeeld.care.models import Case
from meerinbeeld.journal.models import Entry
from tests.care.making import SECRET_NAME, SECRET_SHELTER, SECRET_STORY, fact_of, grant_to
from tests.people import Village


def test_the_coordinator_opens_the_case_and_leaves_a_trace(client_for: Any, case: Case) -> None:
    answer = client_for("carla").get(f"/zorg/{case.reference}/")
    assert SECRET_STORY in answer.content.decode()
    assert SECRET_NAME not in answer.content.decode()  # masked until asked for
    entry = Entry.objects.get(verb="open", dossier=case.dossier)
    assert (entry.purpose, entry.thing, entry.reason_code) == ("care", "care.case", "overview")


def test_a_masked_fact_is_shown_on_demand_and_journaled(client_for: Any, case: Case) -> None:
    name = fact_of(case, "name")
    answer = client_for("carla").post(f"/zorg/{case.reference}/tonen/{name.id}/")
    assert SECRET_NAME in answer.content.decode()
    assert Entry.objects.filter(verb="reveal", thing_id=str(name.id)).exists()


@pytest.mark.parametrize("name", ["anna", "bilal", "chris", "pim", "tess", "paula", "adam", "leo"])
def test_nobody_else_knows_that_there_is_a_case_and_trying_leaves_a_trace(
    name: str, client_for: Any, case: Case, village: Village
) -> None:
    answer = client_for(name).get(f"/zorg/{case.reference}/")
    assert answer.status_code in (403, 404)
    assert Entry.objects.filter(outcome="refused", person_id=village.people[name].pk).count() == 1
    assert case.alias not in client_for(name).get("/zorg/").content.decode()


def test_a_partner_sees_what_was_granted_and_nothing_else(
    client_for: Any, case: Case, village: Village
) -> None:
    grant_to(
        village.organisations["opvang"],
        case,
        fact_of(case, "story"),
        by=village.people["carla"],
    )
    shown = client_for("chris").get(f"/zorg/{case.reference}/").content.decode()
    assert SECRET_STORY in shown
    assert SECRET_SHELTER not in shown
    name = fact_of(case, "name")
    refused = client_for("chris").post(f"/zorg/{case.reference}/tonen/{name.id}/")
    assert refused.status_code in (403, 404)


def test_a_grant_is_worth_nothing_after_its_end(
    client_for: Any, case: Case, village: Village
) -> None:
    grant = grant_to(
        village.organisations["opvang"], case, fact_of(case, "story"), by=village.people["carla"]
    )
    with time_machine.travel(grant.valid_until + timedelta(seconds=1), tick=False):
        assert client_for("chris").get(f"/zorg/{case.reference}/").status_code == 404


def test_a_revoked_grant_ends_access_at_once(client_for: Any, case: Case, village: Village) -> None:
    grant = grant_to(
        village.organisations["opvang"], case, fact_of(case, "story"), by=village.people["carla"]
    )
    partner = client_for("chris")
    assert partner.get(f"/zorg/{case.reference}/").status_code == 200
    grant.revoked_at = timezone.now()
    grant.save()
    assert partner.get(f"/zorg/{case.reference}/").status_code == 404
