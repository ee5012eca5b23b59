# SPDX-License-Identifier: EUPL-1.2
"""The fields of a notification that a column can fill, and how people head such a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meerinbeeld import norms
from meerinbeeld.norms.spoken import plain
from meerinbeeld.registry.actions.new_notification import LISTS, SEVERAL

Words = Any
NUMBER, DAY, TOWN, BASIS, CONSENT, PREFIX, BEGAN = (
    "own_number", "notified_on", "municipality", "basis", "consent_on", "name_prefix", "began",
)  # fmt: skip
#: Kinds of `registry_detail` that a list can tell.
DETAILS: Final = (
    "first_name", "last_name", "name", "alias", "birth_date", "birth_place", "phone", "email",
)  # fmt: skip
#: Fields that hold one code, and those that hold several, with their list.
ONE: Final[Mapping[str, str]] = {**LISTS, "kind": "registry_kind"}
MANY: Final = SEVERAL
CODED: Final[Mapping[str, str]] = {**ONE, **MANY}
AGES: Final = ("age_band", "age_band_at_start")

#: Field to its label and the headings by which it is guessed, the surest fields first.
FIELDS: Final[dict[str, tuple[Words, tuple[str, ...]]]] = {
    NUMBER: (_("Number of the organisation"), (
        "nummer", "eigen nummer", "dossiernummer", "registratienummer", "zaaknummer", "id", "nr",
        "clientnummer", "kenmerk", "referentie", "dossiernr", "clientnr", "registratienr",
        "bvh nummer", "number", "client id", "reference")),
    CONSENT: (_("Consent given on"), (
        "toestemming op", "datum toestemming", "toestemmingsdatum", "consent date", "consent on")),
    DAY: (_("Notified on"), (
        "datum", "meldingsdatum", "datum melding", "aanmelddatum", "datum aanmelding",
        "aangemeld op", "instroom", "datum instroom", "datum intake", "gemeld op", "registratie"
        "datum", "date", "notified on", "intake date")),
    "birth_date": (_("Date of birth"), (
        "geboortedatum", "geb datum", "gebdatum", "geb dat", "geboren", "geboren op",
        "date of birth", "dob",
        "geboortejaar")),
    "birth_place": (_("Place of birth"), ("geboorteplaats", "place of birth", "birthplace")),
    "first_name": (_("First name"), ("voornaam", "voornamen", "roepnaam", "first name",
                                     "given name", "forename")),
    PREFIX: (_("Name prefix"), ("tussenvoegsel", "tussenvoegsels", "tussenv", "voorvoegsel",
                                "voorvoegsels", "prefix")),
    "last_name": (_("Last name"), ("achternaam", "familienaam", "geslachtsnaam", "last name",
                                   "surname", "family name")),
    "alias": (_("Other name"), ("alias", "roepnaam of alias", "bijnaam", "andere naam", "werknaam",
                                "aliassen", "nickname", "other name", "other names")),
    "name": (_("Whole name"), ("naam", "volledige naam", "naam client", "naam slachtoffer",
                               "client", "full name", "name")),
    "phone": (_("Phone number"), ("telefoon", "telefoonnummer", "tel", "mobiel", "phone",
                                  "mobile")),
    "email": (_("E-mail address"), ("email", "e mail", "mail", "mailadres")),
    "sex": (_("Sex"), ("geslacht", "sekse", "m v", "gender", "sex")),
    BEGAN: (_("When it began"), ("begonnen op", "begin uitbuiting", "start uitbuiting", "begin",
                                 "startdatum uitbuiting", "uitbuiting sinds", "began on")),
    "age_band_at_start": (_("Age at the start"), ("leeftijd bij start", "leeftijd bij begin",
                                                  "leeftijd bij aanvang", "age at start")),
    "age_band": (_("Age, or age group"), ("leeftijd", "leeftijdsgroep", "leeftijdscategorie",
                                          "age", "age group")),
    "nationalities": (_("Nationality"), ("nationaliteit", "nationaliteiten", "nat", "nationality",
                                         "citizenship")),
    "origin": (_("Country of origin"), ("land van herkomst", "herkomst", "herkomstland", "land",
                                        "country of origin", "country", "origin")),
    "forms": (_("Form of exploitation"), ("vorm", "vorm van uitbuiting", "vorm uitbuiting",
                                          "uitbuitingsvorm", "soort uitbuiting", "delict",
                                          "type uitbuiting",
                                          "form",
                                          "type of exploitation")),
    "sector": (_("Sector"), ("sector", "branche", "werkveld", "industry")),
    "scope": (_("Domestic or cross-border"), ("binnenlands of grensoverschrijdend", "binnenlands",
                                              "scope", "grensoverschrijdend")),
    TOWN: (_("Municipality"), ("gemeente", "municipality", "plaats", "woonplaats", "gemeente van "
                               "uitbuiting", "town")),
    "duration": (_("How long it lasted"), ("duur", "duur uitbuiting", "hoe lang", "duration")),
    "place_kind": (_("Kind of place"), ("soort plek", "locatie", "plek", "kind of place")),
    "recruitment": (_("How somebody was recruited"), ("werving", "wijze van werving", "geworven",
                                                      "recruitment")),
    "means": (_("Means of control"), ("dwangmiddel", "dwangmiddelen", "middelen", "means",
                                      "means of control")),
    "platforms_recruiting": (_("Platforms used to recruit"), ("platform werving", "apps werving",
                                                              "recruitment apps")),
    "platforms_exploiting": (_("Platforms used to exploit"), ("platform", "platforms", "apps",
                                                              "platform uitbuiting")),
    "standing": (_("Possible or confirmed victim"), ("slachtofferstatus", "status slachtoffer",
                                                     "vastgesteld", "victim status")),
    "notifier": (_("Who notifies"), ("melder", "aanmelder", "soort melder", "gemeld door",
                                     "notifier", "reporter")),
    "kind": (_("Kind of dossier"), ("soort dossier", "dossiersoort", "dossiertype",
                                    "kind of dossier")),
    BASIS: (_("Ground, or consent"), ("grondslag", "rechtsgrond", "toestemming", "consent",
                                      "ground", "legal basis")),
}  # fmt: skip


def label(name: str) -> Words:
    return FIELDS[name][0]


def guess(headers: Sequence[str]) -> dict[str, str]:
    """Field to column, by the headings; each field and each column at most once."""
    found: dict[str, str] = {}
    for exact in (True, False):
        for header in headers:
            if plain(header) and header not in found.values():
                free = [name for name in FIELDS if name not in found]
                name = _field_of(plain(header), free, exact=exact)
                if name:
                    found[name] = header
    return found


def guess_by_values(found: Mapping[str, str], headers: Sequence[str],
                    rows: Sequence[Sequence[str]]) -> dict[str, str]:  # fmt: skip
    """The same for what is left: by whether most of what stands in a column is of one list."""
    better = dict(found)
    for place, header in enumerate(headers):
        if header in better.values():
            continue
        told = {plain(row[place]) for row in rows[:SAMPLE]} - {""}
        name = _list_of(told, [name for name in TELLING if name not in better])
        if name:
            better[name] = header
    return better


#: How many rows are looked at to guess; fields of which the words are told apart from others.
SAMPLE: Final = 200
TELLING: Final = ("sex", "forms", "sector", "scope", "age_band", "duration", "means",
                  "recruitment", "nationalities", "place_kind")  # fmt: skip
_FEW: Final = frozenset({"unknown", "onbekend", "other", "anders"})


def _list_of(told: set[str], free: Sequence[str]) -> str:
    known = told - _FEW
    if not known:
        return ""
    hits = {name: len(known & _words(CODED[name])) / len(known) for name in free}
    best = max(hits, key=lambda name: hits[name], default="")
    return best if best and hits[best] >= 0.8 else ""


@lru_cache(maxsize=64)
def _words(listed: str) -> frozenset[str]:
    codes = norms.codelist(listed)
    said = (text for code in codes for text in (code.value, code.label_nl, code.label_en))
    return frozenset(map(plain, said)) - _FEW


def _field_of(header: str, free: Sequence[str], *, exact: bool) -> str:
    for name in free:
        if header in _headings(name):
            return name
        if not exact and any(len(word) > 5 and word in header for word in _headings(name)):
            return name
    return ""


@lru_cache(maxsize=64)
def _headings(name: str) -> frozenset[str]:
    """How people call a field, and how our own empty list does, in each language."""
    said, usual = FIELDS[name]
    found = {plain(word) for word in usual}
    for language in ("nl", "en"):
        with override(language):
            found.add(plain(str(said)))
    return frozenset(found)
