# SPDX-License-Identifier: EUPL-1.2
"""People: the first administrators, and what to do when nobody can sign in any more.

The rest is done on the screen, by an administrator. What is done here stands in the journal as
done by the administrator without a person: whoever may type on the server.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING, Any

from meerinbeeld.config.commands.shared import (
    Commands,
    Problem,
    command,
    group,
    say,
    start_django,
)

if TYPE_CHECKING:
    from meerinbeeld.access.models import Person
    from meerinbeeld.access.policy import Actor
    from meerinbeeld.parties.models import Organisation


def register(commands: Commands) -> None:
    """Add `person add`, `person begin-again` and `person end-sessions`."""
    people = group(commands, "person", "The first administrators, and help for who is locked out.")
    new = command(people, "add", "Give somebody a role; makes them known when they are not.", add)
    new.add_argument("email", help="e-mail address")
    new.add_argument("--name", default="", help="name, for somebody new")
    new.add_argument("--organisation", required=True, metavar="SLUG", help="for which they act")
    new.add_argument("--role", required=True, help="a role of docs/reference/roles.md")
    new.add_argument(
        "--until", type=date.fromisoformat, metavar="DATE", help="last day (default: a usual term)"
    )
    for name, help_text, do in (
        ("begin-again", "Take away password and second factor, and invite anew.", begin_again),
        ("end-sessions", "Sign somebody out everywhere.", end_sessions),
    ):
        command(people, name, help_text, do).add_argument("email", help="e-mail address")


def add(options: argparse.Namespace) -> None:
    start_django()
    from django.db import transaction
    from django.utils import timezone

    from meerinbeeld.access.actions import people
    from meerinbeeld.access.models import Person

    organisation, today = _organisation(options.organisation), timezone.localdate()
    until = options.until or people.usual_end(today)
    given = people.RoleGiven(organisation, _role(options.role), today, until)
    email = options.email.strip().lower()
    with transaction.atomic():
        person = Person.objects.filter(email=email).first()
        if person:
            people.give(_operator(), person, given)
        else:
            person = people.add(
                _operator(), email=email, name=_name(options), language="nl", given=given
            )
    say(options, f"{person.name} is {given.role} for {organisation.name} until {until}.")
    if not people.can_sign_in(person):
        _tell_link(people.invite(_operator(), person))


def begin_again(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.access.actions import people

    _tell_link(people.begin_again(_operator(), _person(options.email)))


def end_sessions(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.access.actions import people

    ended = people.end_sessions(_operator(), _person(options.email))
    say(options, f"{ended} sessions ended.")


def _operator() -> Actor:
    """Whoever may type on the server: an administrator without a person, and so in the journal."""
    from meerinbeeld.access.policy import Actor
    from meerinbeeld.access.roles import Role

    nobody: Any = None  # `Actor` is for people who signed in; this one has no row to point to
    return Actor(nobody, nobody, nobody, Role.ADMINISTRATOR)


def _organisation(slug: str) -> Organisation:
    from meerinbeeld.parties.queries import active_organisations

    found = active_organisations().filter(slug=slug).first()
    if found is None:
        known = ", ".join(active_organisations().values_list("slug", flat=True))
        raise Problem(
            f"There is no organisation '{slug}'. There are: {known or 'none'}.\n"
            "'meerinbeeld region' makes the municipalities of the region and the regional desk."
        )
    return found


def _role(name: str) -> str:
    from meerinbeeld.access.roles import Role

    if name not in Role.values:
        raise Problem(f"There is no role '{name}'. There are: {', '.join(Role.values)}.")
    return name


def _name(options: argparse.Namespace) -> str:
    if not options.name.strip():
        raise Problem("Nobody has this address yet: give a name with --name 'First Last'.")
    return str(options.name).strip()


def _person(email: str) -> Person:
    from meerinbeeld.access.models import Person

    found = Person.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise Problem(f"Nobody has the address {email}.")
    return found


def _tell_link(link: str) -> None:
    if link:
        print(f"There is no mail server. Hand over this link; it works once, for 48 hours:\n{link}")
    else:
        print("An invitation goes out by mail.")
