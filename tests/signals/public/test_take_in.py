# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from meerinbeeld import norms, vault
from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions import ending, joining
from meerinbeeld.signals.actions.retention import bury_signal
from meerinbeeld.signals.actions.take_in import (
    take_in_waiting_letters,
    take_in_waiting_reports,
)
from meerinbeeld.signals.models import (
    Attachment,
    Letter,
    PublicReport,
    Remark,
    Signal,
    Step,
    YesNoUnknown,
)
from meerinbeeld.signals.public.envelope import Answers, Message
from meerinbeeld.signals.queries import inbox
from meerinbeeld.vault import intake
from tests.people import Village
from tests.signals.making import make_signal
from tests.signals.public.reports import STORY, accepted, full_answers, letter_from


def in_trouble() -> Any:
    """What the desk of oversight counts as not taken in."""
    return PublicReport.objects.filter(taken_in_at=None).exclude(trouble="")


def _stored_file() -> SealedFile:
    key = vault.new_blob_key()
    with vault.BlobWriter(key) as writer:
        writer.write(b"%PDF-1.7 fiets")
    return SealedFile(writer.blob_id, key, "fiets.pdf", "application/pdf", 14)


def test_a_waiting_report_becomes_a_signal_with_an_owner_a_clock_and_a_phase(
    village: Village,
) -> None:
    owner = village.organisations["gemeente-zwolle"]
    report = accepted(owner)
    assert take_in_waiting_reports() == 1
    signal = Signal.objects.get()
    assert (signal.owner, signal.phase, signal.next_step) == (owner, "received", "first_look")
    assert signal.due_at == norms.term("first_look", urgency="day").after(report.received_at)
    assert "first_look_day@" in signal.due_norm
    assert signal.feedback_due_at == report.feedback_due_at
    assert signal.reference == f"S-{timezone.localtime(report.received_at).year}-0001"
    assert signal.minor == YesNoUnknown.YES
    assert signal.identifiable == YesNoUnknown.YES
    assert Step.objects.get().kind == "received"


def test_every_answer_is_kept_under_the_key_of_the_signal(village: Village) -> None:
    accepted(village.organisations["gemeente-zwolle"])
    take_in_waiting_reports()
    signal = Signal.objects.get()
    with vault.unlocked(signal.dossier) as box:
        told = {item.kind: box.text(item, "value") for item in signal.items.all()}
    answers = full_answers()
    assert told["story"] == STORY
    assert told["person_name"] == answers.people.person_name
    assert told["safe_time"] == answers.contact.safe_time
    assert told["age_band"] == "12_15"
    assert {mark.kind for mark in signal.marks.all()} >= {"name", "phone", "plate", "place"}


def test_the_envelope_is_emptied_so_that_shredding_destroys_the_only_copy(
    village: Village,
) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    take_in_waiting_reports()
    report.refresh_from_db()
    assert report.envelope is None
    assert report.taken_in_at is not None


def test_files_keep_their_content_and_go_with_the_dossier(village: Village) -> None:
    file = _stored_file()
    accepted(village.organisations["gemeente-zwolle"], files=(file,))
    take_in_waiting_reports()
    attachment = Attachment.objects.get()
    with vault.unlocked(attachment.signal.dossier) as box:
        about = box.json(attachment, "sealed")
    assert about["name"] == "fiets.pdf"
    assert b"".join(vault.read_blob(file.blob, file.key)) == b"%PDF-1.7 fiets"
    vault.shred(attachment.signal.dossier)
    with pytest.raises(vault.Unreadable):
        list(vault.read_blob(file.blob, file.key))


def test_danger_gives_the_shortest_clock(village: Village) -> None:
    report = accepted(village.organisations["veilig-thuis"], Answers("place", danger=True))
    take_in_waiting_reports()
    signal = Signal.objects.get()
    assert signal.urgency == "acute"
    assert signal.due_at == norms.term("first_look", urgency="acute").after(report.received_at)


def test_the_retention_clock_starts_when_the_report_came_in(village: Village) -> None:
    long_ago = timezone.now() - timedelta(days=20)
    accepted(village.organisations["gemeente-zwolle"], received_at=long_ago)
    take_in_waiting_reports()
    day = timezone.localtime(long_ago).date()
    assert Signal.objects.get().retention_until == norms.term("retention_signal", day).after(day)


def test_taking_in_again_does_nothing(village: Village) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    assert take_in_waiting_reports() == 1
    assert take_in_waiting_reports() == 0
    assert Signal.objects.filter(report=report).count() == 1


