# SPDX-License-Identifier: EUPL-1.2
"""The documents are in step with the norms, and their examples work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from meerinbeeld import norms
from meerinbeeld.norms import reference
from tests.norms.conftest import Overlay

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "reference" / "norms.md"
EXAMPLES = re.findall(
    r"```yaml\n(.*?)```", (DOCS / "how-to" / "change-norms.md").read_text(encoding="utf-8"), re.S
)


def test_the_page_of_norms_is_in_step() -> None:
    assert reference.main([str(PAGE), "--check"]) == 0, (
        "Run: python -m meerinbeeld.norms.reference docs/reference/norms.md"
    )


def test_the_check_sees_a_page_that_is_out_of_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "norms.md"
    assert reference.main([str(page), "--check"]) == 1
    assert "out of step" in capsys.readouterr().err
    assert reference.main([str(page)]) == 0
    assert reference.main([str(page), "--check"]) == 0
    assert reference.main([]) == 2


def test_the_page_names_every_norm_with_its_source() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in (*norms.code_lists(), *norms.norms().terms):
        assert f"`{name}`" in page
    for codes in norms.norms().codes.values():
        for code in codes:
            assert f"`{code.value}`" in page


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_guide_can_be_used_as_it_stands(overlay: Overlay, number: int) -> None:
    overlay(EXAMPLES[number])
    assert norms.norms()


def test_all_examples_of_the_guide_can_be_used_together(overlay: Overlay) -> None:
    assert len(EXAMPLES) >= 6
    overlay("\n---\n".join(EXAMPLES))
    assert norms.norms()


def test_the_glossary_holds_every_form_and_target() -> None:
    glossary = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
    known = set(re.findall(r"[a-z_]+", glossary))
    forms = {c.value for c in norms.norms().codes["form_of_exploitation"]} - {"unknown"}
    targets = set(norms.codelist("route_target").values) - {"police", "municipality"}
    assert forms <= known
    assert targets <= known


def test_the_story_of_a_signal_tells_the_terms_as_they_are() -> None:
    story = (DOCS / "explanation" / "how-a-signal-travels.md").read_text(encoding="utf-8")
    for name, words in {
        "first_look_acute": "2 hours",
        "first_look": "24 hours",
        "feedback_to_reporter": "seven days",
        "feedback_outcome": "six weeks",
        "choose_route": "three working days",
        "choose_route_acute": "four hours",
        "answer_wait": "fourteen days",
        "retention_signal": "five years",
        "retention_signal_nothing": "a year",
        "retention_signal_withdrawn": "six weeks",
        "retention_care": "15 years",
        "retention_youth": "20 years",
    }.items():
        assert norms.term(name)
        assert words in story, name
