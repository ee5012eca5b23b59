# SPDX-License-Identifier: EUPL-1.2
"""Notices: what becomes late by itself, marking as read, and mail that holds no content."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from meerinbeeld.access import Actor
from meerinbeeld.access.models import BreakGlass, Person
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.actions.telling import tell, tell_owner
from meerinbeeld.signals.models import Notice, Phase, Signal

#: A clock that ran out longer ago was told before, or stands in the inbox as late.
LOOK_BACK: Final = timedelta(days=2)
SOON: Final = timedelta(days=1)
ONE_MAIL_PER: Final = timedelta(minutes=15)
#: What somebody did not read in the application for so long needs no mail any more.
MAIL_WITHIN: Final = timedelta(days=1)
AT_ONCE: Final = 200


def tick_notices() -> int:
    """What the worker does each minute: tell what became late, and mail who has to know."""
    now = timezone.now()
    return tell_late(now) + tell_feedback_due(now) + mail_waiting(now)


def tell_late(now: datetime) -> int:
    """Signals whose clock ran out since the last look; once for each clock."""
    owners = list(Organisation.objects.values_list("pk", flat=True))
    found = Signal.objects.filter(
        ~Q(phase=Phase.CLOSED), owner__in=owners, act_at__gt=now - LOOK_BACK, act_at__lte=now
    )
    told = Notice.objects.filter(signal=OuterRef("pk"), kind="late", at__gte=OuterRef("act_at"))
    return _tell_each(found.filter(~Exists(told)).order_by("act_at"), "late")


def tell_feedback_due(now: datetime) -> int:
    """Promises to reporters that end within a day."""
    found = Signal.objects.filter(
        ~Q(phase=Phase.CLOSED),
        feedback_given_at=None,
        feedback_waived="",
        feedback_due_at__gt=now,
        feedback_due_at__lte=now + SOON,
    )
    told = Notice.objects.filter(signal=OuterRef("pk"), kind="feedback_due", at__gte=now - SOON)
    return _tell_each(found.filter(~Exists(told)).order_by("feedback_due_at"), "feedback_due")


def _tell_each(signals: QuerySet[Signal], kind: str) -> int:
    found = list(signals[:AT_ONCE])
    for signal in found:
        with transaction.atomic():
            tell_owner(signal, kind)
    return len(found)


def mail_waiting(now: datetime) -> int:
    """Let everybody with unread notices know by mail, at most once in a quarter of an hour."""
    people = (
        Notice.objects.filter(
            mailed_at=None,
            read_at=None,
            at__gt=now - MAIL_WITHIN,
            person__mail_notices=True,
            person__is_active=True,
        )
        .order_by()
        .values_list("person_id", flat=True)
        .distinct()[:AT_ONCE]
    )
    waiting = set(people)
    lately = Notice.objects.filter(person__in=waiting, mailed_at__gt=now - ONE_MAIL_PER)
    waiting -= set(lately.values_list("person_id", flat=True))
    for person_id in waiting:
        with transaction.atomic():
            unread = Notice.objects.filter(person_id=person_id, mailed_at=None)
            if unread.update(mailed_at=now):
                mail_that_something_waits.enqueue(str(person_id))
    return len(waiting)


@task()
def mail_that_something_waits(person_id: str) -> None:
    """One mail without content. It does not even say how many or about which signal."""
    person = Person.objects.filter(id=person_id, is_active=True, mail_notices=True).first()
    if person is None:
        return
    with override(person.language):
        link = settings.MIB_ORIGIN.rstrip("/") + reverse("account_login")
        text = render_to_string("signals/mail/waits.txt", {"person": person, "link": link})
    subject, _, body = text.strip().partition("\n")
    send_mail(subject, body.strip() + "\n", settings.DEFAULT_FROM_EMAIL, [person.email])


def mark_read(actor: Actor, notice_id: UUID | None = None) -> int:
    """One notice of the actor, or all of them."""
    unread = Notice.objects.filter(person_id=actor.person_id, read_at=None)
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    return unread.update(read_at=timezone.now())


def open_notice(actor: Actor, notice_id: UUID) -> Notice | None:
    """A notice of the actor, read from now on; None when it is not theirs."""
    own = Notice.objects.filter(person_id=actor.person_id, pk=notice_id)
    own.update(read_at=timezone.now())
    return own.select_related("signal").first()


def tell_of_emergency(broken: BreakGlass, officers: list[Person]) -> None:
    """Privacy officers and the owner know at once that somebody opened a signal in an emergency."""
    signal = Signal.objects.filter(dossier=broken.dossier).first()
    if signal is None:
        return
    tell(signal, [officer.id for officer in officers], "break_glass")
    tell_owner(signal, "break_glass")


def forget_old_notices() -> int:
    """What was read a quarter of a year ago goes."""
    return Notice.objects.filter(read_at__lt=timezone.now() - timedelta(days=92)).delete()[0]