def test_one_broken_envelope_never_blocks_the_others(village: Village) -> None:
    owner = village.organisations["gemeente-zwolle"]
    broken, whole = accepted(owner), accepted(owner)
    PublicReport.objects.filter(pk=broken.pk).update(envelope=bytes(broken.envelope[:-1]) + b"x")
    assert take_in_waiting_reports(limit=1) == 0
    assert take_in_waiting_reports(limit=1) == 1
    assert Signal.objects.get().report_id == whole.pk
    assert [report.pk for report in in_trouble()] == [broken.pk]
    failed = Entry.objects.get(outcome="failed")
    assert (failed.thing_id, failed.reason_code) == (str(broken.pk), "unreadable")


def test_a_broken_envelope_is_kept_and_tried_again_later(village: Village) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    good = bytes(report.envelope or b"")
    PublicReport.objects.filter(pk=report.pk).update(envelope=b"\x02nothing")
    assert take_in_waiting_reports() == 0
    PublicReport.objects.filter(pk=report.pk).update(
        envelope=good, tried_at=timezone.now() - timedelta(hours=2)
    )
    assert take_in_waiting_reports() == 1
    assert not in_trouble().exists()


def test_an_envelope_of_another_shape_is_marked_as_malformed(village: Village) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    key_id, sealed = intake.seal_report(b'{"v": 1, "answers": 7}')
    PublicReport.objects.filter(pk=report.pk).update(key_id=key_id, envelope=sealed)
    take_in_waiting_reports()
    assert in_trouble().get().trouble == "malformed"


def test_a_letter_waits_for_its_report_and_then_stands_with_the_signal(village: Village) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    letter = letter_from(report, Message("Het busje is wit.", (_stored_file(),)))
    assert take_in_waiting_letters() == 0
    take_in_waiting_reports()
    assert take_in_waiting_letters() == 1
    assert take_in_waiting_letters() == 0
    signal = Signal.objects.get()
    remark = Remark.objects.get()
    with vault.unlocked(signal.dossier) as box:
        assert box.text(remark, "text") == "Het busje is wit."
    assert (remark.audience, remark.source) == ("reporter", "reporter")
    assert signal.answer_waiting
    assert signal.attachments_count == 1
    letter.refresh_from_db()
    assert bytes(letter.sealed) == b""


def test_a_withdrawal_is_a_step_on_the_life_line(village: Village) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    letter_from(report, Message(withdraws=True))
    take_in_waiting_reports()
    take_in_waiting_letters()
    assert [step.kind for step in Step.objects.all()] == ["received", "withdrawn_by_reporter"]
    assert Signal.objects.get().answer_waiting


def test_a_letter_reaches_its_own_signal_when_what_it_was_merged_into_is_destroyed(
    village: Village,
) -> None:
    owner, anna = village.organisations["gemeente-zwolle"], village.actor("anna")
    report = accepted(owner)
    take_in_waiting_reports()
    own, gone = Signal.objects.get(report=report), make_signal(owner)
    joining.merge_signals(anna, own.reference, gone.reference, explanation="zelfde busje")
    ending.close_signal(
        anna, gone.reference, ending.Ending("no_trafficking", waived_because="no_contact")
    )
    bury_signal(village.actor("adam"), gone)

    letter = letter_from(report, Message("Ik zag hem weer."))
    assert take_in_waiting_letters() == 1

    letter.refresh_from_db()
    own.refresh_from_db()
    assert letter.trouble == ""
    assert letter.remark.signal == own
    assert own.answer_waiting
    rows = inbox.listing(anna, inbox.Wanted(), timezone.now()).rows
    assert own in [row.signal for row in rows]


def test_a_broken_letter_never_blocks_the_others(village: Village) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    broken, whole = letter_from(report, Message("een")), letter_from(report, Message("twee"))
    Letter.objects.filter(pk=broken.pk).update(sealed=b"\x02")
    take_in_waiting_reports()
    assert take_in_waiting_letters() == 1
    assert Letter.objects.get(pk=whole.pk).taken_in_at is not None
    assert Letter.objects.get(pk=broken.pk).trouble == "unreadable"


def test_nothing_of_what_was_told_reaches_the_journal(village: Village) -> None:
    accepted(village.organisations["gemeente-zwolle"])
    take_in_waiting_reports()
    entry = Entry.objects.get(thing="signals.signal")
    assert (entry.verb, entry.role, entry.dossier) == (
        "take_in",
        "system",
        Signal.objects.get().dossier,
    )


def test_a_report_for_a_town_without_a_focal_officer_goes_to_the_desk_of_the_region(
    village: Village,
) -> None:
    village.people["anna"].memberships.all().delete()
    accepted(village.organisations["gemeente-zwolle"])
    take_in_waiting_reports()
    assert Signal.objects.get().owner == village.organisations["veilig-thuis"]
