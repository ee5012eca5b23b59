# SPDX-License-Identifier: EUPL-1.2
"""What a professional reads about the signals that they reported themselves: where it stands in
plain words, what was promised, and the words between them and the team. Nothing of the team's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.signals.actions.stages import STAGE_OF
from meerinbeeld.signals.models import Audience, Phase, Remark, Signal, Source
from meerinbeeld.signals.queries.scope import KIND, NotInReach
from meerinbeeld.vault import Box

PAGE: Final = 25


@dataclass(frozen=True)
class OwnRow:
    """One line of the list, from coded facts alone."""

    signal: Signal
    stage: str
    stage_help: str
    asked: bool
    heard: bool

    @property
    def promised(self) -> datetime | None:
        """When the reporter hears something at the latest, while that is still to come."""
        settled = self.signal.feedback_given_at or self.signal.feedback_waived
        return None if settled or self.signal.phase == Phase.CLOSED else self.signal.feedback_due_at


@dataclass(frozen=True)
class Word:
    id: UUID
    author: str
    text: str = field(repr=False)
    at: datetime
    own: bool
    is_question: bool
    answered: bool
    is_feedback: bool


@dataclass(frozen=True)
class OwnPage:
    row: OwnRow
    told: list[tuple[str, str]] = field(repr=False)
    sealed: list[str]
    words: list[Word] = field(repr=False)

    @property
    def signal(self) -> Signal:
        return self.row.signal


def _reported_by(actor: Actor) -> QuerySet[Signal]:
    require(actor, Verb.CREATE, KIND, Purpose.REPORTING)
    return Signal.objects.filter(made_by_id=actor.person_id, destroyed_at=None).exclude(
        origin="import"
    )


def is_mine(actor: Actor, signal: Signal) -> bool:
    return signal.made_by_id == actor.person_id and signal.origin != "import"


def mine(actor: Actor, reference: str, *, locked: bool = False) -> Signal:
    """One signal that this person reported. Raises `NotInReach` or `Refused`."""
    rows = _reported_by(actor).select_related("owner", "municipality", "assignee")
    found = rows.filter(reference=reference)
    signal = (found.select_for_update(of=("self",)) if locked else found).first()
    if signal is None:
        raise NotInReach
    return signal


def listing(actor: Actor, page: int = 1) -> tuple[list[OwnRow], bool]:
    """A page of one's own signals, those with a question first, then the newest."""
    asked = _asked(actor)
    start = (page - 1) * PAGE
    rows = _reported_by(actor).select_related("owner", "municipality").order_by("-received_at")
    others = list(rows.exclude(pk__in=asked)[start : start + PAGE + 1])
    first = list(rows.filter(pk__in=asked)) if page == 1 else []
    shown = [*first, *others[:PAGE]]
    heard = set(
        Remark.objects.filter(
            signal__in=shown, audience=Audience.REPORTER, source=Source.TEAM
        ).values_list("signal_id", flat=True)
    )
    found = [_row(row, asked=row.id in asked, heard=row.id in heard) for row in shown]
    return found, len(others) > PAGE


def page(actor: Actor, signal: Signal) -> OwnPage:
    """What the caller has journaled as opened, in this same transaction."""
    question = open_question(signal)
    with vault.unlocked(signal.dossier) as box:
        words = _words(actor, signal, box)
        told, sealed = _told(signal, box)
    heard = any(not word.own for word in words)
    return OwnPage(_row(signal, asked=question is not None, heard=heard), told, sealed, words)


def open_question(signal: Signal, before: datetime | None = None) -> Remark | None:
    """The last question of the team that nobody answered, of those asked before this moment."""
    rows = signal.remarks.filter(audience=Audience.REPORTER, is_question=True, answered_by=None)
    if before:
        rows = rows.filter(at__lt=before)
    return rows.order_by("-at").first()


def _asked(actor: Actor) -> set[UUID]:
    """One's own signals with a question that waits; the newest fifty."""
    rows = Remark.objects.filter(
        signal__made_by=actor.person_id,
        audience=Audience.REPORTER,
        is_question=True,
        answered_by=None,
    )
    return set(rows.order_by("-at").values_list("signal_id", flat=True)[:50])


def _row(signal: Signal, *, asked: bool, heard: bool) -> OwnRow:
    stages = norms.codelist("stage_for_reporter")
    code = "question" if asked else STAGE_OF[Phase(signal.phase)]
    found = stages.get(code)
    return OwnRow(signal, stages.label(code), found.help if found else "", asked, heard)


def _words(actor: Actor, signal: Signal, box: Box) -> list[Word]:
    rows = signal.remarks.filter(audience=Audience.REPORTER).select_related("by", "organisation")
    return [
        Word(
            id=row.id,
            author=_author(row),
            text=box.text(row, "text"),
            at=row.at,
            own=row.by_id == actor.person_id and row.source == Source.REPORTER,
            is_question=row.is_question,
            answered=row.number > 0,
            is_feedback=row.is_feedback,
        )
        for row in rows.annotate(number=Count("answered_by"))
    ]


def _author(row: Any) -> str:
    """The organisation, not the person: who works on it is not for everybody."""
    return row.organisation.name if row.organisation else ""


def _told(signal: Signal, box: Box) -> tuple[list[tuple[str, str]], list[str]]:
    """What was reported: the open part in words, of the masked part only what it is."""
    kinds = norms.codelist("item_kind")
    order = {kind: place for place, kind in enumerate(kinds.values)}
    rows = signal.items.filter(source=Source.REPORTER, removed_at=None)
    told, sealed = [], []
    for row in sorted(rows, key=lambda row: order.get(row.kind, len(order))):
        code = kinds.get(row.kind)
        if code is None or code.extra.get("mask"):
            sealed.append(kinds.label(row.kind))
            continue
        text, name = box.text(row, "value"), code.extra.get("codes")
        told.append((code.label, norms.codelist(str(name)).label(text) if name else text))
    return told, sealed
