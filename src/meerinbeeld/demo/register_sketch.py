# SPDX-License-Identifier: EUPL-1.2
"""Made-up victims of two years and what organisations wrote about each of them. Pure.

Numbers: 25 to 45 victims a year in a region of this size; half are known to one organisation, the
others to two or three. The slips are those of practice: a name by ear or in another spelling, an
alias, the parts of a name swapped, a date of birth that is missing, guessed or turned around.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from meerinbeeld.demo.region import MUNICIPALITIES
from meerinbeeld.demo.register_names import BY_CODE, spellings

VICTIMS: Final = 72
DAYS: Final = 730
#: Rarely somebody is unknown to all but one; who is likely to know somebody differs by form.
KNOWN_BY: Final = {
    "sexual_exploitation": {"politie": 6, "opvang-de-linde": 5, "veilig-thuis": 4},
    "labour_exploitation": {"arbeidsinspectie": 6, "politie": 3, "opvang-de-linde": 3},
    "criminal_exploitation": {"politie": 6, "veilig-thuis": 5},
}
_FORMS: Final = {"sexual_exploitation": 11, "labour_exploitation": 5, "criminal_exploitation": 5}
_AGES: Final = {
    "sexual_exploitation": (15, 34), "labour_exploitation": (20, 48),
    "criminal_exploitation": (14, 23),
}  # fmt: skip
_FROM: Final = {
    "sexual_exploitation": {"NL": 6, "RO": 4, "BG": 3, "NG": 4, "HU": 3, "SY": 1},
    "labour_exploitation": {"PL": 5, "RO": 4, "BG": 2, "VN": 3, "SY": 1},
    "criminal_exploitation": {"NL": 7, "RO": 1, "SY": 2, "VN": 1},
}
_SECTORS: Final = {
    "sexual_exploitation": ("sex_home", "sex_escort", "sex_online", "sex_window"),
    "labour_exploitation": ("agriculture", "construction", "hospitality", "food", "cleaning"),
    "criminal_exploitation": ("drugs", "theft", "fraud"),
}
_DURATIONS: Final = ("under_month", "under_half_year", "under_year", "under_3_years", "unknown")
_PLACES: Final = {
    "sexual_exploitation": ("home", "hotel", "club", "online"),
    "labour_exploitation": ("business", "field", "site"),
    "criminal_exploitation": ("street", "home", "school"),
}
_RECRUITED: Final = {
    "sexual_exploitation": ("partner", "online_contact", "friends", "family"),
    "labour_exploitation": ("agency", "advert", "family", "work"),
    "criminal_exploitation": ("friends", "school", "online_contact"),
}
_MEANS: Final = {
    "sexual_exploitation": ("violence", "relationship", "blackmail", "threats", "takes_money"),
    "labour_exploitation": ("takes_papers", "debt", "long_hours", "deceit"),
    "criminal_exploitation": ("debt", "threats", "blackmail", "violence"),
}
#: What is left out of a list now and then, with the details that would tell it as well.
_LEFT_OUT: Final = {"sector": 6, "scope": 5, "town": 4, "origin": 3, "nationality": 3, "age": 2,
                    "form": 1, "sex": 1}  # fmt: skip
#: Shares of rows that lack one or two national fields, and of rows that contradict themselves.
LACKING, LACKING_MORE, CONTRADICTING = 0.3, 0.1, 0.05


@dataclass(frozen=True)
class Victim:
    """Somebody as they are; names in all their spellings."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    alias: str
    born: date
    female: bool
    country: str
    form: str
    sector: str
    duration: str
    town: str
    phone: str
    place: str
    recruited: str
    means: str
    began: date

    @property
    def scope(self) -> str:
        return "domestic" if self.country == "NL" else "cross_border"


@dataclass(frozen=True)
class Record:
    """What one organisation wrote down about somebody. Codes are ours; words are of each list.

    `facts` are our codes by field, the town by its name and the age in years; "" for what that
    organisation did not write down.
    """

    organisation: str
    number: str
    on: date
    given: str
    family: str
    alias: str
    born: str
    phone: str
    consent: date | None
    refused: bool
    facts: Mapping[str, str]
    victim: Victim


