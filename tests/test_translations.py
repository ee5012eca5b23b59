# SPDX-License-Identifier: EUPL-1.2
"""Dutch is whole, and one English sentence has one Dutch one: Django takes the first it finds."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

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


#: A language is named in its own words, so this stays.
OWN_NAME = "English"
LITERAL = r"""u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\({LITERAL}(?:,\s*{LITERAL})?")

Sentence = tuple[str | None, str]


def in_python(source: str) -> Iterator[Sentence]:
    """The sentences that go through a function of `django.utils.translation`, whatever its name."""
    tree = ast.parse(source)
    functions = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            said = [a.value for a in node.args if isinstance(a, ast.Constant)]
            if node.func.id in functions and said:
                yield sentence(functions[node.func.id], [str(one) for one in said])


def in_template(source: str) -> Iterator[Sentence]:
    for function, *literals in IN_TEMPLATE.findall(templatize(source)):
        yield sentence(function, [ast.literal_eval(one) for one in literals if one])


def sentence(function: str, said: list[str]) -> Sentence:
    return (said[0], said[1]) if "pgettext" in function else (None, said[0])


def test_every_sentence_of_the_source_stands_in_a_catalogue() -> None:
    """A forgotten one would be English on a Dutch screen, and nothing would say so."""
    known = {(e.msgctxt, e.msgid) for po in CATALOGUES for e in live(po)}
    readers = {"*.py": in_python, "*.html": in_template, "*.txt": in_template}
    missing = {
        (str(path.relative_to(SOURCE)), text)
        for pattern, read in readers.items()
        for path in SOURCE.rglob(pattern)
        for context, text in read(path.read_text(encoding="utf-8"))
        if (context, text) not in known and text not in ("", OWN_NAME)
    }
    assert not missing
