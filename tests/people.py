# SPDX-License-Identifier: EUPL-1.2
"""A small region and the people in it. None of them exists.

Anna (Zwolle) owns, Bilal (Deventer) is the colleague of another municipality, Chris (a shelter) is
the outsider. The others have one role each.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.cookies import SimpleCookie

from django.contrib.sessions.models import Session
from django.test import Client

from meerinbeeld.access.actor import actor_from
from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.policy import Actor
from meerinbeeld.access.roles import Role
from meerinbeeld.parties.models import Municipality, Organisation, OrganisationKind, Region

KIND = OrganisationKind
#: slug, name, kind, municipality of which it is part (for a municipality: itself)
ORGANISATIONS = (
    ("gemeente-zwolle", "Gemeente Zwolle", KIND.MUNICIPALITY, "GM0193"),
    ("gemeente-deventer", "Gemeente Deventer", KIND.MUNICIPALITY, "GM0150"),
    ("veilig-thuis", "Veilig Thuis IJsselland", KIND.SAFE_HOME, None),
    ("politie", "Politie", KIND.POLICE, None),
    ("arbeidsinspectie", "Nederlandse Arbeidsinspectie", KIND.LABOUR_INSPECTORATE, None),
    ("marechaussee", "Koninklijke Marechaussee", KIND.BORDER_POLICE, None),
    ("riec", "RIEC Oost", KIND.RIEC, None),
    ("opvang", "Opvang De Haven", KIND.SHELTER, None),
    ("school", "Het Kompas College", KIND.EDUCATION, None),
)
#: short name, name, role, organisation
PEOPLE = (
    ("anna", "Anna de Wit", Role.FOCAL_OFFICER, "gemeente-zwolle"),
    ("bilal", "Bilal Yilmaz", Role.FOCAL_OFFICER, "gemeente-deventer"),
    ("carla", "Carla Bos", Role.CARE_COORDINATOR, "veilig-thuis"),
    ("chris", "Chris Vos", Role.PARTNER_WORKER, "opvang"),
    ("pim", "Pim Prins", Role.ENFORCEMENT_OFFICER, "politie"),
    ("tess", "Tess Smit", Role.REPORTER, "school"),
    ("paula", "Paula Kok", Role.PRIVACY_OFFICER, "veilig-thuis"),
    ("adam", "Adam Blom", Role.ADMINISTRATOR, "veilig-thuis"),
    ("leo", "Leo Maas", Role.PROGRAMME_LEAD, "gemeente-zwolle"),
    ("vera", "Vera Post", Role.POLICY_OFFICER, "gemeente-zwolle"),
    ("rosa", "Rosa Kamp", Role.COUNCIL_READER, "gemeente-zwolle"),
    ("sam", "Sam Hoek", Role.CASE_TABLE_CHAIR, "opvang"),
)


@dataclass(frozen=True)
class Village:
    """The small region with its people by short name."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]

    def actor(self, name: str) -> Actor:
        membership = Membership.objects.select_related("organisation").get(person=self.people[name])
        return actor_from(membership)


def build_village() -> Village:
    region = Region.objects.create(code="ijsselland", name="IJsselland")
    towns = {
        code: Municipality.objects.create(
            cbs_code=code, name=name, region=region, population=population
        )
        for code, name, population in (
            ("GM0193", "Zwolle", 129_791),
            ("GM0150", "Deventer", 101_294),
        )
    }
    organisations = {}
    for slug, name, kind, town in ORGANISATIONS:
        organisation = Organisation.objects.create(
            slug=slug, name=name, kind=kind, municipality=towns[town] if town else None
        )
        organisation.serves.set(towns.values() if town is None else [towns[town]])
        organisations[slug] = organisation
    people = {}
    for short, name, role, slug in PEOPLE:
        person = Person.objects.create_user(f"{short}@example.org", name, "een lang wachtwoord")
        Membership.objects.create(person=person, organisation=organisations[slug], role=role)
        people[short] = person
    return Village(organisations, people)


def client_for(person: Person) -> Client:
    """Signed in a moment ago, as after typing the password."""
    client = Client()
    client.force_login(person)
    confirm(client, person)
    return client


class SignedIn:
    """Somebody who signs in anew each time: behind some doors one's own session ends or changes."""

    def __init__(self, person: Person) -> None:
        self._client = client_for(person)
        self._cookies = self._client.cookies.output(header="", sep=";")
        self._session = Session.objects.get(pk=self._client.session.session_key)

    def anew(self) -> Client:
        """A client that holds nothing but a session as it is just after signing in."""
        self._session.save()
        self._client.cookies = SimpleCookie(self._cookies)
        return self._client


def confirm(client: Client, person: Person, *, ago: float = 0) -> None:
    """Let the session hold that this person confirmed who they are, so many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time() - ago, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
