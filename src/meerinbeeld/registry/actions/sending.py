# SPDX-License-Identifier: EUPL-1.2
"""Sending to the national centre: by hand, or many in one file; and taking a sending back."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import disclosure
from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.parties.models import Organisation, Region
from meerinbeeld.registry.actions.passing import THING, Held, held, move
from meerinbeeld.registry.exports import counts, formats, passing_file
from meerinbeeld.registry.models import Dispatch, Notification, Passing, Sending
from meerinbeeld.registry.queries import dispatches
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.rules import passing as rules

FILE: Final = "file"
#: So many go in one file: a person has to be able to look at it.
AT_ONCE: Final = 500
Content = Sending.Content


def send_by_hand(
    actor: Actor,
    reference: str,
    way: str,
    on: date,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Sending:
    """Write down that it was passed on by paper, website or phone. Raises `ChangeError`."""
    if way == FILE or norms.codelist("passing_way").get(way) is None:
        raise ChangeError(_("Choose something from the list."))
    if on > timezone.localdate():
        raise ChangeError(_("This day is still to come."))
    with held(actor, reference, once=once, seen=seen) as found:
        if on < found.row.notified_on:
            raise ChangeError(_("It cannot be sent before the day on which it was notified."))
        return _send(found, way, once=once, at=_moment(on, found.now))


def send_file(actor: Actor, references: Collection[str], *, once: UUID) -> Dispatch:
    """Put ready dossiers into one file. The same form sent twice gives the file that is there.

    Raises `ChangeError` when one of them is not ready any more; then nothing is sent.
    """
    require(actor, Verb.SHARE, KIND, PURPOSE)
    if not references:
        raise ChangeError(_("Choose at least one that is ready."))
    if len(references) > AT_ONCE:
        raise ChangeError(_("At most %(most)d go in one file.") % {"most": AT_ONCE})
    with transaction.atomic():
        known = Dispatch.objects.filter(pk=once).first()
        if known is not None:
            return known
        dispatch = Dispatch.objects.create(id=once, by_id=actor.person_id)
        for reference in sorted(references):
            with held(actor, reference) as found:
                _send(found, FILE, dispatch=dispatch, at=found.now)
        dispatch.counts = _counts(actor)
        dispatch.save(update_fields=["counts"])
    return dispatch


def take_back(
    actor: Actor, reference: str, *, once: UUID | None = None, seen: Seen | None = None
) -> Passing:
    """Undo a sending that did not really go out. Not possible once there is an answer."""
    with held(actor, reference, once=once, seen=seen) as found:
        sent = queries.standing(found.passing)
        if not sent or sent[-1].answered_at is not None or sent[-1].content == Content.COUNT:
            raise ChangeError(_("This is not possible as it stands now. Look at it again."))
        move(found, rules.TAKE_BACK, once=once, reason=found.passing.reason)
        Sending.objects.filter(pk=sent[-1].pk).update(taken_back_at=found.now)
    return found.passing


def save_file(actor: Actor, dispatch_id: UUID) -> tuple[str, bytes]:
    """The name and the bytes of a file, made in memory; each dossier in it is journaled.

    Raises `NotInReach`, or `ChangeError` when something in it changed since it was sent.
    """
    with transaction.atomic():
        dispatch, sendings = dispatches.one(actor, dispatch_id, Verb.SHARE)
        standing = [one for one in sendings if one.taken_back_at is None]
        changed = [one for one in standing if one.version != _row(one).version]
        if changed:
            words = {"which": ", ".join(sorted(_row(one).reference for one in changed))}
            raise ChangeError(
                _("Changed since it was sent: %(which)s. Take it back and send it again.") % words
            )
        whole = _document(actor, dispatch, standing)
        wrong = formats.problems(whole, formats.PASSING)
        if wrong:
            raise ChangeError(_("The file does not follow its format: ") + "; ".join(wrong))
        _journal(actor, standing)
        Dispatch.objects.filter(pk=dispatch.pk).update(saved_at=timezone.now())
    return f"aanmeldingen-{timezone.localdate(dispatch.at)}.json", passing_file.as_bytes(whole)


def _send(
    found: Held,
    way: str,
    *,
    at: datetime,
    once: UUID | None = None,
    dispatch: Dispatch | None = None,
) -> Sending:
    passing = found.passing
    against = [one for one in queries.blocks_of(passing) if one != rules.INCOMPLETE]
    if against:
        raise ChangeError(" ".join(queries.block_words(passing, against)))
    content = queries.content_of(passing)
    wanted = rules.COUNTED if content == rules.COUNT else rules.SEND
    move(found, wanted, once=once, reason=passing.reason, verb=Verb.SHARE)
    return Sending.objects.create(
        id=uuid.uuid4(),
        passing=passing,
        dispatch=dispatch,
        way=way,
        content=content,
        at=at,
        by_id=found.hand.actor.person_id,
        digest=_digest(content, passing),
        version=found.row.version,
    )


def _digest(content: str, passing: Passing) -> str:
    """Of what leaves now. Reads the details to compare them, and shows them to nobody."""
    row = passing.notification
    if content != rules.DETAILS:
        return passing_file.digest(content, row, {})
    with vault.unlocked(row.dossier) as box:
        return passing_file.digest(content, row, passing_file.person(passing, box))


def _document(actor: Actor, dispatch: Dispatch, standing: list[Sending]) -> dict[str, object]:
    named = passing_file.split(standing, rules.DETAILS)
    registrations = []
    with vault.unlocked_many(_row(one).dossier for one in named) as boxes:
        for one in named:
            person = passing_file.person(one.passing, boxes[_row(one).dossier])
            registrations.append(passing_file.registration(one, one.passing, person))
    removals = passing_file.split(standing, rules.WITHDRAWAL)
    return passing_file.document(
        dispatch.id,
        timezone.localdate(dispatch.at),
        region=Region.objects.get().code,
        sender=Organisation.objects.get(pk=actor.organisation_id).name,
        registrations=registrations,
        withdrawals=[passing_file.withdrawal(one, one.passing) for one in removals],
        counts=dispatch.counts,
    )


def _counts(actor: Actor) -> list[dict[str, object]]:
    """All that was counted so far; nothing where so few are counted that nobody can be hidden."""
    rows = queries.passings(actor, Verb.SHARE).filter(
        state=rules.ANSWERED, notification__rests_on=Notification.Rest.NONE
    )
    found = rows.values_list("notification__notified_on__year", "notification__notifier")
    try:
        return counts.protected(found.order_by())
    except disclosure.RefusalError:
        return []


def _journal(actor: Actor, standing: Iterable[Sending]) -> None:
    """One entry for each dossier, under the ground on which it leaves."""
    by_ground: dict[str, list[journal.Touched]] = {}
    for one in standing:
        row = _row(one)
        touched = journal.Touched(one.passing_id, row.dossier)
        by_ground.setdefault(row.ground, []).append(touched)
    for ground, touched_rows in by_ground.items():
        journal.record_many(
            actor,
            Verb.EXPORT,
            purpose=PURPOSE,
            thing=THING,
            touched=touched_rows,
            ground=ground,
            reason_code="national_centre",
        )


def _row(sending: Sending) -> Notification:
    return sending.passing.notification


def _moment(on: date, now: datetime) -> datetime:
    """That day at noon, or now when it is today."""
    if on == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(on, time(12)))
