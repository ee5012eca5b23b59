# SPDX-License-Identifier: EUPL-1.2
"""Turns sketches into rows, in batches, so that a hundred thousand signals fit in minutes.

It writes what the actions would have written, with moments in the past, and seals everything the
same way; the tests hold a filled region against the rules of the life line.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction

from meerinbeeld import norms, vault
from meerinbeeld.access.models import Membership
from meerinbeeld.demo import stories
from meerinbeeld.demo.bulk import Row, Rows
from meerinbeeld.demo.sketch import Sketch
from meerinbeeld.norms import CodeList, Term
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals import models as m
from meerinbeeld.vault.aead import Place
from meerinbeeld.vault.box import Box

#: Parents before children.
ORDER: tuple[type[models.Model], ...] = (
    m.PublicReport,
    m.Signal,
    m.Item,
    m.Mark,
    m.SuspectedForm,
    m.SeenIndicator,
    m.Involvement,
    m.Route,
    m.Remark,
    m.Step,
)
TARGET_ORGANISATION = {
    "police": "politie",
    "labour_inspectorate": "arbeidsinspectie",
    "safe_home": "veilig-thuis",
    "care_coordinator": "veilig-thuis",
}


class Writer:
    """Writes sketches for one region. Looks up people and organisations once."""

    def __init__(self, rng: random.Random, now: datetime, scale: int = 1) -> None:
        self.rng = rng
        self.now = now
        self.scale = scale
        self.organisations = {o.slug: o for o in Organisation.objects.all()}
        self.owner_of = {
            o.municipality_id: o for o in self.organisations.values() if o.kind == "municipality"
        }
        self.staff = staff_of_organisations()
        self.kinds = {code.value: code for code in norms.codelist("item_kind").codes}
        self.marks: dict[tuple[str, str], bytes | None] = {}
        self.numbers: dict[int, int] = defaultdict(int)
        for counter in m.ReferenceCounter.objects.all():
            self.numbers[counter.year] = counter.last

    def write(self, sketches: Iterable[Sketch]) -> None:
        """One transaction for the batch, the counters included."""
        batch = list(sketches)
        rows = Rows()
        with transaction.atomic():
            with vault.new_dossiers(len(batch)) as boxes:
                for sketch, box in zip(batch, boxes, strict=True):
                    self._signal(sketch, box, rows)
            rows.write(ORDER)
            for year, last in self.numbers.items():
                m.ReferenceCounter.objects.update_or_create(year=year, defaults={"last": last})

    def _signal(self, s: Sketch, box: Box, rows: Rows) -> None:
        owner = self.owner_of[s.municipality].id
        worker = self.staff.get(owner)
        report = self._report(s, owner, rows) if s.is_public else None
        signal = self._coded(s, box.dossier_id, owner, worker, report, rows)
        self._items(s, signal, box, rows)
        self._forms(s, signal, worker, rows)
        for seen in dict.fromkeys(s.indicators):
            rows.add(m.SeenIndicator, signal_id=signal, indicator=seen)
        self._route(s, signal, worker, rows)
        self._remarks(s, signal, worker, owner, box, rows)
        self._steps(s, signal, worker, owner, rows)

    def _coded(
        self,
        s: Sketch,
        dossier: UUID,
        owner: UUID,
        worker: UUID | None,
        report: UUID | None,
        rows: Rows,
    ) -> UUID:
        phase, step, due_norm, due = self._stand(s)
        feedback = term_on("feedback_to_reporter", s.received_at.date())
        fed = s.received_at + s.life.feedback_after if s.life.feedback_after else None
        row = rows.add(
            m.Signal,
            reference=self._reference(s.received_at),
            dossier=dossier,
            origin=m.Origin.PUBLIC if report else m.Origin.PROFESSIONAL,
            report_id=report,
            made_by_id=None if report else self._reporter(s),
            subject_kind=s.subject_kind,
            reporter_kind=s.reporter_kind,
            municipality_id=s.municipality,
            minor=s.minor,
            identifiable="yes" if any(k == "person_name" for k, _ in s.items) else "unknown",
            danger=s.danger,
            urgency=s.urgency,
            phase=phase,
            owner_id=owner,
            assignee_id=worker if s.life.opened_after else None,
            received_at=s.received_at,
            first_opened_at=s.received_at + s.life.opened_after if s.life.opened_after else None,
            next_step=step,
            due_at=due,
            due_norm=due_norm,
            feedback_due_at=feedback.after(s.received_at),
            feedback_given_at=fed
            or (s.received_at + s.life.closed_after if s.life.closed_after else None),
            changed_at=self._last(s),
            closed_at=s.received_at + s.life.closed_after if s.life.closed_after else None,
            stop_reason=s.stop_reason if s.life.closed_after else "",
            **_retention(s),
        )
        return _id(row)

    def _stand(self, s: Sketch) -> tuple[str, str, str, datetime | None]:
        """Phase, next step, the norm of its clock and when it ends."""
        at = s.received_at
        if s.life.closed_after:
            return m.Phase.CLOSED, "closed", "", None
        if s.life.accepted_after:
            name, phase = "follow_up", m.Phase.FOLLOWING_UP
            return phase, name, *_clock(name, at + s.life.accepted_after)
        if s.life.routed_after:
            return (
                m.Phase.ROUTED,
                "partner_answers",
                *_clock("confirm_route", at + s.life.routed_after, s.urgency),
            )
        if s.life.opened_after:
            return (
                m.Phase.ASSESSING,
                "choose_route",
                *_clock("choose_route", at + s.life.opened_after, s.urgency),
            )
        return m.Phase.RECEIVED, "first_look", *_clock("first_look", at, s.urgency)

    def _reference(self, at: datetime) -> str:
        self.numbers[at.year] += 1
        return f"S-{at.year}-{self.numbers[at.year]:04d}"

    def _reporter(self, s: Sketch) -> UUID | None:
        """The one school in it: a larger region has more schools, and none reports more."""
        school = self.organisations.get("ijsselcollege")
        ours = s.reporter_kind == "school" and self.numbers[s.received_at.year] % self.scale == 0
        return self.staff.get(school.id) if school and ours else None

    def _last(self, s: Sketch) -> datetime:
        after = [
            d
            for d in (
                s.life.opened_after,
                s.life.routed_after,
                s.life.feedback_after,
                s.life.closed_after,
            )
            if d
        ]
        return s.received_at + (max(after) if after else timedelta())

    def _report(self, s: Sketch, owner: UUID, rows: Rows) -> UUID:
        stage = (
            "finished"
            if s.life.closed_after
            else "passed_on"
            if s.life.routed_after
            else ("being_read" if s.life.opened_after else "received")
        )
        feedback = term_on("feedback_to_reporter", s.received_at.date())
        row = rows.add(
            m.PublicReport,
            draft=uuid4(),
            received_at=s.received_at,
            owner_id=owner,
            municipality_id=s.municipality,
            subject_kind=s.subject_kind,
            danger=s.danger,
            language="nl",
            key_id="demo",
            lookup_id=os.urandom(16),
            reporter_key=b"",
            receipt_confirmed_at=s.received_at,
            stage=stage,
            stage_at=self._last(s),
            feedback_due_at=feedback.after(s.received_at),
            taken_in_at=s.received_at + timedelta(seconds=4),
        )
        return _id(row)

    def _items(self, s: Sketch, signal: UUID, box: Box, rows: Rows) -> None:
        for kind, text in s.items:
            item = uuid4()
            rows.add(
                m.Item,
                id=item,
                signal_id=signal,
                kind=kind,
                value=sealed(box, m.Item, "value", item, text),
                source=m.Source.REPORTER,
                at=s.received_at,
            )
            code = self.kinds.get(kind)
            mark = code.extra.get("mark") if code else None
            digest = self._mark(mark, text) if mark else None
            if mark and digest:
                rows.add(m.Mark, signal_id=signal, item_id=item, kind=mark, digest=digest)

    def _mark(self, kind: str, text: str) -> bytes | None:
        """The same names and places come back often."""
        if (kind, text) not in self.marks:
            self.marks[kind, text] = vault.blind_index(kind, text)
        return self.marks[kind, text]

    def _forms(self, s: Sketch, signal: UUID, worker: UUID | None, rows: Rows) -> None:
        forms = codes_on("form_of_exploitation", s.received_at.date())
        for form in filter(None, (s.form, s.also)):
            norm = str(forms.known[form].norm)
            rows.add(
                m.SuspectedForm,
                signal_id=signal,
                form=form,
                norm=norm,
                since=s.received_at,
                by_id=worker,
            )

    def _route(self, s: Sketch, signal: UUID, worker: UUID | None, rows: Rows) -> None:
        slug = TARGET_ORGANISATION.get(s.target)
        if not (s.life.routed_after and slug and worker):
            return
        organisation = self.organisations[slug].id
        status, answered = m.Route.Status.ASKED, None
        if s.life.accepted_after:
            answered = s.received_at + s.life.accepted_after
            status = m.Route.Status.DONE if s.life.closed_after else m.Route.Status.ACCEPTED
        at = s.received_at + s.life.routed_after
        rows.add(
            m.Route,
            signal_id=signal,
            target=s.target,
            organisation_id=organisation,
            reason="as_advised",
            ground="avg_6_1_e",
            norm=str(codes_on("route_target", at.date()).known[s.target].norm),
            advised=True,
            asked_at=at,
            asked_by_id=worker,
            status=status,
            answered_at=answered,
            answered_by_id=self.staff.get(organisation) if answered else None,
        )
        rows.add(
            m.Involvement,
            signal_id=signal,
            organisation_id=organisation,
            ground="avg_6_1_e",
            since=at,
        )

    def _remarks(
        self, s: Sketch, signal: UUID, worker: UUID | None, owner: UUID, box: Box, rows: Rows
    ) -> None:
        if not (s.life.opened_after and worker):
            return
        at = s.received_at + s.life.opened_after
        for audience, text, after, is_question, is_feedback in self._said(s):
            remark = uuid4()
            row = rows.add(
                m.Remark,
                id=remark,
                signal_id=signal,
                audience=audience,
                text=sealed(box, m.Remark, "text", remark, text),
                source=m.Source.TEAM,
                organisation_id=owner,
                by_id=worker,
                at=min(at + after, self.now),
                is_question=is_question,
                is_feedback=is_feedback,
            )
            if is_question and s.question and s.life.feedback_after:
                self._answer(row, s.question[1], box, rows)

    def _said(self, s: Sketch) -> list[tuple[str, str, timedelta, bool, bool]]:
        """For whom, what, how long after opening, whether a question, whether the feedback."""
        said: list[tuple[str, str, timedelta, bool, bool]] = []
        if s.note:
            said.append((m.Audience.TEAM, s.note, timedelta(hours=1), False, False))
        if s.life.routed_after:
            note = self.rng.choice(stories.CHAIN_NOTES)
            said.append((m.Audience.CHAIN, note, timedelta(hours=3), False, False))
        if s.question:
            said.append((m.Audience.REPORTER, s.question[0], timedelta(hours=2), True, False))
        if s.life.feedback_after and s.life.opened_after:
            after = s.life.feedback_after - s.life.opened_after
            word = self.rng.choice(stories.FEEDBACK)
            said.append((m.Audience.REPORTER, word, after, False, True))
        return said

    def _answer(self, question: Row, text: str, box: Box, rows: Rows) -> None:
        answer = uuid4()
        rows.add(
            m.Remark,
            id=answer,
            signal_id=question["signal_id"],
            audience=m.Audience.REPORTER,
            text=sealed(box, m.Remark, "text", answer, text),
            source=m.Source.REPORTER,
            at=min(question["at"] + timedelta(hours=9), self.now),
            answers_id=question["id"],
        )

    def _steps(self, s: Sketch, signal: UUID, worker: UUID | None, owner: UUID, rows: Rows) -> None:
        slug = TARGET_ORGANISATION.get(s.target)
        to = self.organisations[slug].id if slug else None
        line: list[tuple[str, timedelta | None, str, dict[str, Any]]] = [
            ("received", timedelta(), m.Phase.RECEIVED, {"by_id": None}),
            ("opened", s.life.opened_after, m.Phase.ASSESSING, {}),
            (
                "routed",
                s.life.routed_after,
                m.Phase.ROUTED,
                {"to_organisation_id": to, "reason": "as_advised"},
            ),
            ("feedback", s.life.feedback_after, m.Phase.FOLLOWING_UP, {}),
            ("closed", s.life.closed_after, m.Phase.CLOSED, {"reason": s.stop_reason}),
        ]
        for kind, after, phase, more in line:
            if after is not None:
                facts = {"by_id": worker, "organisation_id": owner, **more}
                moment = s.received_at + after
                rows.add(m.Step, signal_id=signal, kind=kind, at=moment, phase=phase, **facts)


def _id(row: Row) -> UUID:
    found: UUID = row["id"]
    return found


def sealed(box: Box, model: type[models.Model], column: str, row_id: UUID, text: str) -> bytes:
    return box.seal_text(text, Place(model._meta.db_table, column, str(row_id)))


@lru_cache(maxsize=8000)
def term_on(name: str, on: date, urgency: str | None = None) -> Term:
    return norms.term(name, on, urgency=urgency)


@lru_cache(maxsize=4000)
def codes_on(name: str, on: date) -> CodeList:
    return norms.codelist(name, on)


def _retention(s: Sketch) -> dict[str, Any]:
    """From receipt; what became nothing goes earlier, from its end."""
    kept = term_on("retention_signal", s.received_at.date())
    until = kept.after(s.received_at.date())
    if s.life.closed_after:
        ended = norms.retention_of(s.stop_reason, minor=s.minor == "yes")
        ends = ended.after((s.received_at + s.life.closed_after).date())
        if ends < until:
            kept, until = ended, ends
    return {"retention_until": until, "retention_norm": str(kept.norm)}


def _clock(name: str, since: datetime, urgency: str | None = None) -> tuple[str, datetime]:
    term = term_on(name, since.date(), urgency)
    return str(term.norm), term.after(since)


def staff_of_organisations() -> Mapping[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    for membership in Membership.objects.order_by("valid_from", "id"):
        if membership.role not in {
            "administrator",
            "privacy_officer",
            "council_reader",
            "policy_officer",
            "programme_lead",
        }:
            found.setdefault(membership.organisation_id, membership.person_id)
    return found
