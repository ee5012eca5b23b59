# SPDX-License-Identifier: EUPL-1.2
"""The requests of persons, and what each holds. Only what a page shows is decrypted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.access.roles import Role
from meerinbeeld.care.models import Case, Grant
from meerinbeeld.care.models import Mark as CaseMark
from meerinbeeld.journal.models import Entry
from meerinbeeld.oversight.keeping import KEEPING
from meerinbeeld.oversight.models import Piece, RequestDossier, RightsRequest
from meerinbeeld.oversight.rights import gathering, rules
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Notification
from meerinbeeld.signals.models import Mark, Signal
from meerinbeeld.signals.queries.search import kinds_of

KIND: Final = "rights"
#: Looking for a person shows at most so many dossiers.
SHOWN: Final = 50
PAGE: Final = 25


def requests(actor: Actor, *, closed: bool = False) -> QuerySet[RightsRequest]:
    """The requests, the first due first. Raises `Refused` for other roles."""
    require(actor, Verb.LIST, KIND, Purpose.OVERSIGHT)
    found = RightsRequest.objects.filter(closed_at__isnull=not closed)
    return found.order_by("-closed_at" if closed else "due_on", "reference")


def request(actor: Actor, reference: str) -> RightsRequest | None:
    require(actor, Verb.OPEN, KIND, Purpose.OVERSIGHT)
    return RightsRequest.objects.filter(reference=reference).first()


@dataclass(frozen=True)
class Asked:
    """Who asked and what, in words."""

    name: str = field(repr=False)
    contact: str = field(repr=False)
    on_behalf: str = field(repr=False)
    wish: str = field(repr=False)
    extended_because: str = field(repr=False)
    decision_text: str = field(repr=False)


def asked(found: RightsRequest) -> Asked:
    """The sealed words of a request. The caller has journaled it, in this same transaction."""
    with vault.unlocked(found.dossier) as box:
        who = box.json(found, "requester") or {}
        return Asked(
            name=str(who.get("name", "")),
            contact=str(who.get("contact", "")),
            on_behalf=str(who.get("on_behalf", "")),
            wish=box.text(found, "wish"),
            extended_because=box.text(found, "extended_because"),
            decision_text=box.text(found, "decision_text"),
        )


@dataclass(frozen=True)
class Progress:
    """How far the pieces of a request have been looked at."""

    pieces: int
    undecided: int

    @property
    def is_whole(self) -> bool:
        return self.undecided == 0


def progress(found: RightsRequest) -> Progress:
    counts = found.pieces.aggregate(
        pieces=Count("id"), undecided=Count("id", filter=Q(verdict=Piece.Verdict.UNDECIDED))
    )
    return Progress(counts["pieces"], counts["undecided"])


@dataclass(frozen=True)
class ShownPiece:
    """One text as the privacy officer judges it, and as the person would read it."""

    id: UUID
    number: int
    dossier: str
    kind: str
    at: datetime | None
    verdict: str
    verdict_words: str
    reason: str
    text: str = field(repr=False)
    given: str = field(repr=False)
    words: list[str] = field(repr=False)


def pieces(found: RightsRequest, *, only: QuerySet[Piece] | None = None) -> list[ShownPiece]:
    """The pieces of a request in order; all of them, or those of a page."""
    rows = (found.pieces.all() if only is None else only).select_related("of")
    with vault.unlocked(found.dossier) as box:
        return [_shown(row, box) for row in rows]


def _shown(row: Piece, box: vault.Box) -> ShownPiece:
    text, words = box.text(row, "text"), box.json(row, "words") or []
    given = {
        Piece.Verdict.WHOLE: text,
        Piece.Verdict.BLACKED: rules.blacked(text, words),
    }.get(Piece.Verdict(row.verdict), "")
    return ShownPiece(
        id=row.id,
        number=row.number,
        dossier=row.of.reference,
        kind=gathering.kind_label(row.table, row.kind),
        at=row.at,
        verdict=row.verdict,
        verdict_words=row.get_verdict_display(),
        reason=norms.codelist("left_out_reason").label(row.reason) if row.reason else "",
        text=text,
        given=given,
        words=words,
    )


@dataclass(frozen=True)
class Hit:
    """A dossier that may be about the person: its kind, reference, and what fits."""

    kind: str
    reference: str
    received_at: datetime
    why: str


def look_for(actor: Actor, typed: str) -> list[Hit]:
    """Dossiers by reference, or by the keyed hash of a name, birth date, phone or e-mail.

    Equal values only: who is written differently is not found, and a person asks the coordinator.
    """
    require(actor, Verb.OPEN, KIND, Purpose.OVERSIGHT)
    wanted = typed.strip()
    for kind in gathering.ROOTS:
        row = KEEPING[kind].by_reference(actor, wanted)
        if row is not None:
            return [Hit(kind, row.reference, row.received_at, "reference")]
    return _by_mark(wanted)


def _by_mark(wanted: str) -> list[Hit]:
    digests = [found for kind in kinds_of(wanted) if (found := vault.blind_index(kind, wanted))]
    marks = Mark.objects.filter(digest__in=digests, signal__destroyed_at=None)
    rows = Signal.objects.filter(pk__in=marks.values("signal_id")).order_by("-received_at")
    signals = list(rows.prefetch_related("cases")[:SHOWN])
    cases = {one.reference: Hit("case", one.reference, one.received_at, "mark")
             for one in _cases_by_mark(digests)}  # fmt: skip
    for case in (case for one in signals for case in one.cases.all()):
        if case.destroyed_at is None:
            hit = Hit("case", case.reference, case.received_at, "signal")
            cases.setdefault(case.reference, hit)
    found_signals = [Hit("signal", one.reference, one.received_at, "mark") for one in signals]
    return [*found_signals, *cases.values(), *_notified(list(cases))]


def _notified(cases: list[str]) -> list[Hit]:
    """What the register holds of the people of these cases, whichever organisation notified it."""
    victims = Notification.objects.filter(case__reference__in=cases).values("victim_id")
    rows = Notification.objects.filter(victim_id__in=victims, destroyed_at=None)
    told = rows.filter(details__isnull=False).distinct().order_by("-made_at")
    return [Hit("notification", one.reference, one.made_at, "case") for one in told[:SHOWN]]


def _cases_by_mark(digests: list[bytes]) -> list[Case]:
    marks = CaseMark.objects.filter(digest__in=digests, case__destroyed_at=None)
    rows = Case.objects.filter(pk__in=marks.values("case_id")).order_by("-received_at")
    return list(rows[:SHOWN])


@dataclass(frozen=True)
class Looked:
    """One act on a dossier, as the person is told of it: what for, by which organisation."""

    entry: Entry
    at: datetime
    organisation: str
    role: str
    verb: str
    purpose: str


def who_looked(dossiers: list[RequestDossier]) -> list[Looked]:
    """Every act on these dossiers, oldest first. Roles and organisations, no names of workers.

    Who worked for the controller under its authority is no recipient (CJEU C-579/21, Pankki S).
    """
    entries = list(journal.about(one.dossier for one in dossiers).order_by("at", "id"))
    places = dict(
        Organisation.objects.filter(
            pk__in={entry.organisation_id for entry in entries if entry.organisation_id}
        ).values_list("pk", "name")
    )
    roles = {**dict(Role.choices)}
    return [
        Looked(
            entry,
            entry.at,
            str(places.get(entry.organisation_id, "")) if entry.organisation_id else "",
            str(roles.get(entry.role, entry.role)),
            entry.verb,
            entry.purpose,
        )
        for entry in entries
    ]


@dataclass(frozen=True)
class Recipient:
    """To whom something of a case was opened, for what and from when until when."""

    organisation: str
    purpose: str
    since: datetime
    until: datetime


def recipients(dossiers: list[RequestDossier]) -> list[Recipient]:
    """Every grant of these cases, oldest first, also one that nobody used (AVG art. 15(1)(c))."""
    grants = Grant.objects.filter(case__dossier__in=[one.dossier for one in dossiers])
    return [
        Recipient(
            one.organisation.name,
            one.purpose,
            one.valid_from,
            min(one.valid_until, one.revoked_at or one.valid_until),
        )
        for one in grants.select_related("organisation").order_by("valid_from", "id")
    ]


def days_left(found: RightsRequest, today: date | None = None) -> int:
    return rules.days_left(found.due_on, today or timezone.localdate())
