# SPDX-License-Identifier: EUPL-1.2
"""Export in the form of Logboek dataverwerkingen."""

from __future__ import annotations

import io
import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from meerinbeeld import journal
from meerinbeeld.journal import actions
from meerinbeeld.journal.models import Entry

pytestmark = pytest.mark.django_db
DOSSIER = uuid.UUID(int=9)
PERSON = uuid.UUID(int=1)


def exported(outcome: str = "done", dossier: uuid.UUID | None = DOSSIER) -> dict[str, Any]:
    entry = journal.record(
        journal.recording.NamelessDoer("care_coordinator", PERSON),
        "open",
        purpose="care",
        thing="signals.signal",
        dossier=dossier,
        outcome=outcome,
    )
    (line,) = journal.export_ldv([entry])
    record: dict[str, Any] = json.loads(line)
    return record


def test_a_record_has_the_fields_of_the_standard() -> None:
    record = exported()
    assert len(record["trace_id"]) == 32
    assert len(record["span_id"]) == 16
    assert record["status"] == "Ok"
    assert record["name"] == "signals.signal open"
    assert record["start_time"] == record["end_time"] > 1_700_000_000_000
    assert record["attributes"] == {
        "dpl.core.processing_activity_id": "urn:meerinbeeld:verwerkingsactiviteit:care",
        "dpl.core.data_subject_id": str(DOSSIER),
        "dpl.core.data_subject_id_type": "meerinbeeld-dossier",
    }


def test_the_register_of_processing_activities_can_be_named(settings: Settings) -> None:
    settings.MIB_LDV_REGISTER = "https://avg-register.example/activiteiten/"
    activity = exported()["attributes"]["dpl.core.processing_activity_id"]
    assert activity == "https://avg-register.example/activiteiten/care"


def test_who_acted_is_not_exported() -> None:
    assert str(PERSON) not in json.dumps(exported())


def test_without_a_dossier_no_person_is_concerned() -> None:
    assert set(exported(dossier=None)["attributes"]) == {"dpl.core.processing_activity_id"}


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("done", "Ok"), ("break_glass", "Ok"), ("refused", "Unset"), ("failed", "Error")],
)
def test_a_refusal_is_no_error(outcome: str, status: str) -> None:
    assert exported(outcome)["status"] == status


def test_the_command_exports_a_period() -> None:
    for _ in range(3):
        exported()
    now = timezone.now()
    out = io.StringIO()
    assert actions.export_command(out, now - timedelta(hours=1), now + timedelta(hours=1)) == 0
    assert len(out.getvalue().splitlines()) == Entry.objects.count() == 3
    out = io.StringIO()
    actions.export_command(out, now - timedelta(hours=2), now - timedelta(hours=1))
    assert out.getvalue() == ""
