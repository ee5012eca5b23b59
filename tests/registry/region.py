# SPDX-License-Identifier: EUPL-1.2
"""A made-up region: persons, and the records that four organisations keep of them, with errors.

The errors are those of practice: a name in another script or written down by ear, an alias, given
and family name swapped, a birth year guessed as the first of January, day and month turned, a date
or a phone number missing, an address left behind. Relatives share what relatives share.
"""

from __future__ import annotations

import random
from typing import Final, NamedTuple

from meerinbeeld.registry.linkage.persons import Person

LISTS: Final = ("police", "shelter", "youth care", "inspectorate")


class _Country(NamedTuple):
    """A comma parts names, a slash the spellings of one; family names are a stem and an end."""

    given: str
    stems: str
    ends: str


_COUNTRIES: Final = {
    "PL": _Country(
        "Agnieszka/Agnieshka,Katarzyna/Katazyna/Kasia,Małgorzata/Malgorzata/Gosia,Paweł/Pawel,"
        "Grzegorz/Gregorz,Zofia/Sofia,Tomasz/Tomas,Łukasz/Lukasz,Ewa/Eva,Krzysztof/Kristof,"
        "Barbara/Basia,Piotr/Pjotr,Wioletta/Violetta,Sławomir/Slawomir,Bożena/Bozena",
        "Kowal/Koval,Wiśniew/Wisniew/Wishniew,Kamiń/Kamin,Szymań/Szyman/Shiman,Lewandow,Zieliń/"
        "Zielin,Woźniac/Wozniac,Jabłoń/Jablon,Grabow/Grabov,Pawłow/Pawlow,Michal/Mihal,Górec/Gorec",
        "ski/sky,ka,icz/ich,czyk/chik,owicz/ovich",
    ),
    "BG": _Country(
        "Иванка/Ivanka,Георги/Georgi/Gheorghi,Стоян/Stoyan/Stojan,Радка/Radka,Димитър/Dimitar/"
        "Dimiter,Мария/Maria/Mariya,Николай/Nikolai/Nikolay,Цветана/Tsvetana/Cvetana,Васил/Vasil,"
        "Йорданка/Yordanka/Jordanka,Пламен/Plamen,Елена/Elena,Калина/Kalina,Борис/Boris",
        "Иван/Ivan/Iwan,Димитр/Dimitr,Петр/Petr,Стоян/Stoyan/Stojan,Георги/Georgi,Никол/Nikol,"
        "Христ/Hrist/Christ,Тодор/Todor,Желязк/Zhelyazk/Jeliazk,Ангел/Angel,Цветк/Tsvetk/Cvetk,"
        "Марин/Marin,Колар/Kolar,Бонч/Bonch/Bontch",
        "ов/ov/off,ова/ova,ев/ev,ева/eva,ски/ski",
    ),
    "NG": _Country(
        "Blessing,Chinedu/Tchinedu,Oluwaseun/Seun,Ngozi,Emeka/Emmeka,Adaeze/Adaezeh,Osaretin,"
        "Chioma/Tchioma,Ifeoma/Ifioma,Kehinde/Kehinda,Folake,Uchenna/Uchena,Precious,Efosa,Itohan",
        "Okaf/Okaff,Osag,Adey/Adej,Okonk/Okonq,Igbin,Balog/Ballog,Ogunl,Nwos,Aigb,Omoreg,Uzom,Akin",
        "or,ie/i,emi/emy,wo/quo,un/oen,eye/eije",
    ),
    "MA": _Country(
        "محمد/Mohammed/Mohamed/Muhammad,فاطمة/Fatima/Fatma,يوسف/Youssef/Yusuf/Joessef,"
        "خديجة/Khadija/Chadija,Rachid/Rashid,Naïma/Naima,Abdelkader/Abdelqader,Hicham/Hisham,"
        "Soukaina/Sukaina,Driss/Idriss,Zineb/Zaineb,Karim/Kariem,Latifa,Bilal,Samira",
        "El Amr/Amr,Benal,Bouzid/Boezid,Chak/Shak,El Idr/Idr,Oual/Wal,Tah,Zerou/Zeroe,Hadd/Had,"
        "Benn/Ben,Lahl,Mans",
        "ani/any,issi/isi,iri/ieri,ouni/oeni,aoui/awi",
    ),
    "VN": _Country(
        "Thị Hương/Thi Huong,Văn Minh/Van Minh,Thu Trang,Quốc Bảo/Quoc Bao,Ngọc Lan/Ngoc Lan,"
        "Đức Anh/Duc Anh,Thanh Hà/Thanh Ha,Hoàng Nam/Hoang Nam,Mai Phương/Mai Phuong,"
        "Bích Thủy/Bich Thuy,Gia Huy,Khánh Linh/Khanh Linh,Tuấn Kiệt/Tuan Kiet,Diễm My/Diem My",
        "Nguyễn/Nguyen/Nguyn,Trần/Tran,Lê/Le,Phạm/Pham,Hoàng/Hoang,Vũ/Vu,Đặng/Dang,Bùi/Bui,Đỗ/Do",
        "",
    ),
    "NL": _Country(
        "Johannes/Jan/Johan,Elisabeth/Lisa/Els,Cornelis/Kees,Wilhelmina/Willemijn/Mien,"
        "Anna/Anneke,Pieter/Piet,Femke,Daan/Daniel,Sanne/Suzanne,Thijs/Matthijs,Lotte/Charlotte,"
        "Bram/Abraham,Noor,Sem,Tess",
        "van den Berg/v.d. Berg/Berg,de Groot/Groot,Mole,Hendrik/Hendric,Dijk/Dyk,Hoek,Will,"
        "Schout,Kuip/Kuyp,Verhoe,Brou,ter Horst/Horst,Meij/Mey/Mei,Jans/Janss",
        "stra,man,en/e,ers,sma",
    ),
}
_TOWNS: Final = (
    *("Enschede", "Hengelo", "Almelo", "Oldenzaal", "Borne", "Losser"),
    *("Rijssen", "Deventer", "Zwolle"),
)
_SYLLABLES: Final = (
    *("bra", "ste", "kor", "val", "mir", "ost", "pla", "ruz"),
    *("sel", "dob", "tar", "gni", "lev", "zam", "pod", "hru"),
)


