# SPDX-License-Identifier: EUPL-1.2
"""What the desk changes: holds, destruction by two people, long work given to the worker."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Decision, Purpose, Refused, Thing, Verb, require
from meerinbeeld.oversight.keeping import KEEPING
from meerinbeeld.oversight.models import Destruction, Hold, HoldReason, Job
from meerinbeeld.oversight.queries import dossiers_asked, entries
from meerinbeeld.oversight.tasks import run_job


class NotPossible(Exception):
    """What was asked cannot be done now; the message says why, in plain words."""


def place_hold(actor: Actor, reference: str, reason: str) -> Hold:
    """Stop the destruction of a dossier. Raises `Refused`, or `NotPossible` when one stands."""
    require(actor, Verb.MANAGE, "retention", Purpose.OVERSIGHT)
    kind, kept = _named(actor, reference)
    try:
        with transaction.atomic():
            hold = Hold.objects.create(
                kind=kind,
                dossier=kept.dossier,
                reference=kept.reference,
                reason=HoldReason(reason),
                placed_by_id=actor.person_id,
            )
            _withdraw_proposals(actor, kept.dossier)
            _record(actor, "hold", kind, kept.dossier, reason_code=reason)
    except IntegrityError as error:
        raise NotPossible(_("A hold stands on this already.")) from error
    return hold


def _named(actor: Actor, reference: str) -> tuple[str, Any]:
    for kind, keeping in KEEPING.items():
        found = keeping.by_reference(actor, reference)
        if found is not None:
            return kind, found
    raise NotPossible(_("There is nothing with this reference."))


def lift_hold(actor: Actor, hold_id: uuid.UUID) -> Hold:
    """Let the retention rules count again. Lifting twice changes nothing."""
    require(actor, Verb.MANAGE, "retention", Purpose.OVERSIGHT)
    with transaction.atomic():
        hold = Hold.objects.select_for_update().get(id=hold_id)
        if hold.lifted_at is None:
            hold.lifted_at, hold.lifted_by_id = timezone.now(), actor.person_id
            hold.save(update_fields=["lifted_at", "lifted_by"])
            _record(actor, "lift_hold", hold.kind, hold.dossier)
    return hold


def propose_destruction(actor: Actor, kind: str, ids: Iterable[uuid.UUID]) -> int:
    """Put dossiers of a kind on the list to destroy; returns how many were added.

    What is not past its period, is open, is held or is on the list already is left out.
    """
    require(actor, Verb.PROPOSE, "retention", Purpose.OVERSIGHT)
    with transaction.atomic():
        held = Hold.objects.filter(lifted_at=None).values("dossier")
        listed = Destruction.objects.filter(status=Destruction.Status.PROPOSED).values("dossier")
        ready = KEEPING[kind].ready(actor, timezone.localdate()).filter(id__in=list(ids))
        chosen = list(ready.exclude(dossier__in=held).exclude(dossier__in=listed))
        Destruction.objects.bulk_create(
            Destruction(
                kind=kind,
                dossier=one.dossier,
                reference=one.reference,
                received_at=one.received_at,
                retention_until=one.retention_until,
                retention_norm=one.retention_norm,
                proposed_by_id=actor.person_id,
            )
            for one in chosen
        )
        for one in chosen:
            _record(actor, Verb.PROPOSE, kind, one.dossier, norm=one.retention_norm)
    return len(chosen)


def withdraw_proposal(actor: Actor, destruction_id: uuid.UUID) -> Destruction:
    """Take a dossier off the list; it can be proposed again."""
    require(actor, Verb.PROPOSE, "retention", Purpose.OVERSIGHT)
    with transaction.atomic():
        proposal = _proposal(destruction_id)
        _close(actor, proposal, Destruction.Status.WITHDRAWN)
        _record(actor, "withdraw", proposal.kind, proposal.dossier)
    return proposal


def destroy(actor: Actor, destruction_id: uuid.UUID) -> Destruction:
    """Destroy what another proposed: the key, the files and the content. It cannot be undone.

    Raises `Refused` for the one who proposed it, `NotPossible` when it is held or off the list.
    """
    require(actor, Verb.APPROVE, "retention", Purpose.OVERSIGHT)
    with transaction.atomic():
        proposal = _proposal(destruction_id)
        if proposal.proposed_by_id == actor.person_id:
            own = Decision(False, _("Somebody else has to approve what you proposed."))
            raise Refused(own, Verb.APPROVE, Thing("retention"), Purpose.OVERSIGHT)
        if Hold.objects.filter(dossier=proposal.dossier, lifted_at=None).exists():
            raise NotPossible(_("A hold stands on this. Lift it first."))
        _close(actor, proposal, Destruction.Status.DESTROYED)
        keeping = KEEPING[proposal.kind]
        keeping.bury(actor, keeping.by_reference(actor, proposal.reference))
    return proposal


def start_job(actor: Actor, kind: str) -> Job:
    """Give long work to the worker; a second call while it runs gives the running one."""
    checks = kind == Job.Kind.CHECK_JOURNAL
    thing, verb = ("journal", Verb.VERIFY) if checks else ("keys", Verb.MANAGE)
    purpose = Purpose.OVERSIGHT if checks else Purpose.ADMINISTRATION
    require(actor, verb, thing, purpose)
    running = Job.objects.filter(kind=kind, finished_at=None).first()
    if running:
        return running
    with transaction.atomic():
        job = Job.objects.create(kind=Job.Kind(kind), started_by_id=actor.person_id)
        journal.record(
            actor, verb, purpose=purpose, thing=f"oversight.{thing}", reason_code=job.kind
        )
        transaction.on_commit(partial(run_job.enqueue, str(job.id)))
    return job


def may_rotate(actor: Actor) -> None:
    """Raises `Refused` for who may not put new keys in use."""
    require(actor, Verb.MANAGE, "keys", Purpose.ADMINISTRATION)


def export_journal(actor: Actor, wanted: Mapping[str, Any]) -> Iterator[str]:
    """The lines of an export, oldest first; that somebody exported is journaled first.

    Of a list of dossiers only the one that was asked for by its reference, if it was.
    """
    require(actor, Verb.EXPORT, "journal", Purpose.OVERSIGHT)
    found = entries(actor, wanted).order_by("at", "id")
    journal.record(actor, Verb.EXPORT, purpose=Purpose.OVERSIGHT, thing="journal.entry")
    return journal.export_ldv(found.iterator(chunk_size=2000), only=dossiers_asked(wanted))


def _proposal(destruction_id: uuid.UUID) -> Destruction:
    proposal = Destruction.objects.select_for_update().get(id=destruction_id)
    if proposal.status != Destruction.Status.PROPOSED:
        raise NotPossible(_("This is no longer on the list."))
    return proposal


def _close(actor: Actor, proposal: Destruction, status: str) -> None:
    proposal.status, proposal.decided_at = status, timezone.now()
    proposal.decided_by_id = actor.person_id
    proposal.save(update_fields=["status", "decided_at", "decided_by"])


def _withdraw_proposals(actor: Actor, dossier: uuid.UUID) -> None:
    open_ones = Destruction.objects.filter(dossier=dossier, status=Destruction.Status.PROPOSED)
    for proposal in open_ones.select_for_update():
        _close(actor, proposal, Destruction.Status.WITHDRAWN)


def _record(
    actor: Actor,
    verb: str,
    kind: str,
    dossier: uuid.UUID,
    *,
    norm: str = "",
    reason_code: str = "",
) -> None:
    journal.record(
        actor,
        verb,
        purpose=Purpose.OVERSIGHT,
        thing=KEEPING[kind].thing,
        dossier=dossier,
        norm=norm,
        reason_code=reason_code,
    )
