# SPDX-License-Identifier: EUPL-1.2
"""Dutch is whole, and one English sentence has one Dutch one: Django takes the first it finds."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import polib
import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "meerinbeeld"
CATALOGUES = sorted(SOURCE.rglob("locale/nl/LC_MESSAGES/django.po"))
#: Officialese that a B1 reader stumbles over.
OFFICIALESE = re.compile(
    r"\b(betreffende|middels|dient te|teneinde|inzake|derhalve|alsmede|hieromtrent|gaarne)\b", re.I
)


def live(catalogue: Path) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(catalogue)) if not entry.obsolete]


def name(catalogue: Path) -> str:
    return str(catalogue.relative_to(SOURCE).parent.parent.parent.parent)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_every_sentence_is_translated_and_none_is_a_guess(catalogue: Path) -> None:
    assert not [e.msgid for e in live(catalogue) if not e.translated() or e.fuzzy]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_the_dutch_is_plain(catalogue: Path) -> None:
    assert not [e.msgstr for e in live(catalogue) if OFFICIALESE.search(e.msgstr)]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_what_is_filled_in_stays_the_same(catalogue: Path) -> None:
    """A forgotten %(name)s would leave out a name, or break the page."""
    filled = re.compile(r"%\((\w+)\)")
    for entry in live(catalogue):
        for dutch in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            allowed = set(filled.findall(entry.msgid + entry.msgid_plural))
            assert set(filled.findall(dutch)) <= allowed, entry.msgid


def test_one_sentence_has_one_translation() -> None:
    found: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for catalogue in CATALOGUES:
        for entry in live(catalogue):
            if entry.msgstr:
                found[entry.msgctxt, entry.msgid].add(entry.msgstr)
    assert not {key: dutch for key, dutch in found.items() if len(dutch) > 1}
