# SPDX-License-Identifier: EUPL-1.2
"""Making a signal inside the office: the rows of one, sealed and complete before they are stored.

Used by whoever records a signal and by the import of a signal book.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from meerinbeeld import norms, vault
from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.signals.actions.reference import next_reference
from meerinbeeld.signals.models import (
    Attachment,
    Item,
    Mark,
    SeenIndicator,
    Signal,
    Step,
    SuspectedForm,
    YesNoUnknown,
)
from meerinbeeld.vault import Box


@dataclass
class Making:
    """A signal with an open box: add to it, then store it once."""

    signal: Signal
    box: Box
    at: datetime
    source: str
    by: uuid.UUID | None
    items: list[Item] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    forms: list[SuspectedForm] = field(default_factory=list)
    indicators: list[SeenIndicator] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def add_items(self, facts: Iterable[tuple[str, str]]) -> None:
        """Each non-empty fact as a sealed item, with the mark that finds it again."""
        for kind, text in facts:
            if text.strip():
                self._add_item(kind, text.strip())

    def add_forms(self, codes: Iterable[str]) -> None:
        """What is suspected; "unknown" when nobody said anything."""
        known = norms.codelist("form_of_exploitation")
        for code in dict.fromkeys(list(codes) or ["unknown"]):
            found = known.get(code)
            norm = str(found.norm) if found else ""
            self.forms.append(
                SuspectedForm(
                    signal=self.signal, form=code, norm=norm, since=self.at, by_id=self.by
                )
            )

    def add_indicators(self, codes: Iterable[str]) -> None:
        self.indicators += [
            SeenIndicator(signal=self.signal, indicator=code, by_id=self.by)
            for code in dict.fromkeys(codes)
        ]

    def add_files(self, files: Sequence[SealedFile]) -> None:
        for file in files:
            attachment = Attachment(
                signal=self.signal,
                blob=file.blob,
                size=file.size,
                source=self.source,
                at=self.at,
                by_id=self.by,
            )
            self.box.put_json(attachment, "sealed", file.to_seal())
            self.attachments.append(attachment)
        vault.adopt_blobs(self.signal.dossier, [file.blob for file in files])
        self.signal.attachments_count = len(self.attachments)

    def add_step(self, kind: str, at: datetime, *, phase: str, reason: str = "") -> None:
        self.steps.append(
            Step(
                signal=self.signal,
                at=at,
                kind=kind,
                by_id=self.by,
                organisation_id=self.signal.owner_id,
                phase=phase,
                reason=reason,
                norm=self.signal.due_norm,
            )
        )

    def store(self) -> Signal:
        """Write it all. The number is taken here, as late as can be."""
        self.signal.reference = next_reference(self.signal.received_at)
        self.signal.save(force_insert=True)
        Item.objects.bulk_create(self.items)
        Mark.objects.bulk_create(self.marks)
        Attachment.objects.bulk_create(self.attachments)
        SuspectedForm.objects.bulk_create(self.forms)
        SeenIndicator.objects.bulk_create(self.indicators)
        Step.objects.bulk_create(self.steps)
        return self.signal

    def _add_item(self, kind: str, text: str) -> None:
        item = Item(signal=self.signal, kind=kind, source=self.source, at=self.at, by_id=self.by)
        self.box.put_text(item, "value", text)
        self.items.append(item)
        known = norms.codelist("item_kind").get(kind)
        mark_kind = known.extra.get("mark") if known else None
        digest = vault.blind_index(mark_kind, text) if mark_kind else None
        if mark_kind and digest:
            self.marks.append(Mark(signal=self.signal, item=item, kind=mark_kind, digest=digest))


def set_clocks(signal: Signal, next_step: str = "first_look") -> None:
    """First look, word to the reporter and retention, by the norms of the day of receipt."""
    day = timezone.localdate(signal.received_at)
    term = norms.term(next_step, day, urgency=signal.urgency)
    feedback = norms.term("feedback_to_reporter", day)
    signal.next_step, signal.due_norm = next_step, str(term.norm)
    signal.due_at = term.after(signal.received_at)
    signal.feedback_due_at = feedback.after(signal.received_at)
    set_retention(signal)


def set_retention(signal: Signal) -> None:
    """Counted from the receipt, however late it comes into the house."""
    day = timezone.localdate(signal.received_at)
    retention = norms.term("retention_signal", day)
    signal.retention_until = retention.after(day)
    signal.retention_norm = str(retention.norm)


def minor_by(age_band: str, said: str) -> str:
    """What somebody concluded counts; else the age band says it."""
    if said and said != YesNoUnknown.UNKNOWN:
        return said
    band = norms.codelist("age_band").get(age_band)
    minor = band.extra.get("minor") if band else None
    if minor is None:
        return YesNoUnknown.UNKNOWN
    return YesNoUnknown.YES if minor else YesNoUnknown.NO
