# SPDX-License-Identifier: EUPL-1.2
"""A row of a list: a notification, or everything that is wrong in it and what to do.

A message names the column and never repeats what stands in the cell.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.files.tables import day
from meerinbeeld.norms.spoken import plain
from meerinbeeld.registry.actions.ages import groups
from meerinbeeld.registry.actions.new_notification import Basis, Given
from meerinbeeld.registry.linkage import dates
from meerinbeeld.registry.lists.fields import (
    BASIS,
    BEGAN,
    CONSENT,
    DAY,
    DETAILS,
    MANY,
    NUMBER,
    ONE,
    PREFIX,
    TOWN,
)
from meerinbeeld.registry.lists.setting import LEAVE_EMPTY, Setting
from meerinbeeld.registry.lists.spoken import BASES, Strange, Vocabulary
from meerinbeeld.registry.models import Notification
from meerinbeeld.ui.cells import bare
from meerinbeeld.ui.forms.typed import UNREADABLE
from meerinbeeld.vault.normalise import normalise

Rest = Notification.Rest
EARLIEST: Final = date(1990, 1, 1)
LONGEST_NUMBER: Final = 80
LONGEST_DETAIL: Final = 200
#: What is wrong, and what to do about it.
WORDS: Final[Mapping[str, Any]] = {
    "no_day": _("There is no date. Write on which day it was notified."),
    "not_a_day": _("This is not a date. Write it like 23-11-2025."),
    "impossible_day": _("This day is in the future or too long ago. Check the year."),
    "too_old": _("The retention term is over. Leave the row out: it may not be kept."),
    "strange_word": _("We do not know this word. Say which code it is, or correct it."),
    "strange_town": _("This is no municipality of the region. Correct it, or leave it empty."),
    "strange_basis": _("Write duty, consent, public task or none."),
    "no_basis": _("Say first what the personal details in this list rest on."),
    "no_consent_day": _("Write on which day the person consented."),
    "not_a_birth_date": _("We cannot read this date of birth. Write 23-11-2005, or only 2005."),
    "not_a_beginning": _("We cannot read when it began. Write 3-2024, or only 2024."),
    "born_later": _("This date of birth lies after the notification. Check both."),
    "not_a_phone": _("This is no phone number. Correct it or leave it empty."),
    "not_an_email": _("This is no e-mail address. Correct it or leave it empty."),
    "too_long": _("This text is too long. Is it in the right column? Shorten it."),
    "unreadable": _("Some signs cannot be read. Save the file as CSV UTF-8 or XLSX."),
    "twice": _("This number stands in the list twice, and the rows differ. Correct one."),
    "withdrawn": _("This person withdrew consent. The details do not come back by a list."),
    "refused": _("It could not be stored: a code is not in force on that day. Correct the row."),
    "no_role": _("Whoever began the import may not import any more."),
}  # fmt: skip
#: The ground that goes with what the details rest on.
GROUNDS: Final[Mapping[str, str]] = {Rest.DUTY: "avg_6_1_c", Rest.CONSENT: "avg_6_1_a",
                             Rest.OTHER: "avg_6_1_e"}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """A field in which something is wrong, and a code of `WORDS`."""

    field: str
    code: str

    @property
    def words(self) -> Any:
        return WORDS[self.code]


@dataclass(frozen=True)
class Known:
    """What rows are held against: the day, and the municipalities by their plain name."""

    today: date
    towns: Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """A row that can become a notification. `identity` is by which it is known a second time, and
    `told` all that it tells.
    """

    given: Given
    identity: str = field(repr=False)
    told: str = field(repr=False)
    #: Known by a number of the organisation, and not by what it tells.
    numbered: bool

    @property
    def named(self) -> bool:
        return self.given.basis.rests_on != Rest.NONE


@dataclass(frozen=True)
class Read:
    """A row with its number in the file, and what it is."""

    number: int
    cells: Sequence[str] = field(repr=False)
    entry: Entry | None
    problems: tuple[Problem, ...] = ()


def read_rows(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    setting: Setting,
    known: Known,
    *,
    first: int = 2,
    seen: Counter[str] | None = None,
) -> list[Read]:
    """The rows of a list from row `first` of the file on. `seen` counts the rows above them.

    Rows without a number that tell the same about nobody are told apart by their order: two
    nameless people can be alike. A named row that stands there twice is one.
    """
    reader = _Reader(headers, setting, known)
    above: Counter[str] = Counter() if seen is None else seen
    return [
        _apart(Read(number, row, *reader.read(row)), above)
        for number, row in enumerate(rows, start=first)
    ]


def _apart(read: Read, above: Counter[str]) -> Read:
    entry = read.entry
    if entry is None or entry.numbered or entry.named:
        return read
    digest = hashlib.sha256(entry.identity.encode()).hexdigest()
    above[digest] += 1
    if above[digest] == 1:
        return read
    return replace(read, entry=replace(entry, identity=f"{entry.identity}#{above[digest]}"))


class _Reader:
    """Reads one row after another of one list."""

    def __init__(self, headers: Sequence[str], setting: Setting, known: Known) -> None:
        self.setting, self.known = setting, known
        self.places = {
            name: headers.index(column)
            for name, column in setting.columns.items()
            if column in headers
        }
        self.vocabulary = Vocabulary(setting.words)
        self.cells: Sequence[str] = ()
        self.problems: list[Problem] = []

    def read(self, cells: Sequence[str]) -> tuple[Entry | None, tuple[Problem, ...]]:
        self.cells, self.problems = cells, []
        on = self._day()
        if on is None:
            return None, tuple(self.problems)
        basis = self._basis(on)
        details, born = self._details(on)
        began = self._began(on)
        number = self._number()
        given = Given(
            notified_on=on,
            notifier=(self._codes("notifier", on) or [self.setting.notifier])[0],
            basis=basis,
            kind=(self._codes("kind", on) or [self.setting.kind])[0],
            own_number=number if basis.rests_on != Rest.NONE else "",
            municipality=self._town(),
            codes={**groups(born, began, on), **self._single(on)},
            several={name: found for name in MANY if (found := self._codes(name, on))},
            details=details if basis.rests_on != Rest.NONE else {},
        )
        if self.problems:
            return None, tuple(self.problems)
        return _entry(given, number), ()

    def _get(self, name: str) -> str:
        place = self.places.get(name)
        if place is None or place >= len(self.cells):
            return ""
        return bare(self.cells[place].strip())

    def _wrong(self, name: str, code: str) -> None:
        self.problems.append(Problem(name, code))

    def _day(self) -> date | None:
        text = self._get(DAY)
        on = day(text, month_first=self.setting.month_first)
        if on is None:
            self._wrong(DAY, "not_a_day" if text else "no_day")
            return None
        if not EARLIEST <= on <= self.known.today:
            self._wrong(DAY, "impossible_day")
            return None
        if not _may_be_kept(on, self.known.today):
            self._wrong(DAY, "too_old")
            return None
        return on

    def _basis(self, on: date) -> Basis:
        """An empty cell of a column for it is no ground; without such a column the list's holds."""
        if BASIS in self.places:
            said = BASES.get(plain(self._get(BASIS)))
            if said is None:
                self._wrong(BASIS, "strange_basis")
            rests_on = said or Rest.NONE
            ground = GROUNDS.get(rests_on, "")
        else:
            rests_on, ground = self.setting.rests_on, self.setting.ground
            if not rests_on:
                self._wrong(BASIS, "no_basis")
        if rests_on == self.setting.rests_on and self.setting.ground:
            ground = self.setting.ground
        consented = self._consent(on) if rests_on == Rest.CONSENT else None
        return Basis(rests_on, ground, consented)

    def _consent(self, on: date) -> date | None:
        text = self._get(CONSENT)
        found = day(text, month_first=self.setting.month_first)
        if found is None:
            self._wrong(CONSENT, "not_a_day" if text else "no_consent_day")
        elif found > self.known.today:
            self._wrong(CONSENT, "impossible_day")
        return found

    def _number(self) -> str:
        text = self._get(NUMBER)
        if len(text) > LONGEST_NUMBER:
            self._wrong(NUMBER, "too_long")
        return text

    def _town(self) -> str:
        word = _town_word(self._get(TOWN))
        said = self.setting.words.get(TOWN, {}).get(word)
        if word in ("", "onbekend", "unknown", "?") or said == LEAVE_EMPTY:
            return ""
        code = said or self.known.towns.get(word, "")
        if code not in self.known.towns.values():
            self._wrong(TOWN, "strange_town")
        return code

    def _single(self, on: date) -> dict[str, str]:
        return {
            name: codes[0]
            for name in ONE
            if name not in ("notifier", "kind") and (codes := self._codes(name, on))
        }

    def _began(self, on: date) -> dates.Birth:
        """When it began: with a date of birth it tells the age then. Of itself it is not kept."""
        text = self._get(BEGAN)
        began = dates.read(text, self._order(), self.known.today.year)
        if text and (not began.year or began.year > on.year):
            self._wrong(BEGAN, "not_a_beginning")
        return began

    def _codes(self, name: str, on: date) -> list[str]:
        if name not in self.places:
            return []
        try:
            return self.vocabulary.codes(name, self._get(name), on)
        except Strange:
            self._wrong(name, "strange_word")
            return []

    def _details(self, on: date) -> tuple[dict[str, str], dates.Birth]:
        """The personal details, and what is known of the date of birth."""
        found = {name: text for name in DETAILS if (text := self._get(name))}
        if prefix := self._get(PREFIX):
            found["last_name"] = f"{prefix} {found.get('last_name', '')}".strip()
        for name, text in found.items():
            if len(text) > LONGEST_DETAIL:
                self._wrong(name, "too_long")
            elif UNREADABLE in text:
                self._wrong(name, "unreadable")
        for name, code in (("phone", "not_a_phone"), ("email", "not_an_email")):
            if name in found and not normalise(name, found[name]):
                self._wrong(name, code)
        return found, self._born(found, on)

    def _order(self) -> dates.Order:
        return dates.Order.MONTH if self.setting.month_first else dates.Order.DAY

    def _born(self, found: dict[str, str], on: date) -> dates.Birth:
        """Bring the date of birth in one form: whole, or the part that is known."""
        if "birth_date" not in found:
            return dates.NOTHING
        birth = dates.read(found["birth_date"], self._order(), self.known.today.year)
        if not birth.year:
            self._wrong("birth_date", "not_a_birth_date")
            return birth
        if birth.year > on.year:
            self._wrong("birth_date", "born_later")
        if not birth.day:
            found["birth_date"] = f"{birth.year:04d}" + (
                f"-{birth.month:02d}" if birth.month else ""
            )
        else:
            found["birth_date"] = f"{birth.year:04d}-{birth.month:02d}-{birth.day:02d}"
        return birth


