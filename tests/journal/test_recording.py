# SPDX-License-Identifier: EUPL-1.2
"""Entries: codes and ids, in the same transaction as the act."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from meerinbeeld import journal
from meerinbeeld.journal import canonical, tracing
from meerinbeeld.journal.middleware import TraceMiddleware
from meerinbeeld.journal.models import Entry, Pending
from meerinbeeld.journal.recording import told
from meerinbeeld.parties.ids import new_ids

Queries = Callable[..., object]
TRACE = "0af7651916cd43dd8448eb211c80319c"
HEADER = f"00-{TRACE}-b7ad6b7169203331-01"


@dataclass(frozen=True)
class Anna:
    person_id: uuid.UUID = uuid.UUID(int=1)
    organisation_id: str = str(uuid.UUID(int=2))
    role: str = "focal_officer"


def opened(doer: journal.Doer = journal.SYSTEM) -> Entry:
    return journal.record(doer, "open", purpose="care", thing="signals.signal")


@pytest.mark.django_db
def test_an_entry_tells_who_what_why_and_on_which_ground() -> None:
    dossier = uuid.uuid4()
    entry = journal.record(
        Anna(),
        "reveal",
        purpose="care",
        thing="signals.item",
        thing_id=uuid.UUID(int=3),
        dossier=dossier,
        ground="avg-6-1-e",
        outcome="break_glass",
        norm="break_glass@2026-1",
        reason_code="acute_danger",
    )
    stored = Entry.objects.get(pk=entry.pk)
    assert told(stored) == told(entry)
    assert (stored.person_id, stored.organisation_id) == (uuid.UUID(int=1), uuid.UUID(int=2))
    assert (stored.verb, stored.outcome, stored.dossier) == ("reveal", "break_glass", dossier)
    assert Pending.objects.filter(entry=entry.pk).exists()


@pytest.mark.django_db
def test_an_act_that_is_rolled_back_leaves_no_entry() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        opened()
        raise RuntimeError
    assert not Entry.objects.exists()
    assert not Pending.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "slip",
    [
        {"verb": "Sanne van Buiten"},
        {"purpose": "because she asked"},
        {"thing": "a b"},
        {"thing_id": "06 12345678"},
        {"ground": "line\nbreak"},
        {"reason_code": "née"},
        {"norm": "x" * 101},
        {"verb": "x" * 41},
        {"thing_id": "a;b"},
        {"ground": "avg\n"},
    ],
)
def test_free_text_is_refused_and_not_repeated(slip: dict[str, str]) -> None:
    told = {"verb": "open", "purpose": "care", "thing": "signals.signal", **slip}
    verb = told.pop("verb")
    with pytest.raises(ValueError, match="takes a code") as refusal:
        journal.record(journal.SYSTEM, verb, **told)  # type: ignore[arg-type]
    assert next(iter(slip.values())) not in str(refusal.value)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_unknown_outcome_is_refused_by_the_code_and_by_the_database() -> None:
    with pytest.raises(ValueError, match="outcome|valid"):
        journal.record(
            journal.SYSTEM, "open", purpose="care", thing="signals.signal", outcome="maybe"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.create(outcome="maybe", verb="x", purpose="x", thing="x")


@pytest.mark.django_db
def test_a_hundred_things_are_written_in_a_constant_number_of_queries(
    django_assert_max_num_queries: Queries,
) -> None:
    touched = [journal.Touched(str(number), uuid.uuid4()) for number in range(100)]
    with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
        journal.record_many(Anna(), "list", purpose="care", thing="signals.signal", touched=touched)
    stored = set(Entry.objects.values_list("thing_id", "dossier"))
    assert stored == {(one.thing_id, one.dossier) for one in touched}
    assert set(Entry.objects.values_list("pk")) == set(Pending.objects.values_list("entry"))
    assert Entry.objects.count() == Pending.objects.count() == 100


@pytest.mark.django_db
def test_nothing_touched_is_nothing_written() -> None:
    journal.record_many(Anna(), "list", purpose="care", thing="signals.signal", touched=[])
    assert not Entry.objects.exists() and not Pending.objects.exists()


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=2)))))
def test_a_moment_is_written_in_utc_with_one_length(moment: datetime) -> None:
    if not 1000 < moment.year < 9999:
        return
    text = canonical.instant(moment)
    assert len(text) == 27
    assert datetime.fromisoformat(text) == moment


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.text("xyz", max_size=3)))
def test_two_entries_never_share_their_bytes(fields: dict[str, str]) -> None:
    other = {**fields, "a": fields.get("a", "") + "!"}
    assert canonical.entry_bytes(fields) != canonical.entry_bytes(other)


# --- trace ids


def traced(settings: Settings, face: str, header: str | None) -> tuple[str, HttpResponse]:
    settings.MIB_FACE = face
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(journal.trace.get())
        return HttpResponse()

    headers = {"traceparent": header} if header else {}
    response = TraceMiddleware(view)(RequestFactory().get("/", headers=headers))
    return seen[0], response


def test_a_request_gets_a_trace_id_of_its_own(settings: Settings) -> None:
    one, response = traced(settings, "office", None)
    other, _ = traced(settings, "office", None)
    assert len(one) == 32
    assert one != other
    assert "traceparent" not in response.headers
    assert journal.trace.get() == ""


def test_a_partners_trace_id_is_taken_and_given_back(settings: Settings) -> None:
    seen, response = traced(settings, "office", HEADER)
    assert seen == TRACE
    assert tracing.trace_of(response.headers["traceparent"]) == TRACE


def test_the_public_front_takes_and_gives_no_trace_id(settings: Settings) -> None:
    seen, response = traced(settings, "public", HEADER)
    assert seen != TRACE
    assert "traceparent" not in response.headers


@pytest.mark.parametrize(
    "header",
    [
        "",
        "x",
        f"ff-{TRACE}-b7ad6b7169203331-01",
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        f"00-{TRACE}-{'0' * 16}-01",
        HEADER.upper(),
        HEADER + "\n",
        HEADER + "-x",
    ],
)
def test_a_header_that_is_not_valid_is_ignored(header: str) -> None:
    assert tracing.trace_of(header) is None


@pytest.mark.django_db
def test_entries_of_one_request_share_a_trace_id_and_a_reporters_entry_has_none() -> None:
    token = journal.trace.set(TRACE)
    try:
        assert opened(Anna()).trace == opened(journal.SYSTEM).trace == TRACE
        assert opened(journal.PUBLIC).trace == ""
    finally:
        journal.trace.reset(token)


def test_instants_are_utc() -> None:
    assert canonical.instant(datetime(2026, 1, 2, tzinfo=UTC)) == "2026-01-02T00:00:00.000000Z"


def test_ids_are_of_version_seven_and_grow_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter((1_700_000_000_000_000_000, 1_700_000_000_001_000_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))
    early, late = new_ids(200), new_ids(200)
    assert {(one.version, one.variant) for one in early + late} == {(7, uuid.RFC_4122)}
    assert max(early) < min(late)
    assert len(set(early + late)) == 400
    assert {one.int >> 80 for one in early} == {1_700_000_000_000}


def test_ids_of_one_moment_share_no_random_bit() -> None:
    drawn = [one.int & ((1 << 62) - 1) for one in new_ids(400)]
    for bit in range(62):
        assert 100 < sum(one >> bit & 1 for one in drawn) < 300
