# SPDX-License-Identifier: EUPL-1.2
"""Turns sketches into rows, in batches, so that a hundred thousand signals fit in minutes.

It writes what the actions would have written, with moments in the past, and seals everything the
same way; the tests hold a filled region against the rules of the life line.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction

from meerinbeeld import norms, vault
from meerinbeeld.access.models import Membership, Person
from meerinbeeld.demo import stories
from meerinbeeld.demo.sketch import Sketch
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals import models as m
from meerinbeeld.vault.box import Box

Rows = dict[type[models.Model], list[models.Model]]
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

    def __init__(self, rng: random.Random, now: datetime) -> None:
        self.rng = rng
        self.now = now
        self.organisations = {o.slug: o for o in Organisation.objects.all()}
        self.owner_of = {
            o.municipality_id: o for o in self.organisations.values() if o.kind == "municipality"
        }
        self.staff = _first_person_per_organisation()
        self.kinds = {code.value: code for code in norms.codelist("item_kind").codes}
        self.numbers: dict[int, int] = defaultdict(int)
        for counter in m.ReferenceCounter.objects.all():
            self.numbers[counter.year] = counter.last

    def write(self, sketches: Iterable[Sketch]) -> None:
        """One transaction for the batch, the counters included."""
        batch = list(sketches)
        rows: Rows = defaultdict(list)
        with transaction.atomic():
            with vault.new_dossiers(len(batch)) as boxes:
                for sketch, box in zip(batch, boxes, strict=True):
                    self._signal(sketch, box, rows)
            for model in ORDER:
                model._default_manager.bulk_create(rows[model], batch_size=2000)
            for year, last in self.numbers.items():
                m.ReferenceCounter.objects.update_or_create(year=year, defaults={"last": last})

    def _signal(self, s: Sketch, box: Box, rows: Rows) -> None:
        owner = self.owner_of[s.municipality]
        worker = self.staff.get(owner.id)
        report = self._report(s, owner) if s.is_public else None
        signal = self._coded(s, box.dossier_id, owner, worker, report)
        if report:
            rows[m.PublicReport].append(report)
        rows[m.Signal].append(signal)
        self._items(s, signal, box, rows)
        self._forms(s, signal, worker, rows)
        for seen in dict.fromkeys(s.indicators):
            rows[m.SeenIndicator].append(m.SeenIndicator(signal=signal, indicator=seen))
        self._route(s, signal, worker, box, rows)
        self._remarks(s, signal, worker, owner, box, rows)
        rows[m.Step].extend(self._steps(s, signal, worker, owner))

    def _coded(
        self,
        s: Sketch,
        dossier: uuid.UUID,
        owner: Organisation,
        worker: Person | None,
        report: m.PublicReport | None,
    ) -> m.Signal:
        phase, step, due_norm, due = self._stand(s)
        origin = m.Origin.PUBLIC if report else m.Origin.PROFESSIONAL
        feedback = norms.term("feedback_to_reporter", s.received_at.date())
        fed = s.received_at + s.life.feedback_after if s.life.feedback_after else None
        return m.Signal(
            reference=self._reference(s.received_at),
            dossier=dossier,
            origin=origin,
            report=report,
            made_by=None if report else self._reporter(s),
            subject_kind=s.subject_kind,
            reporter_kind=s.reporter_kind,
            municipality_id=s.municipality,
            minor=s.minor,
            identifiable="yes" if any(k == "person_name" for k, _ in s.items) else "unknown",
            danger=s.danger,
            urgency=s.urgency,
            phase=phase,
            owner=owner,
            assignee=worker if s.life.opened_after else None,
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

    def _stand(self, s: Sketch) -> tuple[str, str, str, datetime | None]:
        """Phase, next step, the norm of its clock and when it ends."""
        at = s.received_at
        if s.life.closed_after:
            return m.Phase.CLOSED, "closed", "", None
        if s.life.routed_after and s.life.accepted:
            name, phase, since = "follow_up", m.Phase.FOLLOWING_UP, at + s.life.routed_after
            return phase, name, *_clock(name, since + timedelta(days=2))
        if s.life.routed_after:
            return (
                m.Phase.ROUTED,
                "confirm_route",
                *_clock("confirm_route", at + s.life.routed_after),
            )
        if s.life.opened_after:
            return (
                m.Phase.ASSESSING,
                "choose_route",
                *_clock("choose_route", at + s.life.opened_after),
            )
        return m.Phase.RECEIVED, "first_look", *_clock("first_look", at, s.urgency)

    def _reference(self, at: datetime) -> str:
        self.numbers[at.year] += 1
        return f"S-{at.year}-{self.numbers[at.year]:04d}"

    def _reporter(self, s: Sketch) -> Person | None:
        school = self.organisations.get("ijsselcollege")
        return self.staff.get(school.id) if school and s.reporter_kind == "school" else None

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

    def _report(self, s: Sketch, owner: Organisation) -> m.PublicReport:
        stage = (
            "finished"
            if s.life.closed_after
            else "passed_on"
            if s.life.routed_after
            else ("being_read" if s.life.opened_after else "received")
        )
        return m.PublicReport(
            draft=uuid.uuid4(),
            received_at=s.received_at,
            owner=owner,
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
            feedback_due_at=norms.term("feedback_to_reporter", s.received_at.date()).after(
                s.received_at
            ),
            taken_in_at=s.received_at + timedelta(seconds=4),
        )

    def _items(self, s: Sketch, signal: m.Signal, box: Box, rows: Rows) -> None:
        for kind, text in s.items:
            item = m.Item(signal=signal, kind=kind, source=m.Source.REPORTER, at=s.received_at)
            box.put_text(item, "value", text)
            rows[m.Item].append(item)
            code = self.kinds.get(kind)
            mark = code.extra.get("mark") if code else None
            digest = vault.blind_index(mark, text) if mark else None
            if mark and digest:
                rows[m.Mark].append(m.Mark(signal=signal, item=item, kind=mark, digest=digest))

    def _forms(self, s: Sketch, signal: m.Signal, worker: Person | None, rows: Rows) -> None:
        forms = norms.codelist("form_of_exploitation", s.received_at.date())
        for form in filter(None, (s.form, s.also)):
            norm = str(forms.known[form].norm)
            rows[m.SuspectedForm].append(
                m.SuspectedForm(signal=signal, form=form, norm=norm, since=s.received_at, by=worker)
            )

    def _route(
        self, s: Sketch, signal: m.Signal, worker: Person | None, box: Box, rows: Rows
    ) -> None:
        slug = TARGET_ORGANISATION.get(s.target)
        if not (s.life.routed_after and slug and worker):
            return
        organisation = self.organisations[slug]
        status = m.Route.Status.ASKED
        if s.life.accepted:
            status = m.Route.Status.DONE if s.life.closed_after else m.Route.Status.ACCEPTED
        at = s.received_at + s.life.routed_after
        code = norms.codelist("route_target", at.date()).known[s.target]
        rows[m.Route].append(
            m.Route(
                signal=signal,
                target=s.target,
                organisation=organisation,
                reason="as_advised",
                ground="avg_6_1_e",
                norm=str(code.norm),
                advised=True,
                asked_at=at,
                asked_by=worker,
                status=status,
                answered_at=at + timedelta(days=2) if s.life.accepted else None,
                answered_by=self.staff.get(organisation.id) if s.life.accepted else None,
            )
        )
        rows[m.Involvement].append(
            m.Involvement(signal=signal, organisation=organisation, ground="avg_6_1_e", since=at)
        )

    def _remarks(
        self,
        s: Sketch,
        signal: m.Signal,
        worker: Person | None,
        owner: Organisation,
        box: Box,
        rows: Rows,
    ) -> None:
        if not (s.life.opened_after and worker):
            return
        at = s.received_at + s.life.opened_after
        texts: list[tuple[str, str, timedelta, bool, bool]] = []
        if s.note:
            texts.append((m.Audience.TEAM, s.note, timedelta(hours=1), False, False))
        if s.life.routed_after:
            texts.append(
                (
                    m.Audience.CHAIN,
                    self.rng.choice(stories.CHAIN_NOTES),
                    timedelta(hours=3),
                    False,
                    False,
                )
            )
        if s.question:
            texts.append((m.Audience.REPORTER, s.question[0], timedelta(hours=2), True, False))
        if s.life.feedback_after:
            after = s.life.feedback_after - s.life.opened_after
            texts.append(
                (m.Audience.REPORTER, self.rng.choice(stories.FEEDBACK), after, False, True)
            )
        for audience, text, after, is_question, is_feedback in texts:
            remark = m.Remark(
                signal=signal,
                audience=audience,
                source=m.Source.TEAM,
                organisation=owner,
                by=worker,
                at=min(at + after, self.now),
                is_question=is_question,
                is_feedback=is_feedback,
            )
            box.put_text(remark, "text", text)
            rows[m.Remark].append(remark)
            if is_question and s.question and s.life.feedback_after:
                rows[m.Remark].append(self._answer(remark, s.question[1], signal, box))

    def _answer(self, question: m.Remark, text: str, signal: m.Signal, box: Box) -> m.Remark:
        answer = m.Remark(
            signal=signal,
            audience=m.Audience.REPORTER,
            source=m.Source.REPORTER,
            at=min(question.at + timedelta(hours=9), self.now),
            answers=question,
        )
        box.put_text(answer, "text", text)
        return answer

    def _steps(
        self, s: Sketch, signal: m.Signal, worker: Person | None, owner: Organisation
    ) -> Iterator[m.Step]:
        slug = TARGET_ORGANISATION.get(s.target)
        to = self.organisations.get(slug) if slug else None
        line: list[tuple[str, timedelta | None, str, dict[str, Any]]] = [
            ("received", timedelta(), m.Phase.RECEIVED, {"by": None}),
            ("opened", s.life.opened_after, m.Phase.ASSESSING, {}),
            (
                "routed",
                s.life.routed_after,
                m.Phase.ROUTED,
                {"to_organisation": to, "reason": "as_advised"},
            ),
            ("feedback", s.life.feedback_after, m.Phase.FOLLOWING_UP, {}),
            ("closed", s.life.closed_after, m.Phase.CLOSED, {"reason": s.stop_reason}),
        ]
        for kind, after, phase, more in line:
            if after is not None:
                facts = {"by": worker, "organisation": owner, **more}
                yield m.Step(
                    signal=signal, kind=kind, at=s.received_at + after, phase=phase, **facts
                )


def _retention(s: Sketch) -> dict[str, Any]:
    """From receipt; what became nothing goes earlier, from its end."""
    kept = norms.term("retention_signal", s.received_at.date())
    until = kept.after(s.received_at.date())
    if s.life.closed_after:
        ended = norms.retention_of(s.stop_reason, minor=s.minor == "yes")
        ends = ended.after((s.received_at + s.life.closed_after).date())
        if ends < until:
            kept, until = ended, ends
    return {"retention_until": until, "retention_norm": str(kept.norm)}


def _clock(name: str, since: datetime, urgency: str | None = None) -> tuple[str, datetime]:
    term = norms.term(name, since.date(), urgency=urgency)
    return str(term.norm), term.after(since)


def _first_person_per_organisation() -> Mapping[uuid.UUID, Person]:
    found: dict[uuid.UUID, Person] = {}
    for membership in Membership.objects.select_related("person").order_by("valid_from", "id"):
        if membership.role not in {
            "administrator",
            "privacy_officer",
            "council_reader",
            "policy_officer",
            "programme_lead",
        }:
            found.setdefault(membership.organisation_id, membership.person)
    return found
