# SPDX-License-Identifier: EUPL-1.2
"""Managing people: who may sign in, in which role, for which organisation, until when.

An administrator decides about others only, never sets a password and never sees content.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms
from meerinbeeld.access import invitations
from meerinbeeld.access.models import FormerAddress, Membership, Person
from meerinbeeld.access.policy import Actor, Decision, Refused, Thing, require
from meerinbeeld.access.roles import Purpose, Role, Verb
from meerinbeeld.parties.models import Organisation

THING = "person"


class NotPossible(Exception):
    """What was asked cannot be done; the message says why, in plain words."""


@dataclass(frozen=True)
class RoleGiven:
    """A role for an organisation, with its term. Without an end the usual term applies."""

    organisation: Organisation
    role: str
    valid_from: datetime.date
    valid_to: datetime.date | None = None


def usual_end(start: datetime.date) -> datetime.date:
    """When a role ends unless somebody says otherwise: access is looked at again each year."""
    return norms.term("membership").after(start)


def add(actor: Actor, *, email: str, name: str, language: str, given: RoleGiven) -> Person:
    """A new person with a first role. Raises `NotPossible` when the address is taken."""
    require(actor, Verb.CREATE, THING, Purpose.ADMINISTRATION)
    email = email.strip().lower()
    if Person.objects.filter(email=email).exists():
        raise NotPossible(_("There is somebody with this e-mail address already."))
    with transaction.atomic():
        person = Person.objects.create_user(email, name)
        person.language = language
        person.save(update_fields=["language"])
        _record(actor, Verb.CREATE, person)
        give(actor, person, given)
    return person


def change(actor: Actor, person: Person, *, email: str, name: str) -> None:
    """Another name or address. Another address ends the sessions and open invitations.

    The worker says so to the old address: whoever takes over an account by its address is noticed.
    """
    require(actor, Verb.CHANGE, THING, Purpose.ADMINISTRATION)
    email = email.strip().lower()
    if Person.objects.filter(email=email).exclude(id=person.id).exists():
        raise NotPossible(_("There is somebody with this e-mail address already."))
    with transaction.atomic():
        former = person.email
        moved = former != email
        person.email, person.name = email, name
        person.save(update_fields=["email", "name"])
        if moved:
            FormerAddress.objects.create(person=person, email=former)
            _end_sessions(person)
            person.invitations.filter(used_at=None).update(withdrawn_at=timezone.now())
        _record(actor, Verb.CHANGE, person, "address" if moved else "name")


def can_sign_in(person: Person) -> bool:
    """Whether somebody has a way in of their own here, a password or a passkey."""
    return person.has_usable_password() or Authenticator.objects.filter(user=person).exists()


def invite(actor: Actor, person: Person) -> str:
    """Make an invitation and mail it; returns the link to hand over when there is no mail server.

    A link that goes by mail is not shown: whoever manages people should not be able to use it.
    Raises `NotPossible` for somebody who can sign in: the link would be a second way in.
    """
    from meerinbeeld.access.tasks import send_invitation

    require(actor, Verb.MANAGE, THING, Purpose.ADMINISTRATION)
    _not_oneself(actor, person, Verb.MANAGE)
    if can_sign_in(person):
        raise NotPossible(
            _("This person can sign in already. Lost every way in? Then let them start again.")
        )
    with transaction.atomic():
        invitation = invitations.make(person, actor.person_id)
        _record(actor, Verb.MANAGE, person, "invite")
    if settings.EMAIL_HOST:
        send_invitation.enqueue(str(invitation.id))
        return ""
    return invitations.link(invitation)


def begin_again(actor: Actor, person: Person) -> str:
    """For somebody who lost every way in: password and second factors go, an invitation comes."""
    require(actor, Verb.MANAGE, THING, Purpose.ADMINISTRATION)
    _not_oneself(actor, person, Verb.MANAGE)
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        person.set_unusable_password()
        person.save(update_fields=["password"])
        _end_sessions(person)
        _record(actor, Verb.MANAGE, person, "begin_again")
    return invite(actor, person)


def give(actor: Actor, person: Person, given: RoleGiven) -> Membership:
    """Give a role. Nobody gives one to themselves: that takes a second administrator."""
    require(actor, Verb.MANAGE, THING, Purpose.ADMINISTRATION)
    _not_oneself(actor, person, Verb.MANAGE)
    _dates_fit(given.valid_from, given.valid_to)
    if has_role(person, given):
        raise NotPossible(_("This person has this role for this organisation already."))
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                person=person,
                organisation=given.organisation,
                role=Role(given.role),
                valid_from=given.valid_from,
                valid_to=given.valid_to,
            )
            _record(actor, Verb.MANAGE, person, f"give:{given.role}")
    except IntegrityError as error:
        raise NotPossible(_("This person has this role for this organisation already.")) from error
    return membership


def set_end(actor: Actor, membership: Membership, valid_to: datetime.date | None) -> None:
    """End a role, today or later, or extend it. Nobody extends their own."""
    require(actor, Verb.MANAGE, THING, Purpose.ADMINISTRATION)
    _not_oneself(actor, membership.person, Verb.MANAGE)
    _dates_fit(membership.valid_from, valid_to)
    with transaction.atomic():
        membership.valid_to = valid_to
        membership.save(update_fields=["valid_to"])
        _keep_an_administrator()
        _record(actor, Verb.MANAGE, membership.person, "term")


def end_now(actor: Actor, membership: Membership) -> None:
    """From the next request on the role is gone: its last day was yesterday."""
    require(actor, Verb.MANAGE, THING, Purpose.ADMINISTRATION)
    _not_oneself(actor, membership.person, Verb.MANAGE)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    with transaction.atomic():
        membership.valid_from = min(membership.valid_from, yesterday)
        membership.valid_to = yesterday
        membership.save(update_fields=["valid_from", "valid_to"])
        _keep_an_administrator()
        _record(actor, Verb.MANAGE, membership.person, "end")


def end_sessions(actor: Actor, person: Person) -> int:
    """Sign somebody out everywhere; returns of how many sessions."""
    require(actor, Verb.MANAGE, THING, Purpose.ADMINISTRATION)
    with transaction.atomic():
        ended = _end_sessions(person)
        _record(actor, Verb.MANAGE, person, "end_sessions")
    return ended


def set_active(actor: Actor, person: Person, *, active: bool) -> None:
    """Let somebody sign in or not. Whoever may not is out at the next request."""
    require(actor, Verb.MANAGE, THING, Purpose.ADMINISTRATION)
    _not_oneself(actor, person, Verb.MANAGE)
    with transaction.atomic():
        person.is_active = active
        person.save(update_fields=["is_active"])
        if not active:
            _end_sessions(person)
            _keep_an_administrator()
        _record(actor, Verb.MANAGE, person, "activate" if active else "deactivate")


def _end_sessions(person: Person) -> int:
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def _not_oneself(actor: Actor, person: Person, verb: str) -> None:
    if actor.person_id == person.id:
        refused = Decision(
            False, _("You cannot change your own access. Ask another administrator.")
        )
        raise Refused(refused, verb, Thing(THING), Purpose.ADMINISTRATION)


def _dates_fit(valid_from: datetime.date, valid_to: datetime.date | None) -> None:
    if valid_to is not None and valid_to < valid_from:
        raise NotPossible(_("The last day is before the first day."))


def has_role(person: Person, given: RoleGiven) -> bool:
    """Whether the person has this role for this organisation within the term already."""
    same = Membership.objects.filter(
        person=person, organisation=given.organisation, role=given.role
    )
    if given.valid_to is not None:
        same = same.filter(valid_from__lte=given.valid_to)
    return same.exclude(valid_to__lt=given.valid_from).exists()


def _keep_an_administrator() -> None:
    """Raises `NotPossible`, inside the transaction, when nobody could manage people any more."""
    left = Membership.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True)
    if not left.valid_on(timezone.localdate()).exists():
        raise NotPossible(_("This is the only administrator. Give somebody else the role first."))


def _record(actor: Actor, verb: str, person: Person, code: str = "") -> None:
    journal.record(
        actor,
        verb,
        purpose=Purpose.ADMINISTRATION,
        thing="access.person",
        thing_id=person.id,
        reason_code=code,
    )
