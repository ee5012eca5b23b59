# SPDX-License-Identifier: EUPL-1.2
"""Referrals as three people see them: the team in a list and on the page of the case, and whoever
referred in a list of their own. The referrer reads how it stands, their own words and what the team
asked them; nothing else of the case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb, may, require
from meerinbeeld.care.models import Case, Phase, ReferralIn, ReferralWord
from meerinbeeld.care.queries import finding
from meerinbeeld.care.queries.scope import KIND, InHand, NotInReach, owned, purpose_of
from meerinbeeld.care.rules.clocks import state_of
from meerinbeeld.vault import Box

PAGE: Final = 20
Status = ReferralIn.Status
WAITING: Final = (Status.ASKED, Status.QUESTION)
ENDED: Final = (Status.DECLINED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Row:
    """One line of a list of referrals, from coded facts alone."""

    case: Case
    referral: ReferralIn
    state: str
    asked: bool

    @property
    def stage(self) -> str:
        return norms.codelist("stage_for_referrer").label(self.referral.status)

    @property
    def stage_help(self) -> str:
        return norms.codelist("stage_for_referrer").help(self.referral.status)

    @property
    def answer_by(self) -> datetime | None:
        """When the referrer hears something at the latest, while that is still to come."""
        return self.case.act_at if self.referral.status == Status.ASKED else None


@dataclass(frozen=True)
class Word:
    """A question or an answer, as both sides read it."""

    author: str
    text: str = field(repr=False)
    at: datetime
    from_team: bool
    waits: bool


@dataclass(frozen=True)
class Shown:
    """A referral on the page of its case."""

    row: ReferralIn
    story: str = field(repr=False)
    letter: str = field(repr=False)
    words: list[Word] = field(repr=False)
    signal: str
    waits: bool
    #: Cases of the team that may be about the same person, while this one waits.
    alike: list[finding.Hit]


@dataclass(frozen=True)
class OwnPage:
    """A referral as whoever made it reads it."""

    row: Row
    story: str = field(repr=False)
    letter: str = field(repr=False)
    words: list[Word] = field(repr=False)
    given: list[str]

    @property
    def case(self) -> Case:
        return self.row.case


# --- The team -------------------------------------------------------------------------------------


def waiting(actor: Actor, now: datetime, page: int = 1) -> tuple[list[Row], bool]:
    """Referrals that wait for an answer, the most pressing first; and whether there are more."""
    found = _listed(owned(actor)).filter(phase=Phase.REFERRED, referral__status__in=WAITING)
    return _page(found.order_by("act_at", "reference"), now, page)


def ended(actor: Actor, now: datetime, page: int = 1) -> tuple[list[Row], bool]:
    """Referrals that were declined or withdrawn, the newest first."""
    found = _listed(owned(actor)).filter(phase=Phase.CLOSED, referral__status__in=ENDED)
    return _page(found.order_by("-referral__decided_at"), now, page)


def counts(actor: Actor, now: datetime) -> dict[str, int]:
    """How many wait, how many of them are late, and how many wait for the referrer."""
    rows = owned(actor).filter(phase=Phase.REFERRED, referral__status__in=WAITING)
    return rows.aggregate(
        waiting=Count("pk"),
        late=Count("pk", filter=Q(act_at__lte=now)),
        question=Count("pk", filter=Q(referral__status=Status.QUESTION)),
    )


def part(hand: InHand, box: Box, tab: str) -> Shown | None:
    """The referral on a page of the case: whole on its own tab or while it waits, else a line."""
    if not hand.is_inside:
        return None
    rows = ReferralIn.objects.filter(case=hand.case)
    row = rows.select_related("by", "organisation", "other_organisation").first()
    if row is None:
        return None
    whole = tab != "overview" or row.status in WAITING
    return Shown(
        row=row,
        story=box.text(row, "story") if whole else "",
        letter=box.text(row, "reason_text") if whole else "",
        words=_words(row, box) if whole else [],
        signal=hand.case.signal.reference if hand.case.signal else "",
        waits=row.status in WAITING,
        alike=finding.alike(hand) if row.status in WAITING else [],
    )


# --- Whoever referred -----------------------------------------------------------------------------


def may_refer(actor: Actor) -> bool:
    return bool(may(actor, Verb.REFER, KIND, purpose_of(actor)))


def mine(actor: Actor, reference: str) -> Case:
    """A case that this person referred. Raises `NotInReach` or `Refused`."""
    found = _listed(_referred_by(actor)).filter(reference=reference).first()
    if found is None:
        raise NotInReach
    return found


def listing(actor: Actor, now: datetime, page: int = 1) -> tuple[list[Row], bool]:
    """One's own referrals, those with a question first, then the newest."""
    found = _listed(_referred_by(actor)).annotate(first=Exists(_questions()))
    return _page(found.order_by("-first", "-received_at"), now, page)


def page(case: Case, now: datetime) -> OwnPage:
    """What the caller has journaled as opened, in this same transaction."""
    referral = case.referral
    with vault.unlocked(case.dossier) as box:
        return OwnPage(
            row=_row(case, now),
            story=box.text(referral, "story"),
            letter=box.text(referral, "reason_text"),
            words=_words(referral, box),
            given=_given(case),
        )


def _referred_by(actor: Actor) -> QuerySet[Case]:
    require(actor, Verb.REFER, KIND, purpose_of(actor))
    return Case.objects.filter(referral__by_id=actor.person_id, destroyed_at=None)


def _given(case: Case) -> list[str]:
    """What was written down besides the story: only what it is, not what it says."""
    referral = case.referral
    kinds = case.facts.filter(by_id=referral.by_id, at=referral.at).values_list("kind", flat=True)
    known = norms.codelist("care_fact")
    return [known.label(kind) for kind in dict.fromkeys(kinds)]


def _listed(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related(
        "owner",
        "municipality",
        "signal",
        "referral",
        "referral__by",
        "referral__organisation",
        "referral__other_organisation",
    )


def _questions() -> QuerySet[ReferralIn]:
    return ReferralIn.objects.filter(case=OuterRef("pk"), status=Status.QUESTION)


def _page(found: QuerySet[Case], now: datetime, page: int) -> tuple[list[Row], bool]:
    start = (page - 1) * PAGE
    rows = list(found[start : start + PAGE + 1])
    return [_row(case, now) for case in rows[:PAGE]], len(rows) > PAGE


def _row(case: Case, now: datetime) -> Row:
    asked = case.referral.status == Status.QUESTION
    return Row(case, case.referral, str(state_of(case.act_at, now)), asked)


def _words(referral: ReferralIn, box: Box) -> list[Word]:
    rows = referral.words.select_related("organisation", "answered_by").order_by("at")
    return [
        Word(
            author=row.organisation.name,
            text=box.text(row, "text"),
            at=row.at,
            from_team=row.from_team,
            waits=row.from_team and not _is_answered(row),
        )
        for row in rows
    ]


def _is_answered(row: ReferralWord) -> bool:
    return hasattr(row, "answered_by")
