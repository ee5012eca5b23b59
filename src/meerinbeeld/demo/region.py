# SPDX-License-Identifier: EUPL-1.2
"""IJsselland with its eleven municipalities and the kinds of parties that the note names.

Population: CBS, 2021. The shelters and schools do not exist; nor does any person.
"""

from __future__ import annotations

from meerinbeeld.parties.models import Municipality, Organisation, OrganisationKind, Region

MUNICIPALITIES = (
    ("GM0193", "Zwolle", 129_791),
    ("GM0150", "Deventer", 101_294),
    ("GM0160", "Hardenberg", 61_421),
    ("GM0166", "Kampen", 54_530),
    ("GM1708", "Steenwijkerland", 44_326),
    ("GM0177", "Raalte", 37_920),
    ("GM0148", "Dalfsen", 28_951),
    ("GM1896", "Zwartewaterland", 22_830),
    ("GM1773", "Olst-Wijhe", 18_359),
    ("GM0175", "Ommen", 18_315),
    ("GM0180", "Staphorst", 17_289),
)

_KIND = OrganisationKind
#: slug, name, kind, the municipalities it works for (None: all of them)
REGIONAL = (
    ("veilig-thuis", "Veilig Thuis IJsselland", _KIND.SAFE_HOME, None),
    ("politie", "Politie, eenheid Oost-Nederland", _KIND.POLICE, None),
    ("marechaussee", "Koninklijke Marechaussee", _KIND.BORDER_POLICE, None),
    ("arbeidsinspectie", "Nederlandse Arbeidsinspectie", _KIND.LABOUR_INSPECTORATE, None),
    ("openbaar-ministerie", "Openbaar Ministerie", _KIND.PROSECUTION_SERVICE, None),
    ("riec", "RIEC Oost", _KIND.RIEC, None),
    (
        "zorg-en-veiligheidshuis",
        "Zorg- en Veiligheidshuis IJsselland",
        _KIND.CARE_SAFETY_HOUSE,
        None,
    ),
    ("ggd", "GGD IJsselland", _KIND.HEALTH_SERVICE, None),
    ("opvang-de-linde", "Opvang De Linde", _KIND.SHELTER, None),
    ("jeugdhulp-de-brug", "Jeugdhulp De Brug", _KIND.YOUTH_CARE, None),
    ("steunpunt-wilg", "Steunpunt Wilg", _KIND.NGO, None),
    ("reclassering", "Reclassering", _KIND.PROBATION, None),
    ("ijsselcollege", "IJssellyceum De Kolk", _KIND.EDUCATION, ("GM0193", "GM0166")),
)


def build_region() -> None:
    """The region and its organisations; what stands already is left as it is."""
    region, _ = Region.objects.get_or_create(code="ijsselland", defaults={"name": "IJsselland"})
    for code, name, population in MUNICIPALITIES:
        Municipality.objects.get_or_create(
            cbs_code=code, defaults={"name": name, "region": region, "population": population}
        )
        _organisation(f"gemeente-{name.lower()}", f"Gemeente {name}", _KIND.MUNICIPALITY, (code,))
    for slug, name, kind, serves in REGIONAL:
        _organisation(slug, name, kind, serves)


def _organisation(slug: str, name: str, kind: str, serves: tuple[str, ...] | None) -> None:
    own = serves[0] if kind == _KIND.MUNICIPALITY and serves else None
    organisation, made = Organisation.objects.get_or_create(
        slug=slug, defaults={"name": name, "kind": kind, "municipality_id": own}
    )
    if made:
        codes = serves or [code for code, _, _ in MUNICIPALITIES]
        organisation.serves.set(Municipality.objects.filter(cbs_code__in=codes))
