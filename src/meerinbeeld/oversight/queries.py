# SPDX-License-Identifier: EUPL-1.2
"""What the desk reads: who did what, what waits for a second pair of eyes, how the keys stand."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access import Actor, Purpose, Verb, may, require
from meerinbeeld.access.models import BreakGlass, Person
from meerinbeeld.care.actions import grants, refer_out
from meerinbeeld.care.models import Case, Grant, ReferralOut
from meerinbeeld.journal.models import Entry, Pending
from meerinbeeld.oversight.keeping import KEEPING
from meerinbeeld.oversight.models import Destruction, Hold, Job
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Notification
from meerinbeeld.signals.models import Letter, PublicReport, Signal
from meerinbeeld.signals.queries.unattended import unattended
from meerinbeeld.ui.counting import bounded
from meerinbeeld.vault.actions import KeyStatus, key_status

WEEK = timedelta(days=7)
#: What has a dossier of its own and a reference that people know it by.
WITH_DOSSIER: tuple[type[Signal | Case | Notification], ...] = (Signal, Case, Notification)


@dataclass(frozen=True)
class Desk:
    """The numbers on the first screen; None where the role does not look after it."""

    to_review: int | None
    refusals: int | None
    to_approve: int | None
    past_period: int | None
    unattended: int
    troubled: int
    waiting_to_seal: int | None
    last_check: Job | None
    checkpoint: journal.Checkpoint | None


def desk(actor: Actor) -> Desk:
    """What waits for this person. Raises `Refused` for a role without any oversight."""
    retention = require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    reads = bool(may(actor, Verb.LIST, "journal", Purpose.OVERSIGHT))
    proposed = Destruction.objects.filter(status=Destruction.Status.PROPOSED)
    return Desk(
        to_review=bounded(BreakGlass.objects.filter(reviewed_at=None)) if reads else None,
        refusals=bounded(_refusals()) if reads else None,
        to_approve=proposed.exclude(proposed_by_id=actor.person_id).count() if retention else None,
        past_period=sum(
            bounded(kept.past(actor, timezone.localdate())) for kept in KEEPING.values()
        ),
        unattended=bounded(unattended(actor)),
        troubled=PublicReport.objects.filter(taken_in_at=None).exclude(trouble="").count()
        + Letter.objects.filter(taken_in_at=None).exclude(trouble="").count(),
        waiting_to_seal=Pending.objects.count() if reads else None,
        last_check=Job.objects.filter(kind=Job.Kind.CHECK_JOURNAL).first() if reads else None,
        checkpoint=journal.last_checkpoint() if reads else None,
    )


def _refusals() -> QuerySet[Entry]:
    return Entry.objects.filter(outcome="refused", at__gte=timezone.now() - WEEK)


def entries(actor: Actor, wanted: Mapping[str, Any]) -> QuerySet[Entry]:
    """The journal, newest first, narrowed by person, organisation, reference, outcome and days.

    Raises `Refused`: only the privacy officer reads the journal.
    """
    require(actor, Verb.LIST, "journal", Purpose.OVERSIGHT)
    dossiers = dossiers_asked(wanted)
    found = (Entry.objects.all() if dossiers is None else journal.about(dossiers)).order_by(
        "-at", "-id"
    )
    if wanted.get("person"):
        found = found.filter(person_id=wanted["person"].pk)
    if wanted.get("organisation"):
        found = found.filter(organisation_id=wanted["organisation"].pk)
    if wanted.get("outcome"):
        found = found.filter(outcome=wanted["outcome"])
    return _between(found, wanted)


def dossiers_asked(wanted: Mapping[str, Any]) -> list[uuid.UUID] | None:
    """Of the signal, case or notification of the reference that is asked for; None without one."""
    reference = (wanted.get("reference") or "").strip().upper()
    if not reference:
        return None
    return [
        dossier
        for model in WITH_DOSSIER
        for dossier in model._default_manager.filter(reference=reference).values_list(
            "dossier", flat=True
        )
    ]


def _between(found: QuerySet[Entry], wanted: Mapping[str, Any]) -> QuerySet[Entry]:
    if wanted.get("since"):
        found = found.filter(at__gte=_midnight(wanted["since"]))
    if wanted.get("until"):
        found = found.filter(at__lt=_midnight(wanted["until"] + timedelta(days=1)))
    return found


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Named:
    """An entry with the names behind its ids."""

    entry: Entry
    person: str
    organisation: str
    reference: str
    #: Of how many dossiers it has a list; 0 without one.
    listed: int = 0


def with_names(page: Iterable[Entry]) -> list[Named]:
    """Five queries for a page, however many entries it has."""
    shown = list(page)
    people = _names(Person.objects.filter(id__in={e.person_id for e in shown}), "name")
    places = _names(Organisation.objects.filter(id__in={e.organisation_id for e in shown}), "name")
    wanted = {e.dossier for e in shown if e.dossier}
    dossiers = {
        dossier: reference
        for model in WITH_DOSSIER
        for dossier, reference in model._default_manager.filter(dossier__in=wanted).values_list(
            "dossier", "reference"
        )
    }
    return [
        Named(
            entry,
            people.get(entry.person_id, ""),
            places.get(entry.organisation_id, ""),
            dossiers.get(entry.dossier, "") if entry.dossier else "",
            told.size if (told := journal.listed(entry.thing_id)) else 0,
        )
        for entry in shown
    ]


def _names(rows: QuerySet[Any], field: str) -> dict[uuid.UUID | None, str]:
    return dict(rows.values_list("pk", field))


def entry(actor: Actor, entry_id: uuid.UUID) -> Entry | None:
    require(actor, Verb.OPEN, "journal", Purpose.OVERSIGHT)
    return Entry.objects.filter(id=entry_id).first()


def partner_of(found: Entry) -> str:
    """With which organisation something of a case was shared, or which was asked; else nothing."""
    kinds: dict[str, type[Grant | ReferralOut]] = {
        grants.THING: Grant,
        refer_out.THING: ReferralOut,
    }
    model = kinds.get(found.thing)
    if model is None or not found.thing_id:
        return ""
    rows = model._default_manager.filter(pk=found.thing_id)
    return rows.values_list("organisation__name", flat=True).first() or ""


def proof_of(found: Entry) -> journal.Proof | None:
    """The proof that an entry is in the sealed journal; None when it is not sealed yet."""
    try:
        return journal.inclusion_proof(found)
    except journal.NotSealed:
        return None


def emergencies(actor: Actor) -> QuerySet[BreakGlass]:
    """Every use of emergency access; what waits for a review stands first."""
    require(actor, Verb.LIST, "break_glass", Purpose.OVERSIGHT)
    return (
        BreakGlass.objects.defer("reason", "note")
        .select_related("person", "organisation", "reviewed_by")
        .order_by(F("reviewed_at").desc(nulls_first=True), "-opened_at")
    )


def emergency(actor: Actor, broken_id: uuid.UUID) -> BreakGlass | None:
    return emergencies(actor).filter(id=broken_id).first()


def during(actor: Actor, broken: BreakGlass) -> QuerySet[Entry]:
    """What was done with that dossier by that person while the glass was broken."""
    require(actor, Verb.OPEN, "journal", Purpose.OVERSIGHT)
    until = broken.ended_at or broken.expires_at
    found = journal.about([broken.dossier]).filter(person_id=broken.person_id)
    return found.filter(at__range=(broken.opened_at, until)).order_by("at")[:200]


def past_period(actor: Actor, kind: str) -> QuerySet[Any]:
    """Dossiers of a kind past their period that nobody proposed, with what hinders."""
    held = Hold.objects.filter(dossier=OuterRef("dossier"), lifted_at=None)
    listed = Destruction.objects.filter(dossier=OuterRef("dossier"), status="proposed")
    past = KEEPING[kind].past(actor, timezone.localdate()).filter(~Exists(listed))
    waiting: QuerySet[Any] = past.annotate(is_held=Exists(held))
    return waiting


def proposals(actor: Actor) -> QuerySet[Destruction]:
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    waiting = Destruction.objects.filter(status=Destruction.Status.PROPOSED)
    return waiting.select_related("proposed_by")


def certificates(actor: Actor) -> QuerySet[Destruction]:
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    done = Destruction.objects.filter(status=Destruction.Status.DESTROYED)
    return done.select_related("proposed_by", "decided_by").order_by("-decided_at")


def holds(actor: Actor) -> QuerySet[Hold]:
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    return Hold.objects.filter(lifted_at=None).select_related("placed_by")


def keys(actor: Actor) -> KeyStatus:
    """Raises `Refused`, or `vault.KeeperError` where the keys are not at hand."""
    require(actor, Verb.LIST, "keys", Purpose.OVERSIGHT)
    return key_status()


def jobs(actor: Actor, kinds: Iterable[str]) -> QuerySet[Job]:
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    return Job.objects.filter(kind__in=list(kinds)).select_related("started_by")


@dataclass(frozen=True)
class Trouble:
    """Reports or letters that the worker could not open, by the reason it gave."""

    kind: str
    code: str
    number: int
    since: datetime


def not_taken_in(actor: Actor) -> list[Trouble]:
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    found: list[Trouble] = []
    for model, moment in ((PublicReport, "received_at"), (Letter, "sent_at")):
        waiting = model._default_manager.filter(taken_in_at=None).exclude(trouble="")
        rows = waiting.values("trouble").annotate(number=Count("id"), since=Min(moment))
        kind = str(model._meta.model_name)
        found += [Trouble(kind, r["trouble"], r["number"], r["since"]) for r in rows]
    return found
