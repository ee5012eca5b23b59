# SPDX-License-Identifier: EUPL-1.2
"""What goes to the national centre: one document with registrations, removals and counts.

Made in memory for the person who takes it along, and kept nowhere
(docs/reference/registry-passing.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.crypto import salted_hmac

from meerinbeeld import norms
from meerinbeeld.registry.models import Notification, Passing, Sending
from meerinbeeld.vault import Box

FORMAT, VERSION = "meer-in-beeld/passing", 1
#: Coded fields in the order of the form.
ONE: Final = (
    "standing", "sector", "scope", "origin", "sex", "age_band", "age_band_at_start", "duration",
    "place_kind",
)  # fmt: skip
SEVERAL: Final = (
    "nationalities", "recruitment", "means", "platforms_recruiting", "platforms_exploiting",
)  # fmt: skip
#: Why something has to be removed there when nobody said so.
GROUND_FELL_AWAY: Final = "ground_unsure"
Record = dict[str, Any]


def document(
    file: UUID,
    made_on: date,
    *,
    region: str,
    sender: str,
    registrations: list[Record],
    withdrawals: list[Record],
    counts: list[Record],
) -> Record:
    """The whole file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "file": str(file),
        "made_on": made_on.isoformat(),
        "region": region,
        "sender": sender,
        "registrations": registrations,
        "withdrawals": withdrawals,
        "counts": counts,
    }


def as_bytes(whole: Record) -> bytes:
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def registration(sending: Sending, passing: Passing, person: Mapping[str, str]) -> Record:
    """One notification with its details. Fields that say nothing are left out."""
    row = passing.notification
    found: Record = {
        "sending": str(sending.id),
        "reference": row.reference,
        "victim": row.victim.reference,
        "kind": passing.kind,
        "notified_on": row.notified_on.isoformat(),
        "notifier": row.notifier,
        "organisation": row.organisation.name,
        "ground": row.ground,
        "consent_on": row.consent_on.isoformat() if row.consent_on else "",
        "corrects": _before(sending, passing),
        "number": passing.national_number,
        "coded": coded(row),
        "person": dict(person),
    }
    return {name: value for name, value in found.items() if value != ""}


def withdrawal(sending: Sending, passing: Passing) -> Record:
    """What has to be removed there: its numbers and why, and nothing about the person."""
    found: Record = {
        "sending": str(sending.id),
        "reference": passing.notification.reference,
        "number": passing.national_number,
        "reason": passing.reason or GROUND_FELL_AWAY,
    }
    return {name: value for name, value in found.items() if value != ""}


def coded(row: Notification) -> Record:
    """The coded facts, with the day of which the lists were."""
    found: Record = {
        "coded_on": row.coded_on.isoformat(),
        "forms": sorted(form.form for form in row.forms.all()),
        "municipality": row.municipality_id or "",
        **{name: getattr(row, name) for name in ONE},
        **{name: list(getattr(row, name)) for name in SEVERAL},
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def person(passing: Passing, box: Box) -> dict[str, str]:
    """The personal details that go along: by norms, those that the kind of dossier asks for."""
    kind = norms.codelist("registry_kind").get(passing.kind)
    asks_help = bool(kind and kind.extra.get("asks_help"))
    wanted = {"always", "help"} if asks_help else {"always"}
    goes = {
        code.value
        for code in norms.codelist("registry_detail").codes
        if code.extra.get("passes") in wanted
    }
    rows = passing.notification.details.filter(kind__in=goes).order_by("at")
    return {row.kind: box.text(row, "value") for row in rows}


def digest(content: str, row: Notification, details: Mapping[str, str]) -> str:
    """A mark of what leaves, under the secret of the installation: it tells a change, no more."""
    whole = [content, row.ground, coded(row), sorted(details.items())]
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True)
    return salted_hmac("registry.sending", text, algorithm="sha256").hexdigest()


def _before(sending: Sending, passing: Passing) -> str:
    """The sending that this one corrects, if there was one."""
    earlier = [
        one
        for one in passing.sendings.all()
        if one.taken_back_at is None and one.content == sending.content and one.at < sending.at
    ]
    return str(earlier[-1].id) if earlier else ""


def split(sendings: Iterable[Sending], content: str) -> list[Sending]:
    return [one for one in sendings if one.content == content]
