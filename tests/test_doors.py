# SPDX-License-Identifier: EUPL-1.2
"""Every address × every role × a foreign object: each side door is tried.

The routes are read from the resolver. A new route is tried without anybody thinking of it, and a
new kind of object in an address fails this test until `FOREIGN` says which foreign one to try.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from meerinbeeld import vault
from meerinbeeld.care.models import Case
from meerinbeeld.signals import models as m
from tests.care import making as care
from tests.people import PEOPLE, SignedIn, Village, client_for
from tests.registry import making as registry
from tests.signals.making import SECRET_PLATE, SECRET_STORY, make_signal

SECRET_REMARK = "Zeldzaamnotitie van het team"
SECRET_FILE = "zeldzame-foto.jpg"
SECRETS = (
    SECRET_STORY, SECRET_PLATE, SECRET_REMARK, SECRET_FILE, *care.SECRETS, registry.SECRET_NAME,
)  # fmt: skip
#: Not from Zwolle, so the signal of Zwolle does not exist for them.
OUTSIDERS = tuple(name for name, *_ in PEOPLE if name != "anna")
#: Not of the team of Veilig Thuis, and no partner: the case does not exist for them.
OUTSIDE_THE_CASE = tuple(name for name, *_ in PEOPLE if name != "carla")
#: Not of the police, and not who keeps the register: the notification does not exist for them.
OUTSIDE_THE_REGISTER = tuple(name for name, *_ in PEOPLE if name not in ("carla", "pim"))
#: Signing in and its parts belong to one's own account; they take no object of another.
OTHERS_CODE = ("static", "theme")


@dataclass(frozen=True)
class Door:
    name: str
    parameters: frozenset[str]
    needs_sign_in: bool

    def address(self, values: dict[str, Any]) -> str:
        return reverse(self.name, kwargs={key: values[key] for key in self.parameters})


def doors() -> list[Door]:
    return sorted(set(_walk(get_resolver().url_patterns, "")), key=lambda d: d.name)


def _walk(patterns: list[Any], prefix: str) -> Iterator[Door]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            if pattern.name.startswith(OTHERS_CODE):
                continue
            parameters = frozenset(pattern.pattern.regex.groupindex) | frozenset(
                getattr(pattern.pattern, "converters", {})
            )
            closed = getattr(pattern.callback, "login_required", True)
            yield Door(f"{prefix}{pattern.name}", parameters, closed)


@dataclass
class Zwolle:
    """A signal of Zwolle with one of everything that an address can name."""

    signal: m.Signal
    values: dict[str, Any]


@pytest.fixture
def zwolle(village: Village, foreign_case: Case) -> Zwolle:
    owner = village.organisations["gemeente-zwolle"]
    signal = make_signal(owner)
    made = _one_of_everything(signal, village) | care.addresses(foreign_case)
    made |= registry.one_of_everything(village)
    return Zwolle(signal, {"reference": signal.reference, "signal": signal.id, **made})


@pytest.fixture
def foreign_case(village: Village) -> Case:
    """A case of Veilig Thuis with one of everything that an address can name."""
    case = care.make_case(village.organisations["veilig-thuis"], village.people["carla"])
    care.one_of_everything(case, village)
    return case


def _one_of_everything(signal: m.Signal, village: Village) -> dict[str, Any]:
    anna, safe_home = village.people["anna"], village.organisations["veilig-thuis"]
    item = signal.items.first()
    with vault.unlocked(signal.dossier) as box:
        remark = m.Remark(signal=signal, audience="team", source="team", by=anna)
        box.put_text(remark, "text", SECRET_REMARK)
        remark.save()
        key = vault.new_blob_key()
        writer = vault.BlobWriter(key)
        writer.write(b"not for others")
        info = writer.close()
        attachment = m.Attachment(
            signal=signal, blob=info.blob_id, size=info.size, source="reporter"
        )
        sealed = {"name": SECRET_FILE, "type": "image/jpeg"}
        sealed["key"] = base64.b64encode(key).decode()
        box.put_json(attachment, "sealed", sealed)
        attachment.save()
    other = make_signal(village.organisations["gemeente-zwolle"], "S-2026-9002")
    return {
        "item": item.id if item else None,
        "remark": remark.id,
        "attachment": attachment.id,
        "file": attachment.id,
        "route": uuid.uuid4(),
        "other": other.reference,
        "organisation": safe_home.id,
        "safe_home": safe_home,
    }


def foreign_values(zwolle: Zwolle, village: Village) -> dict[str, Any]:
    """A value for every name that occurs in an address: of Zwolle where it can be, else unknown."""
    unknown = uuid.uuid4()
    return {
        **dict.fromkeys(UNKNOWN_IDS, unknown),
        **FIXED,
        **zwolle.values,
        "person": village.people["anna"].id,
    }


#: Names in addresses that stand for an id of something else than a signal.
UNKNOWN_IDS = (
    "entry", "emergency", "destruction", "hold", "job", "question", "notice", "book", "membership",
    "contact", "contact_point", "outlet", "covenant", "emergency_id", "broken", "id",
    "person_id", "membership_id", "organisation_id", "invitation", "draft", "place", "resemblance",
    "item_id", "file_id", "route_id", "signal_id", "entry_id", "contact_id", "covenant_id",
    "outlet_id", "rights_dossier", "piece", "release", "pair", "run", "estimate", "view",
    "correction",
)  # fmt: skip
FIXED: dict[str, Any] = {
    "step": "where",
    "status": 404,
    "pk": 1,
    "kind": "rotate_keys",
    "municipality": "GM0193",
    "audience": "team",
    "part": "office",
    "slug": "gemeente-zwolle",
    "token": "x-y",
    "uidb36": "abc",
    "key": "x-y",
    "provider_id": "unknown",
    "code": "GM0193",
    "cbs_code": "GM0193",
    "number": 1,
    "page": 1,
    "mark": "plate",
    "tab": "overview",
    "goal": "signals",
    "indicator": "signals-form",
    "victim": "V-2026-9001",
    "notification": "A-2026-9001",
    "request_reference": "R-2026-AAAA",
    "period": "2026",
    "name": "comensha",
}


def test_every_name_in_an_address_is_known_here(zwolle: Zwolle, village: Village) -> None:
    known = foreign_values(zwolle, village)
    unknown = {p for door in doors() for p in door.parameters if p not in known}
    assert not unknown, f"say in FIXED or UNKNOWN_IDS what to try for {sorted(unknown)}"


def test_without_signing_in_every_office_address_is_closed(
    zwolle: Zwolle, village: Village
) -> None:
    values = foreign_values(zwolle, village)
    for door in doors():
        for answer in _tried(Client(), door, values):
            if door.needs_sign_in:
                assert answer.status_code in {302, 403, 404, 405}, door
            _holds_nothing(answer, door)


@pytest.mark.parametrize("name", OUTSIDERS)
def test_a_foreign_signal_stays_closed_to(
    name: str, zwolle: Zwolle, foreign_case: Case, village: Village
) -> None:
    values, before = foreign_values(zwolle, village), _state(zwolle)
    signed_in = SignedIn(village.people[name])
    for door in doors():
        if ({"case"} | registry.NAMES) & door.parameters:
            continue  # for these see the tests of a foreign case and a foreign notification
        for place, answer in enumerate(_tried(signed_in.anew(), door, values)):
            assert answer.status_code < 500, f"{door} broke"
            _holds_nothing(answer, door)
            if place == 0 and not door.parameters:
                _names_nothing(answer, door, name, zwolle, foreign_case)
            if {"reference", "signal"} & door.parameters:
                assert answer.status_code in {403, 404, 405}, f"{door}: {answer.status_code}"
    assert _state(zwolle) == before


@pytest.mark.parametrize("name", OUTSIDE_THE_CASE)
def test_a_foreign_case_stays_closed_to(
    name: str, zwolle: Zwolle, foreign_case: Case, village: Village
) -> None:
    values, before = foreign_values(zwolle, village), care.state(foreign_case)
    signed_in = SignedIn(village.people[name])
    for door in doors():
        if "case" in door.parameters:
            for answer in _tried(signed_in.anew(), door, values):
                assert answer.status_code in {403, 404, 405}, f"{door}: {answer.status_code}"
                _holds_nothing(answer, door)
    assert care.state(foreign_case) == before


@pytest.mark.parametrize("name", OUTSIDE_THE_REGISTER)
def test_a_foreign_notification_stays_closed_to(
    name: str, zwolle: Zwolle, village: Village
) -> None:
    values, before = foreign_values(zwolle, village), registry.state()
    signed_in = SignedIn(village.people[name])
    for door in doors():
        if registry.NAMES & door.parameters:
            for answer in _tried(signed_in.anew(), door, values):
                assert answer.status_code in {403, 404, 405}, f"{door}: {answer.status_code}"
                _holds_nothing(answer, door)
    assert registry.state() == before


@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_list_or_search_gives_a_foreign_signal_or_case_away_to(
    name: str, zwolle: Zwolle, foreign_case: Case, village: Village
) -> None:
    client = client_for(village.people[name])
    # without a query each was tried above
    queries = ({"q": SECRET_PLATE}, {"search": zwolle.signal.reference}, {"page": "2"})
    for door in doors():
        if door.parameters or door.name == "account_logout":
            continue
        for query in queries:
            answer = client.get(door.address({}), query)
            _holds_nothing(answer, door, besides=query)
            if "search" not in query:
                _names_nothing(answer, door, name, zwolle, foreign_case)


def _tried(client: Client, door: Door, values: dict[str, Any]) -> Iterator[Any]:
    with translation.override(settings.LANGUAGE_CODE):
        address = door.address(values)
    yield client.get(address)
    yield client.post(address, {})
    yield client.post(address, {"version": "1", "text": "x", "value": "x", "confirm": "yes"})


def text_of(answer: Any) -> str:
    """All that was answered; what comes in pieces is kept, since it can be read once."""
    if answer.streaming:
        if not hasattr(answer, "kept"):
            answer.kept = b"".join(answer.streaming_content)
        return bytes(answer.kept).decode("utf-8", "replace")
    return bytes(answer.content).decode("utf-8", "replace")


def _holds_nothing(answer: Any, door: Door, besides: dict[str, str] | None = None) -> None:
    typed = set((besides or {}).values())
    text = text_of(answer)
    for secret in SECRETS:
        assert secret in typed or secret not in text, f"{door} gives away '{secret}'"


def _names_nothing(answer: Any, door: Door, name: str, zwolle: Zwolle, case: Case) -> None:
    """Nor the reference of what belongs to others; oversight knows references, never content."""
    text = text_of(answer)
    if name not in ("paula", "adam"):
        assert zwolle.signal.reference not in text, door
        if name != "carla":
            assert case.alias not in text and case.reference not in text, door


def _state(zwolle: Zwolle) -> list[Any]:
    """All that an outsider could have changed about the signal."""
    signal = m.Signal.objects.get(pk=zwolle.signal.pk)
    counts = [
        getattr(signal, name).count()
        for name in ("items", "remarks", "routes", "steps", "attachments", "involvements", "forms")
    ]
    facts = [signal.version, signal.phase, signal.owner_id, signal.due_at, signal.first_opened_at]
    return [*facts, *counts]
