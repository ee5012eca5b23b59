# SPDX-License-Identifier: EUPL-1.2
"""One person per role for trying things out. None of them exists; no official is meant."""

from __future__ import annotations

from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.roles import Role
from meerinbeeld.demo.region import MUNICIPALITIES
from meerinbeeld.parties.models import Organisation

#: The people of this domain have one-click sign-in, in demo mode only.
DEMO_EMAIL_DOMAIN = "demo.example"

#: short name, name, role, organisation
ONE_PER_ROLE = (
    ("aandachtsfunctionaris", "Anouk Veldman", Role.FOCAL_OFFICER, "gemeente-zwolle"),
    ("aandachtsfunctionaris.deventer", "Bram Oosterhof", Role.FOCAL_OFFICER, "gemeente-deventer"),
    ("zorgcoordinator", "Carlijn Meester", Role.CARE_COORDINATOR, "veilig-thuis"),
    ("melder", "Timo Berends", Role.REPORTER, "ijsselcollege"),
    ("politie", "Petra Lankhorst", Role.ENFORCEMENT_OFFICER, "politie"),
    ("arbeidsinspectie", "Jorrit Haan", Role.ENFORCEMENT_OFFICER, "arbeidsinspectie"),
    ("opvang", "Oumaima Rahali", Role.PARTNER_WORKER, "opvang-de-linde"),
    ("casusoverleg", "Stijn Kuiper", Role.CASE_TABLE_CHAIR, "zorg-en-veiligheidshuis"),
    ("kwartiermaker", "Lotte Dijkman", Role.PROGRAMME_LEAD, "gemeente-zwolle"),
    ("beleid", "Wessel Toering", Role.POLICY_OFFICER, "gemeente-zwolle"),
    ("raad", "Ria Hofstede", Role.COUNCIL_READER, "gemeente-zwolle"),
    ("privacy", "Fleur Boerema", Role.PRIVACY_OFFICER, "veilig-thuis"),
    ("beheer", "Hugo Staal", Role.ADMINISTRATOR, "veilig-thuis"),
)
#: The other municipalities have a focal officer too, who does not need a card of their own.
FOCAL_OFFICERS = (
    "Marit Kolk",
    "Daan Wiersma",
    "Esra Polat",
    "Joost Riemens",
    "Nienke Schra",
    "Willem Bakx",
    "Yara Hendriks",
    "Karel Zwiers",
    "Ilse Boon",
)


def build_people() -> None:
    for short, name, role, slug in ONE_PER_ROLE:
        _person(f"{short}@{DEMO_EMAIL_DOMAIN}", name, role, slug)
    others = [town for _, town, _ in MUNICIPALITIES if town not in {"Zwolle", "Deventer"}]
    for name, town in zip(FOCAL_OFFICERS, others, strict=True):
        slug = town.lower()
        _person(f"mensenhandel@{slug}.example", name, Role.FOCAL_OFFICER, f"gemeente-{slug}")


def _person(email: str, name: str, role: str, slug: str) -> None:
    person, made = Person.objects.get_or_create(email=email, defaults={"name": name})
    if made:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    Membership.objects.get_or_create(
        person=person, organisation=Organisation.objects.get(slug=slug), role=role
    )
