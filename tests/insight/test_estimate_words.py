# SPDX-License-Identifier: EUPL-1.2
"""Every warning, refusal and verdict of the library has its Dutch; and its numbers are ours."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation

import darkfigure
from darkfigure import comparison, judgement, linkage
from darkfigure.linkage import People
from meerinbeeld.insight.queries import estimate_words
from meerinbeeld.insight.queries.estimate_words import is_known, said

SOURCE = Path(darkfigure.__file__).parent
#: Where the library says what it says: which calls carry a sentence for people.
SAYING = {"RefusalError"}


@pytest.fixture(autouse=True)
def _in_dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


def data(*rows: tuple[str, int]) -> darkfigure.CaptureData:
    names = [f"L{at}" for at in range(len(rows[0][0]))]
    return darkfigure.CaptureData.from_rows(names, [(list(marks), n) for marks, n in rows])


THIN = data(("100", 40), ("010", 30), ("001", 3), ("110", 9))
APART = data(("1000", 40), ("0100", 30), ("1100", 9), ("0010", 20), ("0001", 12), ("0011", 8))
COMMON = {"replicates": 10, "seed": 1, "threads": 1, "progress": None}
WITHIN = data(("10", 40), ("11", 30), ("01", 0))


def test_every_warning_about_data_has_its_dutch() -> None:
    for one in (THIN, APART, WITHIN):
        for text in judgement.data_warnings(one):
            assert is_known(text), text
            assert said(text) != text


def test_every_method_over_linkages_has_its_dutch() -> None:
    people = People(("L0", "L1"), {0b01: 40, 0b11: 30, 0b10: 9})
    alone = comparison._methods(WITHIN, None, COMMON)
    methods = comparison._linked(people, alone, None, 1, 1, None)
    assert [method for method, _run in methods if not is_known(method)] == []
    assert is_known(comparison.ONE_LINKAGE)
    assert is_known("Only 17 of 20 linkages carry a number.")
    assert said("Only 3 of 20 linkages carry a number. Last: List B holds only 3 cases.") == (
        "Maar 3 van de 20 koppelingen kunnen een getal dragen. De laatste: "
        "Op lijst B staan maar 3 personen."
    )


def test_the_warning_about_much_doubt_in_links_has_its_dutch() -> None:
    text = linkage._pooled([_shaky(40), _shaky(900)], "bic", 2, 1, 0.0).warnings[-1]
    assert "better links" in text
    assert is_known(text)


def _shaky(unseen: int) -> darkfigure.Estimate:
    """An estimate that is sure of itself."""
    return darkfigure.Estimate(
        "bic", ("L0",), 100, 100.0 + unseen, (0.0, 0.0), (0.0, 0.0),
        replicates=np.full(50, 100.0 + unseen), details={"acceleration": 0.0},
    )  # fmt: skip


@pytest.mark.parametrize("name", ["Artificial_3", "Kosovo", "UKdat_5"])
def test_every_method_has_its_dutch(name: str) -> None:
    methods = comparison._methods(darkfigure.datasets.load(name), 2, COMMON)
    assert [method for method, _run in methods if not is_known(method)] == []


def test_every_method_for_many_lists_has_its_dutch() -> None:
    rows = [("1" + "0" * 7, 9), *((("0" * at + "11").ljust(8, "0"), 3) for at in range(7))]
    methods = comparison._methods(data(*rows), None, COMMON)
    assert [method for method, _run in methods if not is_known(method)] == []


def test_every_verdict_has_its_dutch() -> None:
    found = [
        darkfigure.estimate(data(("10", 60), ("01", 50), ("11", n)), "chapman") for n in (30, 9)
    ]
    rows = [comparison.Row(str(one.estimate), one, None, 0.0) for one in found]
    for shown in ([], rows[:1], rows):
        verdict = comparison.Comparison(WITHIN, tuple(shown), 1, 0.0).verdict
        assert is_known(verdict), verdict


def test_every_refusal_in_the_library_has_its_dutch() -> None:
    """Read from its source, with any word in the place of what differs."""
    unknown = []
    for path in SOURCE.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYING and call.args:
                text = _with_holes_filled(call.args[0])
                if not is_known(text):
                    unknown.append(text)
    assert unknown == []


def _with_holes_filled(text: ast.expr) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    assert isinstance(text, ast.JoinedStr)
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "7" for part in text.values
    )


def test_warnings_that_depend_on_chance_have_their_dutch() -> None:
    texts = [
        *judgement.interval_warnings((10.0, 90.0), 80, 100),
        *judgement.predictive_warnings(0.01),
        *judgement.predictive_warnings(0.01, "the model with the largest weight"),
        judgement.LOOSE,
    ]
    assert len(texts) == 5
    assert all(is_known(text) for text in texts)


def test_numbers_and_names_come_along() -> None:
    text = judgement.data_warnings(WITHIN)[-1]
    assert "Twee lijsten" in said(text)
    assert "L1" in said("List L1 holds only 3 cases.")
    verdict = "The methods agree within a factor 1.5: 1,200 to 1,700."
    assert said(verdict) == "De manieren zijn het binnen een factor 1,5 eens: 1.200 tot 1.700."
    groups = "These groups of lists share no case: A, B; C. Nothing in the data"
    assert said(groups) == groups  # half a sentence is not taken for a whole one


def test_a_list_with_a_strange_name_is_only_a_name() -> None:
    assert said("List %(x)s {0} and 5 holds no case and adds nothing.").startswith(
        "Op lijst %(x)s {0} and 5 staat niemand"
    )


def test_what_is_not_known_is_shown_as_it_came() -> None:
    assert said("Something new.") == "Something new."


def test_dutch_and_english_have_the_same_holes() -> None:
    for _pattern, words in estimate_words._sentences():
        holes = [set(re.findall(r"\{(\w+)\}", words[language])) for language in ("nl", "en")]
        assert holes[0] <= holes[1], words["en"]


def test_in_english_the_library_is_heard_as_it_is() -> None:
    with translation.override("en"):
        text = judgement.data_warnings(APART)[-1]
        assert said(text) == text
