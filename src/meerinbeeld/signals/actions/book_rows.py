# SPDX-License-Identifier: EUPL-1.2
"""What the rows of a signal book mean: which column is what, and what is wrong in a row.

Functions of values; the norms and the list of municipalities come in as data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from meerinbeeld import norms
from meerinbeeld.files.tables import day
from meerinbeeld.norms import CodeList
from meerinbeeld.norms.spoken import labels, matching, plain
from meerinbeeld.ui.forms.typed import UNREADABLE
from meerinbeeld.vault.normalise import normalise

Words = Any
EARLIEST: Final = date(1990, 1, 1)

#: The fields of a signal that a column can fill, with the headings by which they are guessed.
FIELDS: Final[dict[str, tuple[Words, tuple[str, ...]]]] = {
    "source_id": (_("Your own number"), ("nummer", "signaalnummer", "zaaknummer", "id", "nr",
                                         "kenmerk", "referentie", "number", "reference")),
    "received": (_("Received on"), ("ontvangen", "datum", "datum melding", "ontvangen op",
                                    "meldingsdatum", "datum ontvangst", "datum signaal",
                                    "received", "date")),
    "reporter_kind": (_("Who reported"), ("melder", "soort melder", "gemeld door", "bron",
                                          "reporter", "source")),
    "subject_kind": (_("Person or place"), ("betreft", "persoon of plek", "onderwerp", "soort",
                                            "subject", "about")),
    "story": (_("What was seen"), ("omschrijving", "signaal", "verhaal", "toelichting",
                                   "beschrijving", "wat is er gezien", "inhoud", "melding",
                                   "description", "story")),
    "municipality": (_("Municipality"), ("gemeente", "municipality", "woonplaats", "plaats")),
    "place_detail": (_("Where exactly"), ("locatie", "waar", "waar precies", "plek", "location",
                                          "place")),
    "address": (_("Address"), ("adres", "straat", "address")),
    "form": (_("Suspected form"), ("vorm", "vorm van uitbuiting", "uitbuitingsvorm",
                                   "soort uitbuiting", "form")),
    "person_name": (_("Name of the person"), ("naam", "naam slachtoffer", "naam persoon",
                                              "slachtoffer", "name", "person name")),
    "birth_date": (_("Date of birth"), ("geboortedatum", "geb datum", "date of birth")),
    "minor": (_("Under 18"), ("minderjarig", "minderjarige", "onder 18", "minor", "under 18")),
    "phone": (_("Phone number"), ("telefoon", "telefoonnummer", "tel", "phone")),
    "email": (_("E-mail address"), ("email", "e mail", "mail", "mailadres")),
    "plate": (_("Number plate"), ("kenteken", "kentekens", "plate", "number plate")),
    "employer": (_("Business or employer"), ("bedrijf", "werkgever", "employer", "business")),
    "enrichment": (_("What was done"), ("actie", "acties", "opvolging", "vervolg", "notities",
                                        "opmerkingen", "notes", "follow up")),
    "status": (_("Open or closed"), ("status", "fase", "stand", "state")),
    "closed_on": (_("Closed on"), ("afgesloten op", "datum afsluiting", "einddatum", "closed",
                                   "closed on")),
    "stop_reason": (_("Reason for ending"), ("reden", "reden afsluiten", "uitkomst", "resultaat",
                                             "outcome", "reason")),
}  # fmt: skip
#: Fields that become one sealed item each; the name of the field is the kind of the item.
ITEMS: Final = ("story", "place_detail", "address", "person_name", "birth_date", "phone", "email",
                "plate", "employer", "enrichment")  # fmt: skip
_YES: Final = frozenset({"ja", "j", "yes", "y", "x", "1", "true", "waar"})
_NO: Final = frozenset({"nee", "n", "no", "0", "false", "onwaar"})
_UNKNOWN: Final = frozenset({"", "onbekend", "unknown", "?", "nvt", "n v t"})
_CLOSED: Final = frozenset({"gesloten", "afgesloten", "dicht", "afgerond", "klaar", "beeindigd",
                            "closed", "done"})  # fmt: skip
_OPEN: Final = frozenset({"", "open", "lopend", "loopt", "nieuw", "in behandeling", "actief",
                          "running", "new"})  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row, and what to do. `words` never repeat what stands in the cell."""

    column: Words
    words: Words


