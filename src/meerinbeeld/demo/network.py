# SPDX-License-Identifier: EUPL-1.2
"""Whom to call in the made-up region, where people can go, and what parties agreed.

The numbers are of ranges that are kept free for fiction, or of national lines; nobody exists.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from meerinbeeld.access.models import Membership
from meerinbeeld.access.roles import Purpose, Role
from meerinbeeld.network.models import (
    ContactFunction,
    ContactPoint,
    Covenant,
    Outlet,
    OutletKind,
)
from meerinbeeld.parties.models import Municipality, Organisation

DEPUTIES = (
    "Siem Ruiter", "Hanna Kuipers", "Tariq Bakker", "Lies van Gelder", "Jelle Brand", "",
    "Mila Hofman", "Okke Terpstra", "Dilan Aydin", "Fenna Roos", "Geert Scholten",
)  # fmt: skip
#: name, kind, who keeps it, for whom, how, phone, hours, also without papers
OUTLETS = (
    ("Zorgcoördinatie mensenhandel", OutletKind.ADVICE, "veilig-thuis",
     "Iedereen die slachtoffer is of denkt te zijn, ook zonder aangifte.",
     "Bel, of laat een hulpverlener bellen. Een tolk kan mee.", "0800-2000", "dag en nacht", True),
    ("Opvang De Linde", OutletKind.SHELTER, "opvang-de-linde",
     "Volwassen vrouwen en hun kinderen die niet veilig naar huis kunnen.",
     "Alleen via de zorgcoördinator. Het adres blijft geheim.", "", "dag en nacht", True),
    ("Jeugdhulp De Brug", OutletKind.YOUTH, "jeugdhulp-de-brug",
     "Jongeren tot 23 jaar die gedwongen worden tot seks of tot misdrijven.",
     "Aanmelden door de gemeente of Veilig Thuis.", "", "werkdagen 9-17 uur", False),
    ("Centrum Seksuele Gezondheid", OutletKind.HEALTH, "ggd",
     "Iedereen met vragen na seksueel geweld. Gratis en anoniem kan.",
     "Bel voor een afspraak. Een verwijzing is niet nodig.", "088-0000201", "werkdagen 8.30-17 uur",
     True),
    ("Spreekuur voor sekswerkers", OutletKind.SEX_WORK, "ggd",
     "Sekswerkers met vragen over gezondheid, geld, veiligheid of stoppen.",
     "Loop binnen op dinsdagavond, of bel.", "088-0000202", "dinsdag 19-21 uur", True),
    ("Steunpunt Wilg", OutletKind.INCOME, "steunpunt-wilg",
     "Mensen zonder inkomen of papieren, ook met schulden bij een baas.",
     "Bel of kom langs op een inloopochtend.", "038-0000203", "ma, wo en vr 9-12 uur", True),
    ("Hulp bij werk en loon", OutletKind.LABOUR, "steunpunt-wilg",
     "Mensen die te weinig loon krijgen, of slecht wonen bij hun baas.",
     "Bel. Er zijn medewerkers die Pools, Roemeens en Bulgaars spreken.", "038-0000204",
     "werkdagen 9-17 uur", True),
    ("Daderhulp", OutletKind.OFFENDER, "reclassering",
     "Mensen die anderen uitbuitten, of daar met hulp mee willen stoppen.",
     "Aanmelden door politie, Openbaar Ministerie of gemeente.", "", "werkdagen 9-17 uur", False),
)  # fmt: skip


def build_network() -> None:
    """Contact points, places and agreements; what stands already is left as it is."""
    if ContactPoint.objects.exists():
        return
    _focal_officers()
    _regional_contacts()
    _outlets()
    _covenants()


def _focal_officers() -> None:
    today = timezone.localdate()
    officers = Membership.objects.filter(role=Role.FOCAL_OFFICER).select_related(
        "person", "organisation__municipality"
    )
    for number, membership in enumerate(officers.order_by("organisation__name")):
        town = membership.organisation.municipality
        ContactPoint.objects.create(
            organisation=membership.organisation,
            municipality=town,
            function=ContactFunction.FOCAL_OFFICER,
            person_name=membership.person.name,
            # Some are due for a look and one ends soon, as in any real list.
            deputy_name=DEPUTIES[number % len(DEPUTIES)],
            phone=f"038-00001{number:02d}",
            email=f"mensenhandel@{membership.organisation.slug.removeprefix('gemeente-')}.example",
            hours="werkdagen 9-17 uur",
            how_to_reach="Bij spoed: bel eerst de politie, 112.",
            valid_from=today - timedelta(days=400),
            valid_to=today + timedelta(days=20) if number == 3 else None,
            reviewed_at=today - timedelta(days=(20, 210, 60)[number % 3]),
        )


def _regional_contacts() -> None:
    today = timezone.localdate()
    rows = (
        ("veilig-thuis", ContactFunction.CARE_COORDINATOR, "Carlijn Meester",
         "Noor Vliegenthart", "0800-2000", "dag en nacht",
         "Vraag naar de zorgcoördinator mensenhandel. Overleggen kan zonder namen."),
        ("veilig-thuis", ContactFunction.DESK, "", "", "0800-2000", "dag en nacht",
         "Advies en melden, voor bewoners en professionals."),
        ("zorg-en-veiligheidshuis", ContactFunction.CASE_TABLE, "Stijn Kuiper", "", "038-0000110",
         "werkdagen 9-17 uur", "Aanmelden voor het casusoverleg."),
        ("politie", ContactFunction.ENFORCEMENT, "", "", "0900-8844", "dag en nacht",
         "Vraag naar de AVIM, taakaccent mensenhandel."),
        ("arbeidsinspectie", ContactFunction.ENFORCEMENT, "", "", "0800-5151",
         "werkdagen 9-17 uur", "Arbeidsuitbuiting melden of overleggen."),
    )  # fmt: skip
    for slug, function, person, deputy, phone, hours, how in rows:
        ContactPoint.objects.create(
            organisation=Organisation.objects.get(slug=slug),
            function=function,
            person_name=person,
            deputy_name=deputy,
            phone=phone,
            hours=hours,
            how_to_reach=how,
            valid_from=today - timedelta(days=300),
            reviewed_at=today - timedelta(days=30),
        )


def _outlets() -> None:
    today = timezone.localdate()
    towns = list(Municipality.objects.all())
    for number, (name, kind, keeper, for_whom, how, phone, hours, papers) in enumerate(OUTLETS):
        outlet = Outlet.objects.create(
            name=name,
            kind=kind,
            kept_by=Organisation.objects.get(slug=keeper),
            for_whom=for_whom,
            how_to_reach=how,
            phone=phone,
            hours=hours,
            without_papers=papers,
            reviewed_at=today - timedelta(days=30 + 40 * (number % 4)),
        )
        outlet.municipalities.set(towns)


def _covenants() -> None:
    start = timezone.localdate() - timedelta(days=500)
    agreement = Covenant.objects.create(
        title="Samenwerken tegen mensenhandel in IJsselland",
        purposes=[Purpose.REPORTING, Purpose.CARE, Purpose.SAFETY],
        data_sets="Signalen en hun opvolging.\nContactgegevens van professionals.",
        legal_ground="Wmo 2015; AVG art. 6 lid 1 onder e en art. 9 lid 2 onder g",
        starts_on=start,
        ends_on=start + timedelta(days=3 * 365),
        dpia_reference="DPIA-2025-03",
        document_reference="Zaak 2025-0117",
    )
    agreement.parties.set(
        Organisation.objects.filter(kind__in=["municipality", "safe_home", "care_safety_house"])
    )
    figures = Covenant.objects.create(
        title="Cijfers over slachtoffers aan de regio",
        purposes=[Purpose.MONITORING],
        data_sets="Aantallen per gemeente en per vorm, beschermd tegen herkennen.",
        legal_ground="AVG art. 6 lid 1 onder e; art. 89",
        starts_on=start + timedelta(days=90),
    )
    figures.parties.set(Organisation.objects.filter(kind__in=["municipality", "safe_home"]))
