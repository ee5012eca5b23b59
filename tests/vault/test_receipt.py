# SPDX-License-Identifier: EUPL-1.2
"""The seven words."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.vault import hpke, receipt
from meerinbeeld.vault.errors import InTransaction
from meerinbeeld.vault.receipt import ReceiptError

WORDS = ("aandacht", "balkon", "december", "fietspad", "gitaar", "kalender", "zonlicht")
seven_words = st.lists(st.sampled_from(receipt.word_list()), min_size=7, max_size=7)


def test_new_words_are_seven_of_the_list_and_differ_each_time() -> None:
    drawn = {receipt.new_words() for _ in range(50)}
    assert len(drawn) == 50
    assert all(len(words) == 7 for words in drawn)
    assert {word for words in drawn for word in words} <= set(receipt.word_list())


def test_a_receipt_carries_at_least_88_bits() -> None:
    assert receipt.bits() >= 88


@given(seven_words)
def test_what_was_shown_can_be_typed_back(words: list[str]) -> None:
    assert receipt.parse(" ".join(words)) == tuple(words)


@pytest.mark.parametrize(
    "typed",
    [
        "Aandacht BALKON december fietspad gitaar kalender zonlicht",
        "  aandacht,balkon;  december - fietspad\tgitaar\nkalender.zonlicht. ",
        "1. aandacht 2. balkon 3. december 4. fietspad 5. gitaar 6. kalender 7. zonlicht",
        "áandacht balkon décember fietspad gitaar kalender zonlicht",
        "aandacht\u00a0balkon\u2003december fietspad_gitaar kalender\u200bzonlicht",
    ],
)
def test_case_commas_numbers_and_accents_do_not_matter(typed: str) -> None:
    assert receipt.parse(typed) == WORDS


def test_too_few_words_are_counted() -> None:
    with pytest.raises(ReceiptError) as refusal:
        receipt.parse("aandacht balkon")
    assert (refusal.value.code, refusal.value.count) == ("too_few", 2)


def test_too_many_words_are_counted() -> None:
    with pytest.raises(ReceiptError) as refusal:
        receipt.parse(" ".join([*WORDS, "gitaar"]))
    assert (refusal.value.code, refusal.value.count) == ("too_many", 8)


def test_an_unknown_word_is_pointed_at_with_a_suggestion() -> None:
    with pytest.raises(ReceiptError) as refusal:
        receipt.parse("aandacht balcon december fietspat gitaar kalender zonlicht")
    problems = refusal.value.problems
    assert [problem.position for problem in problems] == [2, 4]
    assert "balkon" in problems[0].suggestions
    assert "fietspad" in problems[1].suggestions


def test_a_word_that_resembles_nothing_gets_no_suggestion() -> None:
    with pytest.raises(ReceiptError) as refusal:
        receipt.parse("qqqqqqq balkon december fietspad gitaar kalender zonlicht")
    assert refusal.value.problems[0].suggestions == ()


@pytest.mark.parametrize(
    ("typed", "dutch", "english"),
    [
        ("", "Typ de zeven woorden van uw ontvangstcode.", "Type the seven words of your receipt."),
        (
            "balkon",
            "U typte 1 woord. Een ontvangstcode heeft zeven woorden.",
            "You typed 1 word. A receipt has seven words.",
        ),
        (
            "balkon gitaar",
            "U typte 2 woorden. Een ontvangstcode heeft zeven woorden.",
            "You typed 2 words. A receipt has seven words.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(typed: str, dutch: str, english: str) -> None:
    with pytest.raises(ReceiptError) as refusal:
        receipt.parse(typed)
    with translation.override("en"):
        assert refusal.value.explain() == [english]
    with translation.override("nl"):
        assert refusal.value.explain() in ([dutch], [english])


def test_the_words_are_in_no_message_that_could_reach_a_log() -> None:
    with pytest.raises(ReceiptError) as refusal:
        receipt.parse("geheimpje balkon december fietspad gitaar kalender zonlicht")
    assert "geheimpje" not in f"{refusal.value!s}{refusal.value!r}{refusal.value.args}"


@pytest.mark.parametrize("typed", ["x" * 100_000, "\x00" * 1000, "🙂 " * 1000, "ﷺ" * 500])
def test_nonsense_is_refused_quickly(typed: str) -> None:
    with pytest.raises(ReceiptError):
        receipt.parse(typed)


def test_the_same_words_give_the_same_keys_and_other_words_others() -> None:
    one, again = receipt.derive(WORDS), receipt.derive(WORDS)
    other = receipt.derive((*WORDS[:6], "gitaar"))
    assert one.lookup_id == again.lookup_id != other.lookup_id
    assert len(one.lookup_id) == 16
    sealed = hpke.seal_to(one.keypair.public_bytes(), b"antwoord", b"letter")
    assert again.keypair.open(sealed, b"letter") == b"antwoord"


def test_the_order_of_the_words_matters() -> None:
    assert receipt.derive(WORDS).lookup_id != receipt.derive(WORDS[::-1]).lookup_id


def test_a_receipt_tells_nothing_when_printed() -> None:
    assert repr(receipt.derive(WORDS)) == "<Receipt>"


@pytest.mark.django_db
def test_no_derivation_runs_inside_a_transaction() -> None:
    receipt.derive(WORDS)
    with transaction.atomic(), pytest.raises(InTransaction):
        receipt.derive(WORDS)


@pytest.mark.django_db(transaction=True)
def test_no_derivation_runs_inside_a_transaction_of_a_live_process() -> None:
    receipt.derive(WORDS)
    with transaction.atomic(), pytest.raises(InTransaction):
        receipt.derive(WORDS)
    receipt.derive(WORDS)


def test_a_wrong_word_is_explained_to_the_reporter_with_what_may_be_meant() -> None:
    with pytest.raises(ReceiptError) as refusal:
        receipt.parse("balcon qqqqqqq")
    with translation.override("en"):
        first, second = refusal.value.explain()
    assert first.startswith("Word 1 is not a word we use. Did you mean: ")
    assert "balkon" in first
    assert second == "Word 2 is not a word we use. Check how it is spelled."
