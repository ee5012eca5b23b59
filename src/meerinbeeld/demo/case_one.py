# SPDX-License-Identifier: EUPL-1.2
"""One made-up case while its rows are written: its moments, its box and its clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone

from meerinbeeld.care import models as m
from meerinbeeld.demo.bulk import Rows
from meerinbeeld.demo.case_sketch import DAY, CaseSketch
from meerinbeeld.demo.rows import sealed, term_on
from meerinbeeld.vault.box import Box

if TYPE_CHECKING:
    from meerinbeeld.demo.case_rows import CaseWriter


class OneCase:
    """What the rooms write into, and what they may know of one case."""

    def __init__(self, writer: CaseWriter, sketch: CaseSketch, box: Box, rows: Rows) -> None:
        self.writer, self.sketch, self.box, self.rows = writer, sketch, box, rows
        self.rng = writer.rng
        self.id = uuid4()
        self.facts: dict[str, UUID] = {}
        #: Clocks that run: kind and since when.
        self.clocks: list[tuple[str, datetime, UUID | None]] = []
        self.tasks_due: list[datetime] = []
        self.last_contact: datetime | None = None

    def moment(self, after: timedelta | None) -> datetime | None:
        return self.sketch.received_at + after if after is not None else None

    @property
    def accepted_at(self) -> datetime | None:
        return self.moment(self.sketch.course.accepted_after)

    @property
    def helping_at(self) -> datetime | None:
        return self.moment(self.sketch.course.intake_done_after)

    @property
    def aftercare_at(self) -> datetime | None:
        return self.moment(self.sketch.course.aftercare_after)

    @property
    def closed_at(self) -> datetime | None:
        return self.moment(self.sketch.course.closed_after)

    @property
    def until(self) -> datetime:
        """Until when somebody worked on it."""
        return self.closed_at or self.writer.now

    @property
    def phase(self) -> str:
        if self.closed_at:
            return m.Phase.CLOSED
        if self.aftercare_at:
            return m.Phase.AFTERCARE
        if self.helping_at:
            return m.Phase.HELPING
        return m.Phase.INTAKE if self.accepted_at else m.Phase.REFERRED

    def add(self, model: type[models.Model], sealed_text: dict[str, str], **values: Any) -> UUID:
        """One row of the case; what is to be sealed is sealed in its place."""
        row_id: UUID = values.pop("id", None) or uuid4()
        for column, text in sealed_text.items():
            values[column] = sealed(self.box, model, column, row_id, text)
        self.rows.add(model, id=row_id, case_id=self.id, **values)
        return row_id

    def lately(self, days: int) -> datetime:
        """Some time ago, so that most clocks of this kind run and some are late."""
        return max(self.sketch.received_at, self.writer.now - self.rng.randint(1, days) * DAY)

    def clock(
        self, kind: str, at: datetime, milestone: UUID | None, ended: datetime | None
    ) -> datetime:
        term = term_on(kind, timezone.localdate(at))
        due = term.after(at)
        self.add(
            m.Clock,
            {},
            kind=kind,
            milestone_id=milestone,
            started_at=at,
            due_at=due,
            norm=str(term.norm),
            ended_at=ended,
            ended_because="done" if ended else "",
        )
        return due

    def term(self, kind: str, at: datetime, milestone: UUID) -> None:
        """A term by law: it runs, or it ended on its day."""
        ends = term_on(kind, timezone.localdate(at)).after(at)
        if ends > self.writer.now and self.phase == m.Phase.HELPING:
            self.clocks.append((kind, at, milestone))
        else:
            self.clock(kind, at, milestone, min(ends, self.until))

    def first_clock(self) -> datetime:
        due = [self.clock(kind, at, of, None) for kind, at, of in self.clocks]
        return min(due + self.tasks_due)
