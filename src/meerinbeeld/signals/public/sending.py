# SPDX-License-Identifier: EUPL-1.2
"""Accepting a report: once, whole, and without being able to read it afterwards.

What is slow (one Argon2id derivation, the sealing) is done before the transaction begins, so that
reports that arrive together do not wait for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from meerinbeeld import journal, norms
from meerinbeeld.access.roles import Purpose
from meerinbeeld.parties.models import Municipality, Organisation
from meerinbeeld.parties.queries import municipal_organisation, regional_desk
from meerinbeeld.signals.models import PublicReport
from meerinbeeld.signals.public import draft_rows, drafts
from meerinbeeld.signals.public.drafts import DraftGone
from meerinbeeld.signals.public.envelope import Answers, Report, report_bytes
from meerinbeeld.signals.public.limits import derivation
from meerinbeeld.signals.public.path import answers_of
from meerinbeeld.vault import intake, receipt

ATTEMPTS: Final = 3


class AlreadySettled(Exception):
    """The report was sent and its receipt is in use: there is nothing to send or to show again."""


class NoOwner(Exception):
    """There is no organisation yet that could own a report."""


class _DraftChanged(Exception):
    """Another window changed the draft between reading it and accepting it."""


@dataclass(frozen=True)
class Accepted:
    """What the reporter sees once. The words are in no log and in no database."""

    words: tuple[str, ...]
    again: bool = False

    def __repr__(self) -> str:
        return f"<Accepted again={self.again}>"


def send(secret: bytes, language: str) -> Accepted:
    """Accept the draft of this cookie, or give new words for what was accepted from it.

    Raises `DraftGone` when there is neither draft nor report, `AlreadySettled`, `Busy` when too
    many wait, `NoOwner`, and `ValueError` when a question is not answered well. In each of these
    cases nothing is changed.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return _send(secret, language)
        except _DraftChanged:
            continue
        except IntegrityError:
            # the same form, sent twice at the same moment: the other one was first
            continue
    raise DraftGone


def _send(secret: bytes, language: str) -> Accepted:
    draft, found = drafts.draft_id(secret), drafts.read_version(secret)
    if found is None:
        return _new_words(draft)
    content, version = found
    answers = answers_of(content)
    envelope = intake.seal_report(report_bytes(Report(answers, content.files, language)))
    words, made = _new_receipt()
    _accept(draft, version, _row(answers, language, envelope, made))
    return Accepted(words)


def _new_receipt() -> tuple[tuple[str, ...], receipt.Receipt]:
    words = receipt.new_words()
    with derivation():
        return words, receipt.derive(words)


def _row(
    answers: Answers, language: str, envelope: tuple[str, bytes], made: receipt.Receipt
) -> PublicReport:
    now = timezone.now()
    municipality, owner = _whose(answers.place.municipality)
    key_id, sealed = envelope
    return PublicReport(
        received_at=now,
        owner=owner,
        municipality_id=municipality,
        subject_kind=answers.subject_kind,
        danger=answers.danger,
        language=language,
        key_id=key_id,
        envelope=sealed,
        lookup_id=made.lookup_id,
        reporter_key=made.keypair.public_bytes(),
        stage_at=now,
        feedback_due_at=norms.term("feedback_to_reporter").after(now),
    )


def _whose(code: str | None) -> tuple[str | None, Organisation]:
    """The municipality that it is about, if it is known, and the organisation that owns the report:
    that municipality's own, or else the regional desk. Never nobody.
    """
    own = municipal_organisation(code) if code else None
    if own is not None:
        return code, own
    try:
        desk = regional_desk()
    except IndexError:
        raise NoOwner from None
    return (code if code and Municipality.objects.filter(pk=code).exists() else None), desk


def _accept(draft: UUID, version: int, report: PublicReport) -> None:
    """One transaction: the report is there and the draft is gone, or neither."""
    with transaction.atomic():
        if not draft_rows.remove(draft, version):
            raise _DraftChanged
        report.draft = draft
        report.save(force_insert=True)
        journal.record(
            journal.PUBLIC,
            "create",
            purpose=Purpose.REPORTING,
            thing="signals.publicreport",
            thing_id=report.pk,
        )


def _new_words(draft: UUID) -> Accepted:
    """New words for a report whose words nobody wrote down yet. The old ones stop working."""
    if not _unclaimed(draft):
        raise AlreadySettled if PublicReport.objects.filter(draft=draft).exists() else DraftGone
    words, made = _new_receipt()
    with transaction.atomic():
        report = PublicReport.objects.select_for_update().only("pk").get(draft=draft)
        if not _unclaimed(draft):
            raise AlreadySettled
        PublicReport.objects.filter(pk=report.pk).update(
            lookup_id=made.lookup_id, reporter_key=made.keypair.public_bytes()
        )
        journal.record(
            journal.PUBLIC,
            "renew_receipt",
            purpose=Purpose.REPORTING,
            thing="signals.publicreport",
            thing_id=report.pk,
        )
    return Accepted(words, again=True)


def _unclaimed(draft: UUID) -> bool:
    """Whether the words may be given anew: never confirmed, and no letter is sealed to them."""
    found = PublicReport.objects.filter(draft=draft, receipt_confirmed_at=None, letters=None)
    return found.exists()


def may_get_new_words(secret: bytes) -> bool:
    return _unclaimed(drafts.draft_id(secret))


def confirm(secret: bytes, words: tuple[str, ...]) -> bool:
    """Note that these words, typed back, open the report of this cookie. Raises `Busy`.

    Once is enough: what was confirmed before costs no second derivation.
    """
    mine = PublicReport.objects.filter(draft=drafts.draft_id(secret))
    if mine.filter(receipt_confirmed_at__isnull=False).exists():
        return True
    with derivation():
        made = receipt.derive(words)
    found = mine.filter(lookup_id=made.lookup_id)
    return bool(found.update(receipt_confirmed_at=timezone.now()))