class Record(NamedTuple):
    """A record, and the number of the person whom it is really about."""

    person: int
    record: Person


class _Real(NamedTuple):
    """Somebody as they are; names in all their spellings."""

    given: list[str]
    family: list[str]
    born: tuple[int, int, int]
    sex: str
    country: str
    town: str
    phone: str
    born_in: str


def region(persons: int, seed: int) -> list[Record]:
    """The records of a region, in an order that tells nothing."""
    draw = random.Random(seed)
    found: list[Record] = []
    people: list[_Real] = []
    for person in range(persons):
        relative = draw.choice(people) if people and draw.random() < 0.08 else None
        people.append(_relative(draw, relative) if relative else _somebody(draw))
        for name in draw.sample(LISTS, draw.choices((1, 2, 3, 4), (50, 30, 14, 6))[0]):
            found.append(Record(person, _written(draw, people[-1], name, f"r{len(found)}")))
    draw.shuffle(found)
    return found


def _somebody(draw: random.Random) -> _Real:
    name = draw.choice(list(_COUNTRIES))
    country = _COUNTRIES[name]
    return _Real(
        _given(draw, country),
        _family(draw, country),
        (draw.randrange(1965, 2010), draw.randrange(1, 13), draw.randrange(1, 29)),
        draw.choice("fm"),
        name,
        draw.choice(_TOWNS),
        f"06{draw.randrange(10**8):08}",
        "".join(draw.choices(_SYLLABLES, k=2)).capitalize(),
    )


def _given(draw: random.Random, country: _Country) -> list[str]:
    """A name of the list, or one of the many that are rarer."""
    if draw.random() < 0.6:
        return draw.choice(country.given.split(",")).split("/")
    return ["".join(draw.choices(_SYLLABLES, k=2)).capitalize() + draw.choice("aeino")]


def _family(draw: random.Random, country: _Country) -> list[str]:
    """A stem and an end, in each of their spellings; most names are longer, and so rarer."""
    stem = draw.choice(country.stems.split(",")).split("/")
    end = draw.choice(country.ends.split(",")).split("/")
    middle = draw.choice(_SYLLABLES) if draw.random() < 0.7 else ""
    spellings = range(max(len(stem), len(end)))
    return [stem[at % len(stem)] + middle + end[at % len(end)] for at in spellings]


def _relative(draw: random.Random, of: _Real) -> _Real:
    """A relative, with the same family name, country, town and birth place, perhaps one phone."""
    own = _somebody(draw)
    return own._replace(
        given=_given(draw, _COUNTRIES[of.country]),
        family=of.family,
        country=of.country,
        town=of.town,
        phone=of.phone if draw.random() < 0.5 else own.phone,
        born_in=of.born_in,
    )


def _written(draw: random.Random, real: _Real, name: str, number: str) -> Person:
    """How one organisation wrote somebody down."""
    given = real.given[0] if draw.random() < 0.6 else draw.choice(real.given)
    family = real.family[0] if draw.random() < 0.6 else draw.choice(real.family)
    if draw.random() < 0.02:  # an alias
        given = draw.choice(_COUNTRIES[real.country].given.split(",")).split("/")[0]
    given, family = (
        _slipped(draw, one) if draw.random() < 0.04 else one for one in (given, family)
    )
    if draw.random() < 0.03:
        given, family = family, given
    return Person(
        id=number,
        source=name,
        given_name=given,
        family_name=family if draw.random() < 0.98 else "",
        birth_date=_date(draw, real.born),
        sex=_perhaps(draw, 0.97, {"f": "vrouw", "m": "man"}[real.sex]),
        nationality=_perhaps(draw, 0.92, real.country),
        birth_place=_perhaps(draw, 0.6, real.born_in),
        place=_perhaps(draw, 0.85, real.town if draw.random() < 0.85 else draw.choice(_TOWNS)),
        phone=_perhaps(draw, 0.6, real.phone if draw.random() < 0.9 else f"+31{real.phone[1:]}"),
    )


def _date(draw: random.Random, born: tuple[int, int, int]) -> str:
    year, month, day = born
    what = draw.random()
    if what < 0.05:
        return ""
    if what < 0.09:
        return f"01-01-{year + draw.choice((-1, 0, 0, 1))}"
    if what < 0.12:
        return f"{year}"
    if what < 0.14 and day <= 12:
        return f"{month:02}-{day:02}-{year}"
    if what < 0.17:
        return f"{draw.randrange(1, 29):02}-{month:02}-{year}"
    return f"{day:02}-{month:02}-{year}"


def _perhaps(draw: random.Random, chance: float, text: str) -> str:
    return text if draw.random() < chance else ""


def _slipped(draw: random.Random, text: str) -> str:
    """One letter left out, or two that changed places."""
    at = draw.randrange(1, max(2, len(text) - 1))
    if draw.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