@dataclass(frozen=True)
class Known:
    """What rows are held against: the day, the municipalities by name, and how long texts are."""

    today: date
    towns: Mapping[str, str]
    most: int


@dataclass(frozen=True)
class Entry:
    """A row that can become a signal."""

    key: str = field(repr=False)
    received: date
    reporter_kind: str
    subject_kind: str
    municipality: str
    forms: tuple[str, ...]
    minor: str
    items: tuple[tuple[str, str], ...] = field(repr=False)
    closed_on: date | None
    stop_reason: str


def guess(headers: Sequence[str]) -> dict[int, str]:
    """Which column is what, by its heading; each field at most once."""
    mapping: dict[int, str] = {}
    known = {name: _headings(name) for name in FIELDS}
    named = [plain(header) for header in headers]
    for exact in (True, False):
        for place, header in enumerate(named):
            if place in mapping or not header:
                continue
            free = {name: known[name] for name in known if name not in mapping.values()}
            name = _field_of(header, free, exact=exact)
            if name:
                mapping[place] = name
    return mapping


def _headings(name: str) -> set[str]:
    """How people call a field, and how our own empty book does, in each language."""
    label, usual = FIELDS[name]
    found = set(usual)
    for language in ("nl", "en"):
        with override(language):
            found.add(plain(str(label)))
    return found


def _field_of(header: str, free: Mapping[str, set[str]], *, exact: bool) -> str:
    for name, known in free.items():
        if header in known:
            return name
        if not exact and any(len(word) > 4 and word in header for word in known):
            return name
    return ""


def read_row(
    cells: Sequence[str], mapping: Mapping[int, str], known: Known
) -> Entry | list[Problem]:
    """A signal, or everything that is wrong in the row."""
    values = {name: cells[place].strip() for place, name in mapping.items() if place < len(cells)}
    return _Reader(values, known).read()


