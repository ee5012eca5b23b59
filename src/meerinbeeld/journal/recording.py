# SPDX-License-Identifier: EUPL-1.2
"""Writing entries, in the same transaction as the act they tell of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from django.db import transaction

from meerinbeeld.journal import rolls
from meerinbeeld.journal.canonical import entry_bytes, instant
from meerinbeeld.journal.models import Entry
from meerinbeeld.journal.tracing import trace
from meerinbeeld.journal.writing import write

_CODE: Final = re.compile(r"[A-Za-z0-9_.:@/+\-]*\Z")
_MAX_CODE: Final = {"role": 40, "purpose": 40, "verb": 40, "thing": 80, "thing_id": 80}
_MAX_OTHER: Final = 100


class Doer(Protocol):
    """Whoever acts. `access.Actor` is one."""

    @property
    def person_id(self) -> UUID | str | None: ...

    @property
    def organisation_id(self) -> UUID | str | None: ...

    @property
    def role(self) -> str | None: ...


@dataclass(frozen=True)
class NamelessDoer:
    """A doer without a person: the worker, or a reporter."""

    role: str
    person_id: UUID | None = None
    organisation_id: UUID | None = None


SYSTEM: Final = NamelessDoer(role="system")
PUBLIC: Final = NamelessDoer(role="public")


@dataclass(frozen=True)
class Touched:
    """One thing of a list that one act opened or changed."""

    thing_id: str | UUID
    dossier: UUID | None = None


def record(
    doer: Doer,
    verb: str,
    *,
    purpose: str,
    thing: str,
    thing_id: str | UUID = "",
    dossier: UUID | None = None,
    ground: str = "",
    outcome: str = "done",
    norm: str = "",
    reason_code: str = "",
) -> Entry:
    """Write one entry. Call it inside the transaction of the act.

    Only codes and ids go in: a value with a space or another sign of free text raises
    `ValueError`, which does not repeat the value.
    """
    entry = _common(doer, verb, purpose, thing, ground, outcome, norm, reason_code)
    entry.thing_id, entry.dossier = _thing(thing_id), dossier
    [entry.id] = write(entry, [(entry.thing_id, dossier)])
    return entry


def record_many(
    doer: Doer,
    verb: str,
    *,
    purpose: str,
    thing: str,
    touched: Iterable[Touched],
    ground: str = "",
    outcome: str = "done",
    norm: str = "",
    reason_code: str = "",
) -> None:
    """One entry per thing that was touched, in two statements however many there are."""
    common = _common(doer, verb, purpose, thing, ground, outcome, norm, reason_code)
    write(common, [(_thing(one.thing_id), one.dossier) for one in touched])


def record_list(
    doer: Doer,
    verb: str,
    *,
    purpose: str,
    thing: str,
    dossiers: Iterable[bytes],
    reason_code: str = "",
) -> None:
    """One entry on all these dossiers, for an act on a whole register: nothing for none.

    `dossiers` are ids as `UUID.bytes` has them: for so many, objects cost more than the entry.
    `about` finds it by each dossier, and each dossier can be proven to be on it.
    """
    ids = rolls.ordered(dossiers)
    if not ids:
        return
    common = _common(doer, verb, purpose, thing, "", "done", "", reason_code)
    with transaction.atomic(savepoint=False):
        [entry] = write(common, [(rolls.name_of(ids), None)])
        rolls.write(entry, ids)


def told(entry: Entry) -> dict[str, str]:
    """The fields of an entry as the strings that are hashed and exported."""
    return {
        "id": str(entry.pk),
        "at": instant(entry.at),
        "person_id": _text(entry.person_id),
        "organisation_id": _text(entry.organisation_id),
        "role": entry.role,
        "purpose": entry.purpose,
        "verb": entry.verb,
        "thing": entry.thing,
        "thing_id": entry.thing_id,
        "dossier": _text(entry.dossier),
        "ground": entry.ground,
        "outcome": entry.outcome,
        "norm": entry.norm,
        "reason_code": entry.reason_code,
        "trace": entry.trace,
    }


def hashed(entry: Entry) -> bytes:
    """The canonical bytes of an entry."""
    return entry_bytes(told(entry))


def _common(
    doer: Doer,
    verb: str,
    purpose: str,
    thing: str,
    ground: str,
    outcome: str,
    norm: str,
    reason_code: str,
) -> Entry:
    """What all entries of one act have in common."""
    return Entry(
        person_id=_uuid(doer.person_id),
        organisation_id=_uuid(doer.organisation_id),
        role=_code("role", doer.role or ""),
        purpose=_code("purpose", purpose),
        verb=_code("verb", verb),
        thing=_code("thing", thing),
        ground=_code("ground", ground),
        outcome=Entry.Outcome(str(outcome)).value,
        norm=_code("norm", norm),
        reason_code=_code("reason_code", reason_code),
        trace=_trace_for(doer),
    )


def _thing(value: str | UUID) -> str:
    told = _code("thing_id", str(value))
    if told.startswith(rolls.PREFIX):
        raise ValueError("the journal takes this name for a list of dossiers only")
    return told


def _code(name: str, value: str) -> str:
    text = str(value)
    if len(text) > _MAX_CODE.get(name, _MAX_OTHER) or not _CODE.match(text):
        raise ValueError(f"the journal takes a code for {name}, not a text")
    return text


def _uuid(value: UUID | str | None) -> UUID | None:
    return value if value is None or isinstance(value, UUID) else UUID(value)


def _text(value: UUID | None) -> str:
    return "" if value is None else str(value)


def _trace_for(doer: Doer) -> str:
    # a reporter's entry must not be tied to a request by any id
    return "" if doer is PUBLIC else trace.get()
