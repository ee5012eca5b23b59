# SPDX-License-Identifier: EUPL-1.2
"""Moments of contact, also put in afterwards; and one line that says it all."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.plan import add_task
from meerinbeeld.care.models import Contact, Task, WorkedHours
from meerinbeeld.care.rules import quick

#: Longer than a working day is a slip of the keyboard.
MOST_MINUTES = 12 * 60


def record_contact(
    actor: Actor,
    reference: str | UUID,
    kind: str,
    *,
    note: str = "",
    minutes: int = 0,
    with_person: bool = True,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Contact:
    """There was contact, now or before. The minutes count as hours of care for the municipality."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        moment = at or change.now
        _check(kind, minutes, moment, change.now)
        contact = Contact(
            case=change.case,
            at=moment,
            kind=kind,
            with_person=with_person,
            minutes=minutes,
            by_id=actor.person_id,
        )
        if note.strip():
            with vault.unlocked(change.case.dossier) as box:
                box.put_text(contact, "note", note.strip())
        contact.save(force_insert=True)
        _count_hours(change, contact)
        _set_last_contact(change)
        change.thing, change.thing_id, change.reason_code = "care.contact", contact.id, kind
        change.step("contact", reason=kind)
    return contact


def take_back_contact(
    actor: Actor, reference: str | UUID, contact_id: UUID, *, once: UUID | None = None
) -> None:
    """It was written down wrongly. The row stays, unread; its hours go."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        contact = change.case.contacts.filter(pk=contact_id, removed_at=None).first()
        if contact is None:
            raise ChangeError(_("Somebody has taken this back already."))
        contact.removed_at, contact.removed_by_id = change.now, actor.person_id
        contact.save(update_fields=["removed_at", "removed_by"])
        WorkedHours.objects.filter(contact=contact).delete()
        _set_last_contact(change)
        change.thing, change.thing_id = "care.contact", contact.id
        change.step("contact_taken_back", reason=contact.kind)


def write_line(
    actor: Actor, reference: str | UUID, line: str, *, once: UUID | None = None
) -> Contact | Task:
    """One line of a busy day: a contact ("bel 15 slaapt beter") or a task ("taak vr bellen …")."""
    read = quick.read(line, words(), timezone.localtime())
    if read is None:
        raise ChangeError(_("Write in a few words what happened, or what has to be done."))
    if read.is_task:
        return add_task(
            actor, reference, read.kind, read.at, text=read.text, at_time=read.at_time, once=once
        )
    return record_contact(
        actor,
        reference,
        read.kind,
        note=read.text,
        minutes=read.minutes,
        with_person=read.with_person,
        at=min(read.at, timezone.now()),
        once=once,
    )


def words() -> quick.Words:
    """What people write for a kind of contact or task, from norms."""
    contact, task = norms.codelist("contact_kind"), norms.codelist("care_task")
    return quick.Words(
        contact={word: code.value for code in contact for word in code.extra.get("words", ())},
        task={word: code.value for code in task for word in code.extra.get("words", ())},
        about=frozenset(code.value for code in contact if code.extra.get("about")),
    )


def _check(kind: str, minutes: int, moment: datetime, now: datetime) -> None:
    if kind not in norms.codelist("contact_kind"):
        raise ChangeError(_("Choose something from the list."))
    if moment > now:
        raise ChangeError(_("This moment is still to come."))
    if not 0 <= minutes <= MOST_MINUTES:
        raise ChangeError(_("That is longer than a working day. Look at the minutes."))


def _count_hours(change: Change, contact: Contact) -> None:
    if contact.minutes:
        WorkedHours.objects.create(
            person_id=change.actor.person_id,
            organisation_id=change.case.owner_id,
            municipality_id=change.case.municipality_id,
            stream=WorkedHours.Stream.CARE,
            on=timezone.localdate(contact.at),
            minutes=contact.minutes,
            contact=contact,
            what="case",
        )


def _set_last_contact(change: Change) -> None:
    """Contact about the person is not contact with the person."""
    with_them = change.case.contacts.filter(with_person=True, removed_at=None)
    change.case.last_contact_at = with_them.aggregate(last=Max("at"))["last"]
