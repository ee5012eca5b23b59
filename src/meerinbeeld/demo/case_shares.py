# SPDX-License-Identifier: EUPL-1.2
"""With whom a made-up case is shared, on what ground, and what came of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from meerinbeeld.care import models as m
from meerinbeeld.demo import case_stories as stories
from meerinbeeld.demo.case_one import OneCase
from meerinbeeld.demo.case_sketch import DAY
from meerinbeeld.demo.rows import codes_on


def write_shares(case: OneCase) -> None:
    if not case.helping_at:
        return
    for number, (slug, flow, asked) in enumerate(case.sketch.shares):
        at = case.helping_at + (2 + 3 * number) * DAY
        if at < case.writer.now:
            _share(case, case.writer.organisations[slug].id, flow, asked, at)


def _share(case: OneCase, partner: UUID, flow: str, asked: str, at: datetime) -> None:
    safety = flow == "police_safety"
    ended = case.closed_at or (case.aftercare_at if case.rng.random() < 0.7 else None)
    consent = case.add(
        m.Consent,
        {},
        flow=flow,
        answer="given",
        given_by="person_and_parent" if case.sketch.minor else "person",
        how="interpreter" if case.sketch.needs_interpreter else "sheet_read_out",
        language=case.sketch.language,
        at=at,
        by_id=case.writer.coordinator,
    )
    grant = case.add(
        m.Grant,
        {"why": stories.ASKED.get(asked, "")},
        organisation_id=partner,
        flow=flow,
        purpose="safety" if safety else "care",
        ground="avg_6_1_e",
        consent_id=consent,
        norm=str(codes_on("care_flow", at.date()).known[flow].norm),
        valid_from=at,
        valid_until=max(at + 180 * DAY, case.writer.now + 30 * DAY),
        made_at=at,
        made_by_id=case.writer.coordinator,
        revoked_at=ended,
        revoked_by_id=case.writer.coordinator if ended else None,
        revoked_because="closed" if ended else "",
    )
    for kind in ("call_name", "safe_contact", "danger"):
        case.rows.add(m.GrantedItem, grant_id=grant, kind="fact", thing=case.facts[kind])
    _ask(case, grant, partner, asked, at, ended)


def _ask(
    case: OneCase, grant: UUID, partner: UUID, asked: str, at: datetime, ended: datetime | None
) -> None:
    answered = at + 2 * DAY < case.writer.now
    status = "done" if ended else "accepted" if answered else "asked"
    case.add(
        m.ReferralOut,
        {"question": stories.ASKED.get(asked, "")},
        grant_id=grant,
        organisation_id=partner,
        kind=asked,
        asked_at=at,
        asked_by_id=case.writer.coordinator,
        status=status,
        answered_at=at + 2 * DAY if status != "asked" else None,
        answered_by_id=case.writer.staff.get(partner) if status != "asked" else None,
        ended_at=ended,
        reason="helped" if ended else "",
        handed_over=["told_person", "safe_contact"],
    )


def write_claim(case: OneCase) -> None:
    if case.helping_at and case.rng.random() < 0.3:
        at = case.helping_at + 30 * DAY
        if at < case.until:
            known = codes_on("claim_kind", at.date()).known
            case.add(
                m.Claim,
                {},
                kind="schadefonds",
                norm=str(known["schadefonds"].norm),
                at=at,
                by_id=case.writer.coordinator,
            )
