# SPDX-License-Identifier: EUPL-1.2
"""Reports as the public face accepts them, for tests of what comes after."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models import Letter, PublicReport
from meerinbeeld.signals.public.envelope import (
    Answers,
    Contact,
    Message,
    People,
    Place,
    Report,
    message_bytes,
    report_bytes,
)
from meerinbeeld.vault import hpke, intake

STORY = "Elke avond komt een busje. De jongens slapen in de loods."


def full_answers() -> Answers:
    return Answers(
        subject_kind="person",
        indicators=(),
        story=STORY,
        when="sinds zes weken",
        place=Place("GM0193", "loods achter het station"),
        people=People("een jongen", "Milan", "12_15", "06-12345678", "12-ABC-3", "Klusbedrijf"),
        how_sure="seen",
        reporter_kind="resident",
        contact=Contact(True, "phone", "Noor", "06-87654321", "na zes uur"),
    )


def accepted(
    owner: Organisation,
    answers: Answers | None = None,
    files: tuple[SealedFile, ...] = (),
    *,
    received_at: datetime | None = None,
    keypair: hpke.KeyPair | None = None,
) -> PublicReport:
    """A report that waits, sealed to the intake key."""
    answers = answers or full_answers()
    moment = received_at or timezone.now()
    key_id, envelope = intake.seal_report(report_bytes(Report(answers, files, "nl")))
    return PublicReport.objects.create(
        draft=uuid.uuid4(),
        received_at=moment,
        owner=owner,
        municipality_id=answers.place.municipality,
        subject_kind=answers.subject_kind,
        danger=answers.danger,
        language="nl",
        key_id=key_id,
        envelope=envelope,
        lookup_id=secrets.token_bytes(16),
        reporter_key=(keypair or hpke.KeyPair.generate()).public_bytes(),
        feedback_due_at=norms.term("feedback_to_reporter").after(moment),
    )


def letter_from(report: PublicReport, message: Message) -> Letter:
    key_id, sealed = intake.seal_report(message_bytes(message))
    return Letter.objects.create(
        report=report, direction=Letter.Direction.TO_TEAM, key_id=key_id, sealed=sealed
    )
