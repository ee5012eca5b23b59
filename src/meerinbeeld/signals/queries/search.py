# SPDX-License-Identifier: EUPL-1.2
"""Searching: a reference, a municipality, or a detail of a person by its keyed mark.

What was typed is compared as a mark; sealed text is never searched, and nothing outside the reach
of the actor is found or counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from meerinbeeld import vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.parties.models import Municipality
from meerinbeeld.signals.models import Mark, Signal
from meerinbeeld.signals.queries.scope import visible

SHOWN: Final = 50
_REFERENCE: Final = re.compile(r"(?:([A-Za-z])[- ]?)?(\d{4})(?:[- ](\d{0,6}))?\Z")
_PLATE: Final = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9 -]{5,11}\Z")
_PHONE: Final = re.compile(r"[+(]?\d[\d\s()\-./]{6,20}\Z")
_SHORTEST: Final = 2


@dataclass(frozen=True)
class Asked:
    """What a person typed, as what it can be."""

    reference: str = ""
    municipality: str = ""
    marks: tuple[tuple[str, bytes], ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """As which details of a person it was looked up."""
        return tuple(sorted({kind for kind, _digest in self.marks}))

    def __bool__(self) -> bool:
        return bool(self.reference or self.municipality or self.marks)


@dataclass(frozen=True)
class Hit:
    signal: Signal
    why: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    hits: list[Hit]
    more: bool


def understood(typed: str) -> Asked:
    """What the typed words can be. A name and a place can look alike: then both are tried."""
    text = " ".join(typed.split())
    if len(text) < _SHORTEST:
        return Asked()
    if reference := beginning_of(text):
        return Asked(reference=reference)
    town = Municipality.objects.filter(name__iexact=text).values_list("cbs_code", flat=True).first()
    kinds = kinds_of(text)
    digests = [(kind, vault.blind_index(kind, text)) for kind in kinds]
    return Asked(
        municipality=town or "",
        marks=tuple((kind, digest) for kind, digest in digests if digest),
    )


def kinds_of(text: str) -> tuple[str, ...]:
    """As which kinds of mark a text can be looked up. Pure."""
    if "@" in text:
        return ("email",)
    if vault.normalise.normalise("birth_date", text):
        return ("birth_date",)
    if _PHONE.match(text):
        return ("phone",)
    if _PLATE.match(text):
        return ("plate", "place", "name")
    if any(sign.isalpha() for sign in text):
        return ("name", "place")
    return ()


def find(actor: Actor, asked: Asked) -> Found:
    """The signals in reach that fit, the newest first. Raises `Refused` for other roles."""
    reach = visible(actor, Verb.REVEAL).filter(destroyed_at=None)
    if not asked:
        return Found([], False)
    rows = _rows({key for fitting in _ways(asked) for key in _keys(reach.filter(fitting), asked)})
    why = _why([row.id for row in rows], asked)
    hits = [Hit(row, why.get(row.id, ())) for row in rows[:SHOWN]]
    return Found(hits, len(rows) > SHOWN)


def _ways(asked: Asked) -> list[Q]:
    ways = []
    if asked.reference:
        # a range is read along the index; every number after the beginning is smaller than this
        ways.append(Q(reference__gte=asked.reference, reference__lte=f"{asked.reference}999999999"))
    if asked.municipality:
        ways.append(Q(municipality_id=asked.municipality))
    if asked.marks:
        digests = [digest for _kind, digest in asked.marks]
        ways.append(Q(pk__in=Mark.objects.filter(digest__in=digests).values("signal_id")))
    return ways


def _keys(rows: QuerySet[Signal], asked: Asked) -> list[tuple[datetime, UUID]]:
    """The newest that fit in one way: one query for each, along its own index, since an OR would
    read the whole table; and keys alone, so that only what is shown is read whole."""
    # numbers are given as signals come in: along their index a year need not be read to its end
    order = "-reference" if asked.reference else "-received_at"
    return list(rows.order_by(order).values_list("received_at", "id")[: SHOWN + 1])


def _rows(keys: set[tuple[datetime, UUID]]) -> list[Signal]:
    wanted = [pk for _moment, pk in sorted(keys, reverse=True)[: SHOWN + 1]]
    found = Signal.objects.filter(pk__in=wanted).select_related("owner", "municipality")
    by_id = {row.id: row for row in found}
    return [by_id[pk] for pk in wanted if pk in by_id]


def _why(ids: list[UUID], asked: Asked) -> dict[UUID, tuple[str, ...]]:
    """Which detail of each signal fits."""
    why: dict[UUID, set[str]] = {}
    if asked.marks:
        rows = Mark.objects.filter(signal__in=ids, digest__in=[one for _kind, one in asked.marks])
        for signal_id, kind in rows.values_list("signal_id", "kind"):
            why.setdefault(signal_id, set()).add(kind)
    return {signal_id: tuple(sorted(kinds)) for signal_id, kinds in why.items()}


def beginning_of(text: str, letter: str = "S") -> str:
    """ "2026-12", "s 2026 12" and "S-2026-0012" all lead to S-2026-0012 or what begins so. Pure."""
    match = _REFERENCE.match(text)
    if not match or (match[1] or letter).upper() != letter:
        return ""
    _letter, year, number = match.groups()
    if not number:
        return f"{letter}-{year}-"
    # a short number is that number; one with its zeroes is a beginning
    return f"{letter}-{year}-{number if number.startswith('0') else number.zfill(4)}"
