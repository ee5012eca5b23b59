# SPDX-License-Identifier: EUPL-1.2
"""Emergency access to one dossier: with a reason, for three hours, told at once, reviewed.

The shape is that of DHIS2's protected programmes. The reason is sealed under the dossier's own
key: it tells about a person, and goes when the dossier goes.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import notify
from meerinbeeld.access.models import BreakGlass, Verdict
from meerinbeeld.access.policy import Actor, Decision, Refused, Thing, require
from meerinbeeld.access.roles import Purpose, Verb

THING = "break_glass"
#: Shorter than this is no reason; a reviewer has to be able to judge it.
SHORTEST_REASON = 15


class NotPossible(Exception):
    """What was asked cannot be done now; the message says why, in plain words."""


def open(
    actor: Actor,
    dossier: uuid.UUID,
    thing_kind: str,
    reference: str,
    reason: str,
    *,
    purpose: str = Purpose.REPORTING,
) -> BreakGlass:
    """Give this actor access to a dossier outside their reach, until the term ends.

    Raises `Refused` when the role may never do this and `NotPossible` without a real reason. Asked
    again while it still runs, the running access is returned: the clock does not start anew.
    """
    require(actor, Verb.BREAK_GLASS, thing_kind, purpose)
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise NotPossible(_("Write in a sentence why this cannot wait."))
    with transaction.atomic():
        running = active(actor, dossier)
        if running is not None:
            return running
        broken = _make(actor, dossier, thing_kind, reference, reason)
        _record(actor, Verb.BREAK_GLASS, broken, purpose, outcome="break_glass")
        notify.glass_broken(broken)
    return broken


def _make(
    actor: Actor, dossier: uuid.UUID, thing_kind: str, reference: str, reason: str
) -> BreakGlass:
    now = timezone.now()
    broken = BreakGlass(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        dossier=dossier,
        thing_kind=thing_kind,
        reference=reference,
        opened_at=now,
        expires_at=norms.term("break_glass").after(now),
    )
    with vault.unlocked(dossier) as box:
        box.put_text(broken, "reason", reason)
    broken.save(force_insert=True)
    return broken


def active(actor: Actor, dossier: uuid.UUID) -> BreakGlass | None:
    """The emergency access that this actor has to this dossier right now."""
    return running(actor).filter(dossier=dossier).first()


def running(actor: Actor) -> QuerySet[BreakGlass]:
    return BreakGlass.objects.filter(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        ended_at=None,
        expires_at__gt=timezone.now(),
    )


def end(actor: Actor, broken_id: uuid.UUID, *, purpose: str = Purpose.REPORTING) -> None:
    """Give the access back before its time. Only one's own; doing it twice changes nothing."""
    with transaction.atomic():
        broken = running(actor).select_for_update().filter(id=broken_id).first()
        if broken is not None:
            broken.ended_at = timezone.now()
            broken.save(update_fields=["ended_at"])
            _record(actor, "end", broken, purpose)


def to_review(reviewer: Actor) -> QuerySet[BreakGlass]:
    """Every use that nobody judged yet, the oldest first. Raises `Refused` for other roles."""
    require(reviewer, Verb.LIST, THING, Purpose.OVERSIGHT)
    waiting = BreakGlass.objects.filter(reviewed_at=None).defer("reason", "note")
    return waiting.select_related("person", "organisation").order_by("opened_at")


def reason_of(reviewer: Actor, broken_id: uuid.UUID) -> str:
    """The reason in words, for whoever reviews; reading it is journaled.

    Raises `vault.Shredded` when the dossier was destroyed meanwhile.
    """
    require(reviewer, Verb.OPEN, THING, Purpose.OVERSIGHT)
    with transaction.atomic():
        broken = BreakGlass.objects.get(id=broken_id)
        _record(reviewer, Verb.OPEN, broken, Purpose.OVERSIGHT)
        with vault.unlocked(broken.dossier) as box:
            return box.text(broken, "reason")


def review(reviewer: Actor, broken_id: uuid.UUID, verdict: str, note: str = "") -> BreakGlass:
    """Judge a use of emergency access; a running one ends when it was not justified.

    Raises `Refused` for other roles and for one's own use, `NotPossible` when somebody judged it.
    """
    require(reviewer, Verb.REVIEW, THING, Purpose.OVERSIGHT)
    with transaction.atomic():
        broken = BreakGlass.objects.select_for_update().get(id=broken_id)
        _reviewable(reviewer, broken)
        now = timezone.now()
        broken.reviewed_at, broken.reviewed_by_id = now, reviewer.person_id
        broken.verdict = Verdict(verdict)
        if verdict == Verdict.NOT_JUSTIFIED and broken.is_running:
            broken.ended_at = now
        _seal_note(broken, note)
        broken.save()
        _record(reviewer, Verb.REVIEW, broken, Purpose.OVERSIGHT, reason_code=verdict)
    return broken


def _reviewable(reviewer: Actor, broken: BreakGlass) -> None:
    if broken.person_id == reviewer.person_id:
        own = Decision(False, _("Somebody else has to review your own emergency access."))
        raise Refused(own, Verb.REVIEW, Thing(THING), Purpose.OVERSIGHT)
    if broken.reviewed_at is not None:
        raise NotPossible(_("Somebody has reviewed this already."))


def _seal_note(broken: BreakGlass, note: str) -> None:
    if note.strip() and not vault.is_shredded(broken.dossier):
        with vault.unlocked(broken.dossier) as box:
            box.put_text(broken, "note", note.strip())


def _record(
    actor: Actor,
    verb: str,
    broken: BreakGlass,
    purpose: str,
    *,
    outcome: str = "done",
    reason_code: str = "",
) -> None:
    journal.record(
        actor,
        verb,
        purpose=purpose,
        thing=f"access.{THING}",
        thing_id=broken.id,
        dossier=broken.dossier,
        outcome=outcome,
        reason_code=reason_code,
    )
