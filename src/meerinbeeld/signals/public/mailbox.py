# SPDX-License-Identifier: EUPL-1.2
"""A reporter who comes back: finding the report by its receipt, reading and writing letters."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access.roles import Purpose
from meerinbeeld.signals.models import Letter, PublicReport
from meerinbeeld.signals.public.envelope import (
    EnvelopeError,
    Message,
    message_bytes,
    open_for_reporter,
)
from meerinbeeld.signals.public.kept_files import Ready, room_left
from meerinbeeld.signals.public.limits import derivation
from meerinbeeld.vault import Unreadable, hpke, intake, receipt

_ONCE: Final = uuid.UUID("6f1d1b39-0c4e-4b8f-9a53-6a2d0a4b7c11")
#: What the face may read of a report; never its envelope.
FIELDS: Final = (
    "id",
    "received_at",
    "stage",
    "stage_at",
    "feedback_due_at",
    "withdrawn_at",
    "receipt_confirmed_at",
)
LETTER_FIELDS: Final = ("id", "direction", "is_question", "sent_at", "read_at")


@dataclass(frozen=True)
class Post:
    """A letter as the reporter sees it. What they wrote themselves nobody here can read."""

    own: bool
    at: datetime
    is_question: bool = False
    text: str = ""
    readable: bool = True
    unread: bool = False


def find(words: tuple[str, ...]) -> tuple[PublicReport, receipt.Receipt] | None:
    """The report of a receipt. Typing the words back also confirms them. Raises `Busy`."""
    with derivation():
        made = receipt.derive(words)
    report = by_lookup(made.lookup_id)
    if report is None:
        return None
    if report.receipt_confirmed_at is None:
        PublicReport.objects.filter(pk=report.pk, receipt_confirmed_at=None).update(
            receipt_confirmed_at=timezone.now()
        )
    return report, made


def by_lookup(lookup_id: bytes) -> PublicReport | None:
    return PublicReport.objects.only(*FIELDS).filter(lookup_id=lookup_id).first()


def posts(report: PublicReport, keypair: hpke.KeyPair) -> list[Post]:
    """The letters of both sides, oldest first; those for the reporter opened and marked as read."""
    letters = Letter.objects.filter(report=report.pk)
    own = letters.filter(direction=Letter.Direction.TO_TEAM).only(*LETTER_FIELDS)
    mine = letters.filter(direction=Letter.Direction.TO_REPORTER).only(*LETTER_FIELDS, "sealed")
    found = [Post(own=True, at=letter.sent_at) for letter in own]
    received = list(mine)
    found += [_opened(letter, keypair) for letter in received]
    _mark_read([letter.pk for letter in received if letter.read_at is None])
    return sorted(found, key=lambda post: post.at)


def _opened(letter: Letter, keypair: hpke.KeyPair) -> Post:
    try:
        text = open_for_reporter(keypair, letter.pk, letter.sealed).text
    except (Unreadable, EnvelopeError):
        return Post(False, letter.sent_at, letter.is_question, readable=False)
    return Post(False, letter.sent_at, letter.is_question, text, unread=letter.read_at is None)


def _mark_read(ids: Sequence[UUID]) -> None:
    if ids:
        Letter.objects.filter(pk__in=ids, read_at=None).update(read_at=timezone.now())


def write(report: PublicReport, once: UUID, text: str, files: Ready) -> bool:
    """Send a message to the team, once however often the form is sent. False when it was sent."""
    with transaction.atomic():
        if Letter.objects.filter(once=once).exists():
            return False
        kept = tuple(files.keep(room_left(0)))
        if not text and not kept:
            return False
        return _send(report, once, Message(text, kept))


def withdraw(report: PublicReport) -> None:
    """Take the report back. It stays, since somebody may be in danger. Twice is once."""
    now = timezone.now()
    with transaction.atomic():
        changed = PublicReport.objects.filter(pk=report.pk, withdrawn_at=None).update(
            withdrawn_at=now, stage="withdrawn", stage_at=now
        )
        if changed:
            _send(report, uuid.uuid5(_ONCE, str(report.pk)), Message(withdraws=True))


def _send(report: PublicReport, once: UUID, message: Message) -> bool:
    key_id, sealed = intake.seal_report(message_bytes(message))
    letter = Letter(
        report_id=report.pk,
        once=once,
        direction=Letter.Direction.TO_TEAM,
        key_id=key_id,
        sealed=sealed,
    )
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        # the same form at the same moment: the other one was first
        return False
    journal.record(
        journal.PUBLIC,
        "withdraw" if message.withdraws else "message",
        purpose=Purpose.REPORTING,
        thing="signals.publicreport",
        thing_id=report.pk,
    )
    return True