def draw_records(draw: random.Random, today: date) -> list[Record]:
    """Two years of records until yesterday, the oldest first."""
    found: list[Record] = []
    for number in range(VICTIMS):
        first = today - timedelta(days=1 + DAYS * (VICTIMS - number) // VICTIMS)
        victim = _victim(draw, first)
        for organisation in _organisations(draw, victim.form):
            later = draw.choice((0, 0, 2, 5, 9, 20, 45))
            on = min(first + timedelta(days=later), today - timedelta(days=1))
            found.append(_written(draw, victim, organisation, on))
    found.sort(key=lambda record: record.on)
    counted: dict[str, int] = {}
    numbered = []
    for record in found:
        counted[record.organisation] = counted.get(record.organisation, 0) + 1
        numbered.append(replace(record, number=_number(record, counted[record.organisation])))
    return numbered


def _victim(draw: random.Random, on: date) -> Victim:
    form = _weighed(draw, _FORMS)
    country = _weighed(draw, _FROM[form])
    female = draw.random() < {"sexual_exploitation": 0.92}.get(form, 0.25)
    names = BY_CODE[country]
    youngest, oldest = _AGES[form]
    born = on - timedelta(days=draw.randrange(youngest * 366, oldest * 365))
    given = names.women if female else names.men
    return Victim(
        given=spellings(draw, given),
        family=spellings(draw, names.families),
        alias=spellings(draw, given)[0] if draw.random() < 0.2 else "",
        born=born,
        female=female,
        country=country,
        form=form,
        sector=draw.choice(_SECTORS[form]),
        duration=draw.choice(_DURATIONS),
        town=draw.choices([name for _, name, _ in MUNICIPALITIES],
                          [people for _, _, people in MUNICIPALITIES])[0],
        phone=f"06{draw.randrange(10_000_000, 99_999_999)}",
        place=draw.choice(_PLACES[form]),
        recruited=draw.choice(_RECRUITED[form]),
        means=draw.choice(_MEANS[form]),
        began=on - timedelta(days=draw.randrange(20, 900)),
    )  # fmt: skip


def _organisations(draw: random.Random, form: str) -> list[str]:
    """One to three of those who may know somebody with this form."""
    chances = dict(KNOWN_BY[form])
    found = []
    for _ in range(min(draw.choices((1, 2, 3), (50, 36, 14))[0], len(chances))):
        one = _weighed(draw, chances)
        found.append(one)
        del chances[one]
    return found


def _written(draw: random.Random, victim: Victim, organisation: str, on: date) -> Record:
    """How one organisation wrote somebody down."""
    given = victim.given[0] if draw.random() < 0.65 else draw.choice(victim.given)
    family = victim.family[0] if draw.random() < 0.65 else draw.choice(victim.family)
    if victim.alias and draw.random() < 0.3:
        given = victim.alias
    if draw.random() < 0.05:
        given, family = family, given
    consent = on + timedelta(days=draw.randrange(0, 5)) if draw.random() < 0.75 else None
    facts = _facts(draw, victim, on)
    return Record(
        organisation=organisation,
        number="",
        on=on,
        given=given,
        family=family,
        alias=victim.alias if victim.alias != given and draw.random() < 0.5 else "",
        born=_birth_date(draw, victim.born) if facts["age"] else "",
        facts=facts,
        phone=victim.phone if draw.random() < 0.45 else "",
        consent=consent,
        refused=consent is None and draw.random() < 0.6,
        victim=victim,
    )


def _facts(draw: random.Random, victim: Victim, on: date) -> dict[str, str]:
    """Mostly whole; some fields are left out, and now and then two do not go together."""
    facts = {
        "form": victim.form,
        "sector": victim.sector,
        "scope": victim.scope,
        "origin": victim.country,
        "nationality": victim.country,
        "sex": "female" if victim.female else "male",
        "town": victim.town,
        "age": str((on - victim.born).days * 4 // 1461),
    }
    chance = draw.random()
    if chance < CONTRADICTING:
        facts["scope"] = "domestic" if victim.scope == "cross_border" else "cross_border"
    elif chance < CONTRADICTING + LACKING:
        for _ in range(2 if chance < CONTRADICTING + LACKING_MORE else 1):
            facts[_weighed(draw, _LEFT_OUT)] = ""
    for name, told in (("place", victim.place), ("recruited", victim.recruited),
                       ("means", victim.means), ("duration", victim.duration),
                       ("began", f"{victim.began:%m-%Y}")):  # fmt: skip
        facts[name] = told if draw.random() < 0.8 else ""
    return facts


def _birth_date(draw: random.Random, born: date) -> str:
    what = draw.random()
    if what < 0.09:
        return ""
    if what < 0.16:
        return f"{born.year}"
    if what < 0.2:
        return f"01-01-{born.year + draw.choice((-1, 0, 1))}"
    if what < 0.23 and born.day <= 12:
        return f"{born:%m-%d-%Y}"
    return f"{born:%d-%m-%Y}"


def _number(record: Record, count: int) -> str:
    year = f"{record.on:%Y}"
    return {
        "politie": f"PL0600-{year}-{count:04}",
        "opvang-de-linde": f"DL-{count:03}",
        "arbeidsinspectie": f"NLA-{year}-{count:03}",
    }.get(record.organisation, f"VT-{year[2:]}-{count:04}")


def _weighed(draw: random.Random, shares: dict[str, int]) -> str:
    return draw.choices(list(shares), list(shares.values()))[0]


def facts_of_case(draw: random.Random, form: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """What a coordinator adds to a notification from a case: one code and several, by field."""
    known = form if form in _SECTORS else "labour_exploitation"
    country = _weighed(draw, _FROM[known])
    codes = {
        "sector": draw.choice(_SECTORS[known]) if form == known else "unknown",
        "scope": "domestic" if country == "NL" else "cross_border",
        "origin": country,
        "sex": "female" if draw.random() < 0.7 else "male",
        "duration": draw.choice(_DURATIONS),
        "place_kind": draw.choice(_PLACES[known]),
    }
    return codes, {"nationalities": [country], "means": [draw.choice(_MEANS[known])]}
