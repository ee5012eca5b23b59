# SPDX-License-Identifier: EUPL-1.2
"""Made-up names, as several clerks would spell them. Nobody is meant."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Country:
    """Given names of women and of men and family names, each with its spellings."""

    code: str
    people: str
    women: str
    men: str
    families: str


COUNTRIES: Final = (
    Country("NL", "Nederlandse", "Sanne/Susanne,Lotte/Charlotte,Naomi,Kim,Jasmijn/Jasmine,Fleur",
            "Daan/Daniel,Sem,Thijs/Matthijs,Jayden/Jaydon,Kees/Cornelis",
            "van der Kolk/Kolk,Wildeboer/Wildenboer,ter Braak/Braak,Hoogstra,de Zwaan/Zwaan,"
            "Dijkgraaf/Dykgraaf,Roelfzema/Roelfsema"),
    Country("RO", "Roemeense", "Andreea/Andrea,Ionela/Yonela,Mihaela/Michaela,Roxana/Roksana,"
            "Cristina/Kristina", "Florin,Ionuţ/Ionut,Cătălin/Catalin,Gheorghe/George",
            "Dumitrache/Dumitrake,Stănculescu/Stanculescu,Ungureanu/Ungurianu,Văcăroiu/Vacaroiu,"
            "Moldoveanu/Moldovan"),
    Country("BG", "Bulgaarse", "Tsvetana/Cvetana,Iordanka/Yordanka,Galina/Halina,Radka",
            "Stoyan/Stojan,Plamen,Georgi/Gheorghi", "Jelyazkova/Zhelyazkova,Kolarova/Kolarowa,"
            "Bonchev/Bontchev,Marinova/Marinowa"),
    Country("PL", "Poolse", "Agnieszka/Agnieshka,Małgorzata/Malgorzata,Wioletta/Violetta",
            "Krzysztof/Kristof,Paweł/Pawel,Sławomir/Slawomir,Grzegorz/Gregorz",
            "Wiśniewski/Wisniewski,Zieliński/Zielinski,Jabłoński/Jablonski,Grabowski/Grabovski"),
    Country("NG", "Nigeriaanse", "Blessing,Osaretin/Osareten,Adaeze/Adaezeh,Chioma/Tchioma,Joy",
            "Efosa,Emeka/Emmeka", "Omoregie/Omoregbe,Igbinovia/Igbinova,Okonkwo/Okonquo,"
            "Aigbogun/Aigbokun"),
    Country("HU", "Hongaarse", "Erzsébet/Erzsebet,Zsófia/Zsofia,Mónika/Monika",
            "Lajos,Zoltán/Zoltan", "Lakatos/Lakatosz,Horváth/Horvath,Balogh/Balog"),
    Country("VN", "Vietnamese", "Thị Hương/Thi Huong,Ngọc Lan/Ngoc Lan", "Văn Minh/Van Minh,"
            "Quốc Bảo/Quoc Bao", "Nguyễn/Nguyen,Trần/Tran,Phạm/Pham"),
    Country("SY", "Syrische", "Rania/Ranya,Hala/Halah", "Yousef/Yusuf/Joessef,Khaled/Chalid",
            "al-Hamwi/Alhamwi,Darwish/Darwiesh,Kabbani/Qabbani"),
)  # fmt: skip
BY_CODE: Final = {country.code: country for country in COUNTRIES}


def spellings(draw: random.Random, names: str) -> tuple[str, ...]:
    """One of the names, in all its spellings."""
    return tuple(draw.choice(names.split(",")).split("/"))
