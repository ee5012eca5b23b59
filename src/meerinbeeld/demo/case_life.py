# SPDX-License-Identifier: EUPL-1.2
"""What is written in a made-up case: words, safety, plan, contacts, the law and a stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from meerinbeeld.care import models as m
from meerinbeeld.care.actions.marks import mark_of
from meerinbeeld.demo import case_stories as stories
from meerinbeeld.demo.case_one import OneCase
from meerinbeeld.demo.case_sketch import DAY, DOMAINS
from meerinbeeld.demo.rows import codes_on, term_on


def write_words(case: OneCase) -> None:
    s = case.sketch
    told = case.rng.choice(stories.STORY[s.form])
    known = [
        ("name", s.name),
        ("call_name", s.name.split()[0]),
        ("phone", f"06-000{case.rng.randrange(10_000, 100_000)}"),
        ("safe_contact", "Alleen overdag, met een nummer dat niet zichtbaar is."),
        ("story", told),
    ]
    if case.accepted_at:
        known.append(("danger", case.rng.choice(stories.DANGER)))
    for kind, text in known:
        case.facts[kind] = case.add(
            m.Fact, {"value": text}, kind=kind, at=s.received_at, by_id=writer_of(case)
        )
        mark = mark_of(m.Fact(id=case.facts[kind], case_id=case.id, kind=kind), text)
        if mark is not None:
            case.add(m.Mark, {}, fact_id=mark.fact_id, kind=mark.kind, digest=mark.digest)
    forms = codes_on("form_of_exploitation", s.received_at.date())
    norm = str(forms.known[s.form].norm)
    case.add(m.Suspected, {}, form=s.form, norm=norm, since=s.received_at, by_id=writer_of(case))
    _referral(case, told)
    if not case.accepted_at and not case.closed_at:
        case.clocks.append(("answer_referral", s.received_at, None))


def writer_of(case: OneCase) -> UUID | None:
    organisation = case.writer.organisations.get(case.sketch.referrer)
    if case.sketch.source == "partner" and organisation is not None:
        return case.writer.staff.get(organisation.id)
    return case.writer.coordinator


def _referral(case: OneCase, told: str) -> None:
    s = case.sketch
    status = "accepted" if case.accepted_at else "declined" if case.closed_at else "asked"
    partner = case.writer.organisations.get(s.referrer) if s.source == "partner" else None
    case.add(
        m.ReferralIn,
        {"story": told},
        source=s.source,
        organisation_id=partner.id if partner else case.writer.owner,
        by_id=writer_of(case),
        at=s.received_at,
        ground="avg_6_1_e",
        consent="given" if case.rng.random() < 0.8 else "not_possible",
        contact_channel="organisation",
        status=status,
        decided_at=case.accepted_at or case.closed_at,
        decided_by_id=case.writer.coordinator if status != "asked" else None,
        reason="other_help" if status == "declined" else "",
    )


def write_safety(case: OneCase, accepted: datetime) -> None:
    moments = [("intake", accepted + 2 * DAY)]
    if case.sketch.stay and case.sketch.stay.placed_after:
        moments.append(("move", case.sketch.received_at + case.sketch.stay.placed_after + DAY))
    done = [(why, at) for why, at in moments if at < case.until]
    for number, (occasion, at) in enumerate(done):
        case.add(
            m.Assessment,
            {
                "text": case.rng.choice(stories.SAFETY),
                "agreements": case.rng.choice(stories.AGREED),
            },
            at=at,
            by_id=case.writer.coordinator,
            occasion=occasion,
            level=case.sketch.level if number == 0 else "watch",
            points=["threats", "trusted_person"] if case.sketch.level != "safe" else [],
            children=int(case.rng.random() < 0.2),
            location_secret=case.sketch.secret,
        )
    if case.phase == m.Phase.INTAKE:
        case.clocks.append(("intake", accepted, None))
    if done and case.phase == m.Phase.HELPING:
        case.clocks.append(("safety_review", case.lately(25), None))


def write_measures(case: OneCase) -> None:
    if not case.helping_at:
        return
    ends = case.aftercare_at or case.closed_at or case.writer.now
    moments = [("start", case.helping_at)]
    at = case.helping_at + 91 * DAY
    while at < ends:
        moments.append(("quarter", at))
        at += 91 * DAY
    if case.aftercare_at:
        moments.append(("end", case.aftercare_at))
    scores = {domain: case.rng.randint(1, 3) for domain in DOMAINS}
    for moment, when in moments:
        for domain in DOMAINS:
            case.add(
                m.Measure,
                {"note": case.rng.choice(stories.MEASURED)} if domain == "safety" else {},
                at=when,
                moment=moment,
                domain=domain,
                score=scores[domain],
                by_id=case.writer.coordinator,
            )
            scores[domain] = max(1, min(5, scores[domain] + case.rng.choice((0, 0, 1, 1, -1))))
    if case.phase == m.Phase.HELPING:
        case.clocks.append(("measure", moments[-1][1], None))


def write_plan(case: OneCase) -> None:
    if not case.helping_at:
        return
    over = case.phase in (m.Phase.AFTERCARE, m.Phase.CLOSED)
    for domain in case.sketch.goals:
        goal = case.add(
            m.Goal,
            {"text": stories.GOALS[domain]},
            domain=domain,
            status="reached" if over else "open",
            at=case.helping_at,
            by_id=case.writer.coordinator,
            ended_at=case.aftercare_at if over else None,
        )
        _task(case, goal, case.helping_at, over)
    if case.phase == m.Phase.HELPING:
        case.clocks.append(("case_review", case.lately(70), None))
    if case.phase == m.Phase.AFTERCARE and case.aftercare_at:
        first = case.writer.now - case.aftercare_at < 92 * DAY
        kind = "aftercare_first" if first else "aftercare_second"
        case.clocks.append((kind, case.aftercare_at, None))


def _task(case: OneCase, goal: UUID, since: datetime, over: bool) -> None:
    kind, text = case.rng.choice(stories.TASKS)
    due = case.writer.now + case.rng.randint(-3, 24) * DAY
    due = (since + 20 * DAY) if over else due
    if not over:
        case.tasks_due.append(due)
    case.add(
        m.Task,
        {"text": text},
        goal_id=goal,
        kind=kind,
        organisation_id=case.writer.owner,
        person_id=case.writer.coordinator,
        due_at=due,
        status="done" if over else "open",
        at=since,
        by_id=case.writer.coordinator,
        done_at=due if over else None,
        done_by_id=case.writer.coordinator if over else None,
    )


def write_contacts(case: OneCase, accepted: datetime) -> None:
    at, ends = accepted + timedelta(hours=5), case.aftercare_at or case.until
    while at < ends:
        minutes = case.rng.choice((10, 15, 20, 30, 45, 60, 90))
        contact = case.add(
            m.Contact,
            {"note": case.rng.choice(stories.CONTACT)},
            at=at,
            kind=case.rng.choice(("phone", "phone", "visit", "talk", "message")),
            with_person=case.rng.random() < 0.8,
            minutes=minutes,
            by_id=case.writer.coordinator,
        )
        _hours(case, contact, at, minutes)
        case.last_contact = at
        at += case.rng.choice((3, 7, 9, 14, 21)) * DAY


def _hours(case: OneCase, contact: UUID, at: datetime, minutes: int) -> None:
    case.rows.add(
        m.WorkedHours,
        person_id=case.writer.coordinator,
        organisation_id=case.writer.owner,
        municipality_id=case.sketch.municipality,
        stream="care",
        on=timezone.localdate(at),
        minutes=minutes,
        contact_id=contact,
        what="case",
    )


def write_law(case: OneCase) -> None:
    if not case.helping_at:
        return
    kinds = ["lawyer_found"] if case.sketch.cooperation != "undecided" else []
    if case.sketch.cooperation == "complaint":
        kinds.append("complaint_filed")
    if case.sketch.reflection:
        kinds.append(case.sketch.reflection)
    known = codes_on("care_milestone", case.helping_at.date()).known
    for number, kind in enumerate(kinds):
        at = case.helping_at + (3 + 4 * number) * DAY
        if at > case.writer.now:
            continue
        milestone = case.add(
            m.Milestone,
            {},
            kind=kind,
            on=timezone.localdate(at),
            norm=str(known[kind].norm),
            at=at,
            by_id=case.writer.coordinator,
        )
        if kind == case.sketch.reflection:
            dublin = kind.endswith("dublin")
            term = "reflection_period_dublin" if dublin else "reflection_period"
            case.term(term, at, milestone)


def write_stay(case: OneCase) -> None:
    stay = case.sketch.stay
    if stay is None:
        return
    asked = case.sketch.received_at + stay.asked_after
    if asked > case.until:
        return
    facility = _facility(case, stay.kind)
    placed, left = case.moment(stay.placed_after), case.moment(stay.left_after)
    over = case.phase in (m.Phase.AFTERCARE, m.Phase.CLOSED)
    status = "left" if left else "placed" if placed and not over else "requested"
    if status == "requested" and over:
        return
    case.add(
        m.Placement,
        {},
        kind=stay.kind,
        facility_id=facility if placed else None,
        status="waiting" if status == "requested" else status,
        requested_at=asked,
        requested_by_id=case.writer.coordinator,
        placed_at=placed,
        left_at=left,
        left_to=stay.left_to if left else "",
        **_long(case, status, placed),
    )
    if status == "placed":
        address = f"Verzonnenlaan {case.rng.randrange(1, 99)}, Nergenshuizen"
        case.facts["shelter_address"] = case.add(
            m.Fact,
            {"value": address},
            kind="shelter_address",
            at=placed,
            by_id=case.writer.coordinator,
        )


def _long(case: OneCase, status: str, placed: datetime | None) -> dict[str, Any]:
    """When a stay is long by norm, and why it goes on."""
    if placed is None:
        return {"wait_reason": case.rng.choice(("full", "far_away", "more_care"))}
    long_from = term_on("long_stay", timezone.localdate(placed)).after(placed)
    is_long = status == "placed" and long_from < case.writer.now
    reason = case.rng.choice(("no_place_after", "residence", "income", "")) if is_long else ""
    return {"long_from": long_from, "reason_from": long_from, "delay_reason": reason}


def _facility(case: OneCase, kind: str) -> UUID:
    fitting = [one for one in case.writer.facilities if one.kind == kind] or case.writer.facilities
    return case.rng.choice(fitting).id
