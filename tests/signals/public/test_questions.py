# SPDX-License-Identifier: EUPL-1.2
"""An empty question is drawn once for everybody; what somebody typed is drawn for them alone."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from meerinbeeld.parties.models import Municipality, Region
from meerinbeeld.signals.public.questions import Where, Who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meerinbeeld.signals.public.questions.Question._drawn", {})


def _town(code: str, name: str) -> None:
    region, _made = Region.objects.get_or_create(code="ijsselland", name="IJsselland")
    Municipality.objects.create(cbs_code=code, name=name, region=region)


def test_an_empty_question_is_drawn_once() -> None:
    first = str(Who(None, "person"))
    assert str(Who(None, "person")) is first


def test_what_one_reporter_typed_is_not_on_the_page_of_the_next() -> None:
    assert "Milan" in str(Who({"person_name": ["Milan"]}, "person"))
    assert "Milan" not in str(Who(None, "person"))


def test_each_language_and_each_subject_has_its_own_drawing() -> None:
    with override("nl"):
        dutch, about_oneself = str(Who(None, "person")), str(Who(None, "self"))
    with override("en"):
        english = str(Who(None, "person"))
    assert len({dutch, english, about_oneself}) == 3


def test_a_new_municipality_is_on_the_page_at_once() -> None:
    _town("GM0193", "Zwolle")
    assert "Deventer" not in str(Where(None, "person"))
    _town("GM0150", "Deventer")
    assert "Deventer" in str(Where(None, "person"))


def test_many_kinds_of_drawings_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meerinbeeld.signals.public.questions.DRAWN", 2)
    for number in range(4):
        _town(f"GM000{number}", f"Town {number}")
        assert f"Town {number}" in str(Where(None, "person"))
    assert len(Where._drawn) <= 2