def _entry(given: Given, number: str) -> Entry:
    """Known again by its number, or else by everything that it tells about somebody: what holds for
    the whole list may be set otherwise the next time. Without a ground nobody is in it.
    """
    about = {
        "on": given.notified_on.isoformat(),
        "town": given.municipality,
        "codes": dict(given.codes),
        "several": {name: sorted(codes) for name, codes in given.several.items()},
        "details": dict(given.details),
    }
    consented = given.basis.consent_on.isoformat() if given.basis.consent_on else ""
    basis = [given.basis.rests_on, consented]
    told = {**about, "basis": basis, "notifier": given.notifier}
    what = ["number", number] if number else ["row", about]
    return Entry(given, _written(what), _written(told), bool(number))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _town_word(text: str) -> str:
    return plain(text).removeprefix("gemeente ")


def _may_be_kept(on: date, today: date) -> bool:
    try:
        until: date = norms.term("retention_registry", on).after(on)
    except LookupError:  # from before the first norm
        return False
    return until >= today


def strange_words(
    headers: Sequence[str], rows: Sequence[Sequence[str]], setting: Setting, known: Known, most: int
) -> dict[str, list[str]]:
    """Field to the words of which a person has to say the code, each once as it stands there."""
    found: dict[str, dict[str, str]] = {}
    for name, word in _strange(headers, rows, setting, known):
        words = found.setdefault(name, {})
        if len(words) < most:
            words.setdefault(plain(word), word)
    return {name: list(words.values()) for name, words in found.items()}


def _strange(
    headers: Sequence[str], rows: Sequence[Sequence[str]], setting: Setting, known: Known
) -> Iterator[tuple[str, str]]:
    vocabulary = Vocabulary(setting.words)
    for name, column in setting.columns.items():
        if column not in headers or (name not in ONE and name not in MANY and name != TOWN):
            continue
        place = headers.index(column)
        for text in dict.fromkeys(row[place] for row in rows):
            if name == TOWN:
                word = _town_word(text)
                said = word in setting.words.get(TOWN, {}) or word in known.towns
                if word not in ("", "onbekend", "unknown", "?") and not said:
                    yield name, text
                continue
            try:
                vocabulary.codes(name, bare(text), known.today)
            except Strange as strange:
                yield name, strange.word
