# SPDX-License-Identifier: EUPL-1.2
"""What the team sees of sharing: who is involved, what each may see, and who waits on whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.care.models import Case, Consent, Grant, GroundAdvice, ReferralMessage, ReferralOut
from meerinbeeld.care.queries import shareable
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.rules import clocks
from meerinbeeld.care.rules.sharing import ACCEPTED, ASKED, standing
from meerinbeeld.vault import Box

RUNS, ENDED, REVOKED = "runs", "ended", "revoked"
TERM: Final = "partner_answers_request"


@dataclass(frozen=True)
class Asked:
    """One request to a partner, as it stands now."""

    id: UUID
    kind: str
    organisation: str
    status: str
    since: datetime
    #: Whose turn it is: "partner", "team" or nobody's.
    waits_on: str
    #: How the term of the answer stands: late, today or runs.
    state: str
    reason: str
    handed_over: int


@dataclass(frozen=True)
class Shared:
    """One grant, as it stands now."""

    id: UUID
    organisation: str
    flow: str
    purpose: str
    ground: str
    norm: str
    source: str
    since: datetime
    until: datetime
    state: str
    because: str
    rests_on: UUID | None
    titles: tuple[str, ...]
    requests: tuple[Asked, ...]
    why: str = field(default="", repr=False)

    @property
    def runs(self) -> bool:
        return self.state == RUNS

    @property
    def soon(self) -> bool:
        """Whether it ends within a week."""
        return self.runs and (self.until - timezone.now()).days < 7


@dataclass(frozen=True)
class Said:
    """What the person said about one flow."""

    consent: Consent
    label: str
    answer: str
    given_by: str
    how: str
    language: str
    ends: tuple[Shared, ...]
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Desk:
    """The page of sharing: what holds, and what there was."""

    said: list[Said] = field(repr=False)
    said_before: list[Said] = field(repr=False)
    shared: list[Shared] = field(repr=False)
    shared_before: list[Shared] = field(repr=False)
    advice: list[GroundAdvice] = field(repr=False)


def desk(hand: InHand, box: Box) -> Desk:
    """Everything of sharing in one case, in a constant number of queries."""
    shared = shares(hand.case, box)
    said = _said(hand.case, shared, box)
    return Desk(
        said=[one for one in said if one.consent.ended_at is None],
        said_before=[one for one in said if one.consent.ended_at is not None],
        shared=[one for one in shared if one.runs],
        shared_before=[one for one in shared if not one.runs],
        advice=list(hand.case.ground_advice.select_related("by").order_by("-at")[:20]),
    )


def involved(hand: InHand, box: Box, tab: str) -> list[Shared] | None:
    """The part of the overview: which partners see what now, the one that is waited for first."""
    if not hand.is_inside:
        return None
    running = [one for one in shares(hand.case, None) if one.runs]
    return sorted(running, key=lambda one: (not _waited_for(one), one.organisation))


def shares(case: Case, box: Box | None, *, only: UUID | None = None) -> list[Shared]:
    """The grants of a case with their items and requests, the newest first."""
    now = timezone.now()
    messages = ReferralMessage.objects.defer("text").order_by("at")
    requests = ReferralOut.objects.defer("question", "answer").order_by("asked_at")
    grants = case.grants.select_related("organisation", "consent").prefetch_related(
        "items",
        Prefetch(
            "referrals",
            requests.select_related("organisation").prefetch_related(
                Prefetch("messages", messages)
            ),
        ),
    )
    rows = list(grants.filter(pk=only) if only else grants)
    keys = {(item.kind, item.thing) for grant in rows for item in grant.items.all()}
    found = shareable.all_of(shareable.groups(case, None, only=keys)) if keys else []
    titles = {(item.kind, item.id): item.title for item in found}
    return [_shared(grant, case, titles, box, now) for grant in rows]


def state_of(grant: Grant, now: datetime) -> str:
    """Whether a grant opens anything now, for the team to see. Access itself asks `scope`."""
    if grant.revoked_at is not None:
        return REVOKED
    consent = grant.consent
    if consent is not None and (consent.ended_at is not None or consent.answer != "given"):
        return REVOKED
    return RUNS if grant.valid_from <= now < grant.valid_until else ENDED


def _shared(
    grant: Grant,
    case: Case,
    titles: dict[shareable.Key, str],
    box: Box | None,
    now: datetime,
) -> Shared:
    norm = norms.norm(grant.norm)
    state = state_of(grant, now)
    keys = [(item.kind, item.thing) for item in grant.items.all()]
    return Shared(
        id=grant.id,
        organisation=grant.organisation.name,
        flow=shareable.label("care_flow", grant.flow) if grant.flow else "",
        purpose=grant.get_purpose_display(),
        ground=shareable.label("ground", grant.ground),
        norm=grant.norm,
        source=norm.source if norm else "",
        since=grant.valid_from,
        until=grant.valid_until,
        state=state,
        because=shareable.label("share_end", grant.revoked_because),
        rests_on=grant.consent_id,
        titles=tuple(sorted(titles[key] for key in keys if key in titles)),
        requests=tuple(asked(one, case, now, runs=state == RUNS) for one in grant.referrals.all()),
        why=box.text(grant, "why") if box else "",
    )


def asked(row: ReferralOut, case: Case, now: datetime, *, runs: bool) -> Asked:
    """How one request stands, and whose turn it is."""
    status = standing(row.status, grant_opens=runs)
    last = next(reversed(list(row.messages.all())), None)
    since, turn = row.ended_at or row.answered_at or row.asked_at, ""
    if status == ASKED:
        since, turn = row.asked_at, "partner"
    if status in (ASKED, ACCEPTED) and last is not None:
        ours = last.organisation_id == case.owner_id
        since, turn = (last.at, "partner") if ours else (last.at, "team")
    due = norms.term(TERM, timezone.localdate(row.asked_at)).after(row.asked_at)
    return Asked(
        id=row.id,
        kind=shareable.label("care_request", row.kind),
        organisation=row.organisation.name,
        status=status,
        since=since,
        waits_on=turn,
        state=str(clocks.state_of(due, now)) if status == ASKED else "",
        reason=_reason(row),
        handed_over=len(row.handed_over),
    )


def _reason(row: ReferralOut) -> str:
    lists = {"declined": "partner_decline", "done": "partner_outcome", "revoked": "share_end"}
    return shareable.label(lists[row.status], row.reason) if row.status in lists else ""


def _said(case: Case, shared: Iterable[Shared], box: Box) -> list[Said]:
    ends: dict[UUID | None, list[Shared]] = {}
    for one in shared:
        if one.runs:
            ends.setdefault(one.rests_on, []).append(one)
    rows = case.consents.select_related("by", "ended_by").order_by("-at")
    return [
        Said(
            consent=row,
            label=shareable.label("care_flow", row.flow),
            answer=row.get_answer_display(),
            given_by=shareable.label("consent_giver", row.given_by),
            how=shareable.label("consent_how", row.how),
            language=shareable.label("language", row.language),
            ends=tuple(ends.get(row.id, ())),
            note=box.text(row, "note"),
        )
        for row in rows
    ]


def _waited_for(one: Shared) -> bool:
    return any(request.waits_on for request in one.requests)


# --- One request ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """One message about a request."""

    author: str
    organisation: str
    at: datetime
    own: bool
    text: str = field(repr=False)


@dataclass(frozen=True)
class Request:
    """One request, whole: for the team, or for the partner that it was put to."""

    row: ReferralOut
    standing: Asked
    grant: Shared
    answered_by: str
    question: str = field(repr=False)
    answer: str = field(repr=False)
    messages: list[Word] = field(repr=False)

    @property
    def is_open(self) -> bool:
        return self.standing.status in (ASKED, ACCEPTED)


def request(hand: InHand, row: ReferralOut, box: Box) -> Request:
    """Read one request. The caller looked whether this actor may see it."""
    grant = shares(hand.case, None, only=row.grant_id)[0]
    messages = list(row.messages.select_related("by", "organisation"))
    return Request(
        row=row,
        standing=asked(row, hand.case, timezone.now(), runs=grant.runs),
        grant=grant,
        answered_by=row.answered_by.name if row.answered_by else "",
        question=box.text(row, "question"),
        answer=box.text(row, "answer"),
        messages=[_word(one, hand, box) for one in messages],
    )


def _word(row: ReferralMessage, hand: InHand, box: Box) -> Word:
    return Word(
        author=row.by.name,
        organisation=row.organisation.name,
        at=row.at,
        own=row.by_id == hand.actor.person_id,
        text=box.text(row, "text"),
    )


def handover(row: ReferralOut) -> list[tuple[Any, bool]]:
    """The steps of the warm hand-over, and which were done."""
    return [(step, step.value in row.handed_over) for step in norms.codelist("handover_step")]
