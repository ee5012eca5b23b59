# SPDX-License-Identifier: EUPL-1.2
"""The Dutch is plain (B1, "u") and the English complete, in every text of the norms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from meerinbeeld.norms.yamlfiles import DATA

OFFICIALESE = re.compile(
    r"\b(betreffende|middels|dient te|teneinde|alsmede|derhalve|inzake|tevens|geschiedt|"
    r"conform|met betrekking tot|ten behoeve van|desbetreffende|danwel|jij|jouw|je)\b",
    re.IGNORECASE,
)
MOST_WORDS = 18
ENGLISH = re.compile(r"\b([Tt]he|and|not|by|for|after|[Cc]hoice|words|text|read)\b")


def texts(value: Any, where: str) -> Iterator[tuple[str, str, str]]:
    """Every pair of Dutch and English in a document: place, nl, en."""
    if isinstance(value, dict):
        if "nl" in value or "en" in value:
            yield where, str(value.get("nl", "")), str(value.get("en", ""))
        for key, inner in value.items():
            if key == "source":
                continue  # names laws and papers as these name themselves
            if str(key).endswith("_nl"):
                yield f"{where}.{key}", str(inner), str(value.get(f"{str(key)[:-3]}_en", ""))
            yield from texts(inner, f"{where}.{value.get('key', key)}")
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, where)


FILES = sorted(DATA.glob("*.yaml"))
EVERY = [
    pair
    for path in FILES
    for pair in texts(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
]


def test_there_are_texts_to_look_at() -> None:
    assert len(FILES) >= 23
    assert len(EVERY) > 400


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_dutch_text_has_an_english_one_and_the_other_way_round(path: Any) -> None:
    for where, nl, en in EVERY:
        if where.startswith(path.stem):
            assert nl.strip(), where
            assert en.strip(), where


def test_the_dutch_has_no_officialese_and_says_u() -> None:
    found = {where: match[0] for where, nl, _ in EVERY if (match := OFFICIALESE.search(nl))}
    assert found == {}


def test_sentences_are_short() -> None:
    long = {
        where: sentence
        for where, nl, _ in EVERY
        for sentence in re.split(r"(?<=[.?!])\s+", nl)
        if len(sentence.split()) > MOST_WORDS
    }
    assert long == {}


def test_nothing_hidden_stands_in_the_files() -> None:
    hidden = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
    for path in FILES:
        assert not hidden.search(path.read_text(encoding="utf-8")), path.name


#: Lists of the help to one person: there a complaint is one of the things that may exist.
LISTS_OF_CARE = ("care_", "claim_", "document_", "life_domain", "case_", "consent_", "handover_")
#: What would make help wait for a complaint.
CONDITION = re.compile(r"\b(moet|vereist|verplicht|pas na|voorwaarde|alleen na|alleen met)\b", re.I)


def test_no_help_waits_for_a_criminal_complaint() -> None:
    for where, nl, _ in EVERY:
        for sentence in re.split(r"(?<=[.?!])\s+", nl):
            assert "aangifte" not in sentence.lower() or not CONDITION.search(sentence), where


def test_a_criminal_complaint_is_only_named_to_say_that_none_is_needed() -> None:
    no_need = re.compile(r"(geen|zonder|niet nodig|niemand|Aangifte is niet)", re.IGNORECASE)
    for where, nl, _ in (text for text in EVERY if not text[0].startswith(LISTS_OF_CARE)):
        for sentence in re.split(r"(?<=[.?!])\s+", nl):
            if "aangifte" in sentence.lower():
                assert no_need.search(sentence), f"{where}: {sentence}"


def sources(value: Any) -> Iterator[str]:
    """Every source in a document, as a Dutch reader sees it."""
    if isinstance(value, dict):
        found = value.get("source")
        if found is not None:
            yield found["nl"] if isinstance(found, dict) else found
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from sources(inner)


def test_a_source_reads_in_dutch() -> None:
    found = {text for path in FILES for text in sources(yaml.safe_load(path.read_text("utf-8")))}
    assert len(found) > 100
    assert [text for text in found if ENGLISH.search(text)] == []
