# SPDX-License-Identifier: EUPL-1.2
"""The office opens what the public face accepted, and gives it a place in the house.

Each report and each letter is taken in by a transaction of its own, and a second attempt finds it
done. One that cannot be opened stays where it is, is marked for the administrator and the privacy
officer, and is tried again every hour: nothing is lost, and the others do not wait.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from meerinbeeld import journal, norms, vault
from meerinbeeld.access.roles import Purpose
from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.signals.actions.reference import next_reference
from meerinbeeld.signals.actions.stages import tell_stage
from meerinbeeld.signals.actions.telling import tell_organisation, tell_owner
from meerinbeeld.signals.models import (
    Attachment,
    Audience,
    Item,
    Letter,
    Mark,
    Origin,
    Phase,
    PublicReport,
    Remark,
    SeenIndicator,
    Signal,
    Source,
    Step,
    SuspectedForm,
    YesNoUnknown,
)
from meerinbeeld.signals.public.envelope import (
    Answers,
    EnvelopeError,
    Message,
    Report,
    read_message,
    read_report,
)
from meerinbeeld.signals.queries import own
from meerinbeeld.signals.queries.choices import with_somebody
from meerinbeeld.vault import Box, KeeperError, NoIntakeKey, Shredded, Unreadable, intake

logger = logging.getLogger(__name__)

TRY_AGAIN_AFTER: Final = timedelta(hours=1)
#: Not the fault of one report: the whole round stops, and the worker tries again.
_EVERYBODY: Final = (OperationalError, InterfaceError)
TROUBLES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (NoIntakeKey, "no_intake_key"),
    (Unreadable, "unreadable"),
    (Shredded, "shredded"),
    (EnvelopeError, "malformed"),
)


def take_in_waiting_reports(limit: int = 50) -> int:
    """Make signals of the reports that wait, oldest first. Gives how many."""
    ids = _waiting(PublicReport.objects.all(), "received_at", limit)
    return sum(_guarded(PublicReport, report_id, _take_in_report) for report_id in ids)


def take_in_waiting_letters(limit: int = 50) -> int:
    """Put the letters of reporters with their signals, oldest first. Gives how many.

    A letter waits until its report has been taken in.
    """
    waiting = Letter.objects.filter(
        direction=Letter.Direction.TO_TEAM, report__signal__isnull=False
    )
    ids = _waiting(waiting, "sent_at", limit)
    return sum(_guarded(Letter, letter_id, _take_in_letter) for letter_id in ids)


def _waiting(rows: QuerySet[Any], order: str, limit: int) -> list[UUID]:
    due = Q(trouble="") | Q(tried_at__lt=timezone.now() - TRY_AGAIN_AFTER)
    # those in trouble come last: however many there are, they never stand in the way
    found = rows.filter(due, taken_in_at=None).order_by("trouble", order)
    return list(found.values_list("pk", flat=True)[:limit])


def _guarded(
    model: type[PublicReport] | type[Letter], row_id: UUID, act: Callable[[UUID], bool]
) -> bool:
    try:
        return act(row_id)
    except _EVERYBODY:
        raise
    except KeeperError as error:
        if not isinstance(error, NoIntakeKey):
            raise
        _mark_trouble(model, row_id, error)
    except Exception as error:
        _mark_trouble(model, row_id, error)
    return False


def _mark_trouble(model: type[PublicReport] | type[Letter], row_id: UUID, error: Exception) -> None:
    """Say that it could not be opened, once in the journal and in the log, without content."""
    trouble = next((code for kind, code in TROUBLES if isinstance(error, kind)), "failed")
    label = model._meta.label_lower
    with transaction.atomic():
        changed = model.objects.filter(pk=row_id).exclude(trouble=trouble)
        if changed.update(trouble=trouble, tried_at=timezone.now()):
            journal.record(
                journal.SYSTEM,
                "take_in",
                purpose=Purpose.REPORTING,
                thing=label,
                thing_id=row_id,
                outcome="failed",
                reason_code=trouble,
            )
        else:
            model.objects.filter(pk=row_id).update(tried_at=timezone.now())
    # the kind of the error only: its message could repeat what was in the envelope
    logger.error("%s %s was not taken in: %s (%s)", label, row_id, trouble, type(error).__name__)


# --- A report -------------------------------------------------------------------------------------


@dataclass
class _Making:
    """The rows of a signal, sealed and complete before the first of them is stored."""

    signal: Signal
    box: Box
    at: datetime
    items: list[Item] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)

    def add_item(self, kind: str, text: str) -> None:
        if not text.strip():
            return
        item = Item(signal=self.signal, kind=kind, source=Source.REPORTER, at=self.at)
        self.box.put_text(item, "value", text)
        self.items.append(item)
        known = norms.codelist("item_kind").get(kind)
        mark_kind = known.extra.get("mark") if known else None
        digest = vault.blind_index(mark_kind, text) if mark_kind else None
        if mark_kind and digest:
            self.marks.append(Mark(signal=self.signal, item=item, kind=mark_kind, digest=digest))


def _take_in_report(report_id: UUID) -> bool:
    with transaction.atomic():
        report = PublicReport.objects.select_for_update().get(pk=report_id)
        if report.taken_in_at is not None or report.envelope is None:
            return False
        content = read_report(intake.open_report(report.key_id, bytes(report.envelope)))
        _make_signal(report, content)
        # the only readable copy is now under the signal's own key, which can be destroyed
        PublicReport.objects.filter(pk=report_id).update(
            taken_in_at=timezone.now(), envelope=None, trouble="", tried_at=None
        )
    return True


def _make_signal(report: PublicReport, content: Report) -> Signal:
    signal = _new_signal(report, content.answers)
    signal.dossier = vault.create_dossier()
    signal.attachments_count = len(content.files)
    with vault.unlocked(signal.dossier) as box:
        making = _Making(signal, box, report.received_at)
        for kind, text in _facts(content.answers):
            making.add_item(kind, text)
        making.attachments = _attachments(signal, box, content.files, report.received_at)
    vault.adopt_blobs(signal.dossier, [file.blob for file in content.files])
    signal.reference = next_reference(report.received_at)
    _store(making, content.answers)
    tell_organisation(signal, signal.owner_id, "new_signal")
    journal.record(
        journal.SYSTEM,
        "take_in",
        purpose=Purpose.REPORTING,
        thing="signals.signal",
        thing_id=signal.pk,
        dossier=signal.dossier,
        norm=signal.due_norm,
    )
    return signal


def _new_signal(report: PublicReport, answers: Answers) -> Signal:
    """The coded facts, and the clocks from the norms of the day on which it was received."""
    day = timezone.localtime(report.received_at).date()
    urgency = _urgency(answers)
    first_look = norms.term("first_look", day, urgency=urgency)
    retention = norms.term("retention_signal", day)
    return Signal(
        origin=Origin.PUBLIC,
        report=report,
        subject_kind=answers.subject_kind,
        reporter_kind=answers.reporter_kind,
        municipality_id=report.municipality_id,
        minor=_minor(answers),
        identifiable=_identifiable(answers),
        danger=answers.danger,
        urgency=urgency,
        owner=with_somebody(report.owner),
        received_at=report.received_at,
        next_step="first_look",
        due_at=first_look.after(report.received_at),
        due_norm=str(first_look.norm),
        feedback_due_at=report.feedback_due_at,
        retention_until=retention.after(day),
        retention_norm=str(retention.norm),
    )


def _store(making: _Making, answers: Answers) -> None:
    signal = making.signal
    signal.save(force_insert=True)
    Item.objects.bulk_create(making.items)
    Mark.objects.bulk_create(making.marks)
    Attachment.objects.bulk_create(making.attachments)
    SeenIndicator.objects.bulk_create(
        SeenIndicator(signal=signal, indicator=code) for code in dict.fromkeys(answers.indicators)
    )
    # nobody has judged yet; that a tick made a form suspected would be a score (invariant 7)
    unknown = norms.codelist("form_of_exploitation").get("unknown")
    SuspectedForm.objects.create(
        signal=signal,
        form="unknown",
        norm=str(unknown.norm) if unknown else "",
        since=making.at,
    )
    Step.objects.create(
        signal=signal,
        at=making.at,
        kind="received",
        phase=Phase.RECEIVED,
        organisation_id=signal.owner_id,
        norm=signal.due_norm,
    )


def _facts(answers: Answers) -> list[tuple[str, str]]:
    """Each answer as a kind of item. Codes stay codes: the screen shows their label."""
    people, contact = answers.people, answers.contact
    return [
        ("story", answers.story),
        ("when", answers.when),
        ("place_detail", answers.place.detail),
        ("people", people.description),
        ("person_name", people.person_name),
        ("age_band", people.age_band),
        ("phone", people.phone),
        ("plate", people.plate),
        ("employer", people.employer),
        ("how_sure", answers.how_sure),
        ("contact_channel", contact.channel if contact.wanted else "none"),
        ("reporter_name", contact.reporter_name),
        ("reporter_contact", contact.reporter_contact),
        ("safe_time", contact.safe_time),
    ]


def _urgency(answers: Answers) -> str:
    """Until a person sets the urgency somebody looks within a day, and in danger at once."""
    return "acute" if answers.danger else "day"


def _minor(answers: Answers) -> YesNoUnknown:
    band = norms.codelist("age_band").get(answers.people.age_band)
    minor = band.extra.get("minor") if band else None
    if minor is None:
        return YesNoUnknown.UNKNOWN
    return YesNoUnknown.YES if minor else YesNoUnknown.NO


def _identifiable(answers: Answers) -> YesNoUnknown:
    people, contact = answers.people, answers.contact
    own = answers.subject_kind == "self" and (contact.reporter_name or contact.reporter_contact)
    known = people.person_name or people.phone or people.plate or own
    return YesNoUnknown.YES if known else YesNoUnknown.UNKNOWN


def _attachments(
    signal: Signal, box: Box, files: Sequence[SealedFile], at: datetime
) -> list[Attachment]:
    made = []
    for file in files:
        attachment = Attachment(
            signal=signal, blob=file.blob, size=file.size, source=Source.REPORTER, at=at
        )
        box.put_json(attachment, "sealed", file.to_seal())
        made.append(attachment)
    return made


# --- A letter -------------------------------------------------------------------------------------


def _take_in_letter(letter_id: UUID) -> bool:
    with transaction.atomic():
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if letter.taken_in_at is not None:
            return False
        message = read_message(intake.open_report(letter.key_id, bytes(letter.sealed)))
        _put_with_signal(letter, message, _signal_of(letter.report_id))
        Letter.objects.filter(pk=letter_id).update(
            taken_in_at=timezone.now(), sealed=b"", trouble="", tried_at=None
        )
    return True


def _signal_of(report_id: UUID) -> Signal:
    """The signal that a report became, or the one into which it was merged.

    When that one was destroyed its key is gone: the letter comes to the last that can be read.
    """
    signal = Signal.objects.select_for_update().get(report=report_id)
    while signal.merged_into_id is not None:
        into = Signal.objects.select_for_update().get(pk=signal.merged_into_id)
        if into.destroyed_at is not None:
            break
        signal = into
    return signal


def _put_with_signal(letter: Letter, message: Message, signal: Signal) -> None:
    kind = "withdrawn_by_reporter" if message.withdraws else "message_received"
    question = own.open_question(signal, before=letter.sent_at) if message.text.strip() else None
    with vault.unlocked(signal.dossier) as box:
        if message.text.strip():
            remark = Remark(
                signal=signal,
                audience=Audience.REPORTER,
                source=Source.REPORTER,
                letter=letter,
                at=letter.sent_at,
                sent_once=letter.pk,
                answers=question,
            )
            box.put_text(remark, "text", message.text)
            remark.save(force_insert=True)
        Attachment.objects.bulk_create(_attachments(signal, box, message.files, letter.sent_at))
    vault.adopt_blobs(signal.dossier, [file.blob for file in message.files])
    tell_owner(signal, "withdrawn" if message.withdraws else "answer")
    if question:
        tell_stage(signal, letter.sent_at)
    Step.objects.create(signal=signal, at=letter.sent_at, kind=kind, phase=signal.phase)
    Signal.objects.filter(pk=signal.pk).update(
        answer_waiting=True,
        attachments_count=F("attachments_count") + len(message.files),
        changed_at=timezone.now(),
        version=F("version") + 1,
    )
    journal.record(
        journal.SYSTEM,
        "take_in",
        purpose=Purpose.REPORTING,
        thing="signals.letter",
        thing_id=letter.pk,
        dossier=signal.dossier,
    )