class _Reader:
    def __init__(self, values: Mapping[str, str], known: Known) -> None:
        self.values, self.known = values, known
        self.problems: list[Problem] = []

    def read(self) -> Entry | list[Problem]:
        received = self._date("received")
        if received is None and not self.problems:
            self._wrong("received", _("There is no date. Write on which day it came in."))
        closed_on, stop_reason = self._ending()
        entry = Entry(
            key=self._key(),
            received=received or self.known.today,
            reporter_kind=self._code("reporter_kind", "reporter_kind", "other"),
            subject_kind=self._code("subject_kind", "subject_kind", "person"),
            municipality=self._town(),
            forms=self._forms(),
            minor=self._minor(),
            items=self._items(),
            closed_on=closed_on,
            stop_reason=stop_reason,
        )
        if not entry.items:
            self._wrong("story", _("The row tells nothing. Write what was seen."))
        if received and not self.problems:
            self._too_old(entry)
        return self.problems or entry

    def _get(self, name: str) -> str:
        return self.values.get(name, "")

    def _wrong(self, name: str, words: Words) -> None:
        self.problems.append(Problem(FIELDS[name][0], words))

    def _unknown(self, name: str, codes: CodeList) -> None:
        words = _("We do not know this word. Use one of these, or leave it empty: %(words)s.")
        self._wrong(name, words % {"words": labels(codes)})

    def _date(self, name: str) -> date | None:
        text = self._get(name)
        if not text:
            return None
        found = day(text)
        if found is None:
            self._wrong(name, _("This is not a date. Write it like 23-11-2024."))
        elif not EARLIEST <= found <= self.known.today:
            self._wrong(name, _("This day is in the future or too long ago. Check the year."))
        return found

    def _ending(self) -> tuple[date | None, str]:
        status = plain(self._get("status"))
        closed_on = self._date("closed_on")
        if status not in _CLOSED and status not in _OPEN:
            self._wrong("status", _("Write open or closed."))
        if status not in _CLOSED and closed_on is None:
            return None, ""
        if closed_on is None:
            self._wrong("closed_on", _("It is closed, so write on which day it ended."))
        received = day(self._get("received"))
        if closed_on and received and closed_on < received:
            self._wrong("closed_on", _("It ended before it came in. Check both dates."))
        return closed_on, self._stop_reason()

    def _stop_reason(self) -> str:
        reason = matching(self._get("stop_reason"), norms.codelist("stop_reason"))
        if not reason:
            words = _("It is closed, so write why, in one of these ways: %(words)s.")
            self._wrong("stop_reason", words % {"words": labels(norms.codelist("stop_reason"))})
        return reason

    def _code(self, name: str, listed: str, default: str) -> str:
        text = self._get(name)
        if plain(text) in _UNKNOWN:
            return default
        codes = norms.codelist(listed)
        found = matching(text, codes)
        if not found:
            self._unknown(name, codes)
        return found or default

    def _town(self) -> str:
        text = plain(self._get("municipality"))
        if text in _UNKNOWN:
            return ""
        code = self.known.towns.get(text.removeprefix("gemeente ").strip(), "")
        if not code:
            self._wrong(
                "municipality", _("We do not know this municipality. Correct it or leave it empty.")
            )
        return code

    def _forms(self) -> tuple[str, ...]:
        codes = norms.codelist("form_of_exploitation")
        found = []
        for text in re.split(r"[;,/\n]| en ", self._get("form")):
            if plain(text) in _UNKNOWN:
                continue
            form = matching(text, codes)
            if form:
                found.append(form)
            else:
                self._unknown("form", codes)
        return tuple(dict.fromkeys(found))

    def _minor(self) -> str:
        text = plain(self._get("minor"))
        if text in _YES:
            return "yes"
        if text in _NO:
            return "no"
        if text not in _UNKNOWN:
            self._wrong("minor", _("Write yes or no, or leave it empty."))
        return "unknown"

    def _items(self) -> tuple[tuple[str, str], ...]:
        found = []
        for name in ITEMS:
            text = self._get(name)
            if name != "story" and plain(text) in _UNKNOWN:
                continue
            if not text:
                continue
            self._check_text(name, text)
            found.append((name, text))
        return tuple(found)

    def _check_text(self, name: str, text: str) -> None:
        if len(text) > self.known.most:
            self._wrong(name, _("This text is too long. Shorten it."))
        if UNREADABLE in text:
            self._wrong(name, _("Some signs cannot be read. Save the file as CSV UTF-8 or XLSX."))
        if name in ("phone", "email", "birth_date") and not normalise(name, text):
            self._wrong(name, _("This is not what the column should hold. Correct it or leave it "
                                "empty."))  # fmt: skip

    def _too_old(self, entry: Entry) -> None:
        if keep_until(entry)[0] < self.known.today:
            self._wrong("received", _("The retention term of this signal is over. Leave the row "
                                      "out: it may not be kept."))  # fmt: skip

    def _key(self) -> str:
        """By its own number when it has one, else by everything that stands in the row."""
        own = self._get("source_id")
        what = ["id", own] if own else ["row", sorted(self.values.items())]
        return json.dumps(what, ensure_ascii=False)


def keep_until(entry: Entry) -> tuple[date, str]:
    """The last day of retention and its norm, counted as if it had been here all along."""
    term = _term_of(entry.received)
    ends, norm = term.after(entry.received), str(term.norm)
    if entry.closed_on and entry.stop_reason:
        after = norms.retention_of(entry.stop_reason, minor=entry.minor == "yes")
        if after.after(entry.closed_on) < ends:
            return after.after(entry.closed_on), str(after.norm)
    return ends, norm


def _term_of(received: date) -> Any:
    try:
        return norms.term("retention_signal", received)
    except LookupError:  # from before the first norm
        return norms.term("retention_signal")
