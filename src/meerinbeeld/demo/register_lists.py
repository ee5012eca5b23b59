# SPDX-License-Identifier: EUPL-1.2
"""The lists of three organisations of the made-up region, each in its own layout and words, to try
the import with. Some rows are wrong, as they are in practice.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from anyascii import anyascii

from meerinbeeld import norms
from meerinbeeld.demo.register_names import BY_CODE
from meerinbeeld.demo.register_sketch import Record, draw_records

#: What the demo draws from: the same lists on every machine on the same day.
SEED: Final = 2021
YEAR: Final = timedelta(days=365)
#: A list of this year begins with the end of the year before, as people keep lists.
OVERLAP: Final = timedelta(days=75)


@dataclass(frozen=True)
class Layout:
    """How one organisation keeps its list. `wrong` are rows that need a person."""

    organisation: str
    file: str
    headings: tuple[str, ...]
    row: Callable[[Record], Sequence[str]]
    wrong: Callable[[date], Sequence[Sequence[str]]]
    separator: str
    encoding: str


#: How the police and Veilig Thuis write somebody's sex and the police a form of exploitation.
_LETTER: Final = {"female": "V", "male": "M", "": ""}
_SHORT: Final = {"sexual_exploitation": "SU", "labour_exploitation": "AU",
                 "criminal_exploitation": "CU", "": ""}  # fmt: skip


def _police(record: Record) -> Sequence[str]:
    prefix, _, rest = record.family.rpartition(" ")
    facts = record.facts
    return (
        record.number, f"{record.on:%d-%m-%Y}", record.given, prefix, rest, record.born,
        facts["age"], _LETTER[facts["sex"]], _people(facts["nationality"]),
        _dutch("country", facts["origin"]), _SHORT[facts["form"]],
        _dutch("exploitation_sector", facts["sector"]),
        _dutch("exploitation_scope", facts["scope"]), _dutch("exploitation_place", facts["place"]),
        facts["town"], record.phone,
    )  # fmt: skip


def _shelter(record: Record) -> Sequence[str]:
    asked = "nee" if record.refused else ("ja" if record.consent else "niet gevraagd")
    facts = record.facts
    return (
        record.number, f"{record.on:%d-%m-%Y}", f"{record.given} {record.family}", record.alias,
        record.born, facts["age"], _dutch("sex", facts["sex"]).lower(),
        _people(facts["nationality"]), _dutch("country", facts["origin"]),
        _dutch("form_of_exploitation", facts["form"]),
        _dutch("exploitation_sector", facts["sector"]),
        _dutch("exploitation_scope", facts["scope"]), facts["began"],
        _dutch("means_of_coercion", facts["means"]), facts["town"], asked,
        f"{record.consent:%d-%m-%Y}" if record.consent else "",
    )  # fmt: skip


def _safe_home(record: Record) -> Sequence[str]:
    facts = record.facts
    return (
        record.number, f"{record.on.isoformat()}", record.given, record.family, record.alias,
        record.born, facts["age"], _LETTER[facts["sex"]].lower(), facts["nationality"],
        facts["origin"], _dutch("form_of_exploitation", facts["form"]),
        _dutch("exploitation_sector", facts["sector"]),
        _dutch("exploitation_scope", facts["scope"]),
        _dutch("exploitation_duration", facts["duration"]),
        _dutch("recruitment_way", facts["recruited"]), facts["town"], record.phone,
    )  # fmt: skip


LAYOUTS: Final = (
    Layout(
        "politie", "politie.csv",
        ("Registratienummer", "Datum melding", "Voornamen", "Voorvoegsel", "Achternaam",
         "Geboortedatum", "Leeftijd", "M/V", "Nationaliteit", "Herkomst", "Delict", "Sector",
         "Binnenlands of grensoverschrijdend", "Soort plek", "Gemeente", "Telefoon"),
        _police,
        lambda on: (
            ("PL0600-X1", f"31-02-{on:%Y}", "Proef", "", "Vrouw", "", "", "V", "", "", "SU", "",
             "", "", "Zwolle", ""),
            ("PL0600-X2", f"{on:%d-%m-%Y}", "Proef", "", "Man", "1999", "", "M", "Nederlandse",
             "Nederland", "AU", "", "Binnenlands", "", "Enschede", ""),
        ),
        ";", "cp1252",
    ),
    Layout(
        "opvang-de-linde", "opvang-de-linde.csv",
        ("Cliëntnummer", "Datum intake", "Naam cliënt", "Roepnaam of alias", "Geb.datum",
         "Leeftijd", "Geslacht", "Nationaliteit", "Land van herkomst", "Vorm van uitbuiting",
         "Sector", "Binnenlands of grensoverschrijdend", "Begin uitbuiting", "Dwangmiddelen",
         "Gemeente", "Toestemming", "Toestemming op"),
        _shelter,
        lambda on: (
            ("DL-X1", f"{on:%d-%m-%Y}", "Proef Persoon", "", "", "", "vrouw", "", "Nederland",
             "Seksuele uitbuiting", "", "", "", "", "", "ja", ""),
        ),
        ",", "utf-8",
    ),
    Layout(
        "veilig-thuis", "veilig-thuis.csv",
        ("Dossiernummer", "Datum aanmelding", "Voornaam", "Achternaam", "Alias", "Geboortedatum",
         "Leeftijd", "Geslacht", "Nationaliteit", "Land van herkomst", "Vorm", "Sector",
         "Binnenlands of grensoverschrijdend", "Duur", "Werving", "Gemeente", "Telefoonnummer"),
        _safe_home,
        lambda on: (
            ("VT-X1", on.isoformat(), "Proef", "Kind", "", "geen idee", "", "v", "NL", "",
             "Criminele uitbuiting", "", "", "", "", "Kampen", "geen"),
        ),
        ";", "utf-8-sig",
    ),
)  # fmt: skip


def records(today: date) -> list[Record]:
    """All that the three organisations and the inspectorate wrote down in two years."""
    draw = random.Random(SEED)  # noqa: S311 (made-up data has to be repeatable, not secret)
    return draw_records(draw, today)


def as_csv(layout: Layout, rows: Sequence[Record], wrong: Sequence[Sequence[str]] = ()) -> bytes:
    """The list as that organisation saves it; what its signs cannot write is written in others."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=layout.separator)
    writer.writerow(layout.headings)
    for cells in (*(layout.row(record) for record in rows), *wrong):
        writer.writerow([_written(cell, layout.encoding) for cell in cells])
    return out.getvalue().encode(layout.encoding)


def write_lists(folder: Path, today: date) -> list[Path]:
    """This year's list of each organisation as a file. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    lately = [record for record in records(today) if record.on >= today - YEAR - OVERLAP]
    found = []
    for layout in LAYOUTS:
        path = folder / layout.file
        rows = [record for record in lately if record.organisation == layout.organisation]
        path.write_bytes(as_csv(layout, rows, layout.wrong(today - timedelta(days=30))))
        found.append(path)
    return found


def _written(cell: str, encoding: str) -> str:
    try:
        cell.encode(encoding)
    except UnicodeEncodeError:
        return anyascii(cell)
    return cell


def _people(country: str) -> str:
    return BY_CODE[country].people if country else ""


def _dutch(listed: str, value: str) -> str:
    return norms.codelist(listed).known[value].label_nl if value else ""
