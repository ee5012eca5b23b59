# SPDX-License-Identifier: EUPL-1.2
"""A question that nobody answered yet is drawn once for everybody; what somebody typed is drawn for
them alone.
"""

from __future__ import annotations

import pytest
from django.test import Client

from meerinbeeld.parties.models import Municipality, Region
from meerinbeeld.signals.public import drawn, questions
from meerinbeeld.signals.public.questions import Where, Who
from tests.people import Village
from tests.signals.public.asking import answer

pytestmark = pytest.mark.django_db
FIRST, WHO, WHERE = "/melding/nu/", "/melding/wie/", "/melding/waar/"
TOKEN = 'name="csrfmiddlewaretoken" value="'


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "_pages", {})


def _town(code: str, name: str) -> None:
    region, _made = Region.objects.get_or_create(code="ijsselland", name="IJsselland")
    Municipality.objects.create(cbs_code=code, name=name, region=region)


def _reporter(subject: str = "person") -> Client:
    client = Client()
    answer(client, "nu", danger="no")
    answer(client, "over", subject_kind=subject)
    return client


def _page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def _token(page: str) -> str:
    return page.partition(TOKEN)[2].partition('"')[0]


def _without_token(page: str) -> str:
    return page.replace(_token(page), "")


def test_a_question_that_nobody_answered_is_drawn_once() -> None:
    first = _page(Client(), FIRST)
    assert len(drawn._pages) == 1
    assert _without_token(_page(Client(), FIRST)) == _without_token(first)
    assert len(drawn._pages) == 1


def test_each_visitor_gets_a_token_of_their_own_that_is_good_for_them_alone() -> None:
    one, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    mine, theirs = _token(_page(one, FIRST)), _token(_page(other, FIRST))
    assert mine and theirs and mine != theirs
    form = {"danger": "no", "go": "next"}
    assert one.post(FIRST, {**form, "csrfmiddlewaretoken": theirs}).status_code == 403
    assert one.post(FIRST, {**form, "csrfmiddlewaretoken": mine}).status_code == 302


def test_what_one_reporter_typed_is_not_on_the_page_of_the_next() -> None:
    one = _reporter()
    answer(one, "wie", person_name="Milan")
    assert "Milan" in _page(one, WHO)
    assert "Milan" not in _page(_reporter(), WHO)
    assert not any("Milan" in page for page in drawn._pages.values())


def test_the_page_of_who_is_signed_in_is_the_page_of_everybody(village: Village) -> None:
    anna = Client()
    anna.force_login(village.people["anna"])
    assert _without_token(_page(anna, FIRST)) == _without_token(_page(Client(), FIRST))


def test_each_language_each_subject_and_each_way_on_has_its_own_page() -> None:
    one, oneself = _reporter(), _reporter("self")
    pages = [
        _page(one, WHO),
        _page(one, f"/en{WHO}"),
        _page(oneself, WHO),
        _page(one, f"{WHO}?then=nakijken"),
    ]
    assert len(set(map(_without_token, pages))) == 4
    assert len(drawn._pages) == 4


def test_a_new_municipality_is_on_the_page_at_once() -> None:
    client = _reporter()
    _town("GM0193", "Zwolle")
    assert "Deventer" not in _page(client, WHERE)
    _town("GM0150", "Deventer")
    assert "Deventer" in _page(client, WHERE)


def test_many_kinds_of_pages_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "DRAWN", 2)
    client = _reporter()
    for number in range(4):
        _town(f"GM000{number}", f"Town {number}")
        assert f"Town {number}" in _page(client, WHERE)
    assert len(drawn._pages) <= 2


# --- Forms that share their fields ----------------------------------------------------------------


def test_the_towns_of_one_form_are_not_those_of_an_older_one() -> None:
    older = Where(None, "person")
    _town("GM0193", "Zwolle")
    newer = Where(None, "person")
    assert ("GM0193", "Zwolle") in newer.choices[0]  # type: ignore[operator]
    assert ("GM0193", "Zwolle") not in older.choices[0]  # type: ignore[operator]


def test_the_words_about_oneself_are_only_in_the_forms_about_oneself() -> None:
    about_oneself = Who(None, "self").fields["description"].label
    assert Who(None, "person").fields["description"].label != about_oneself


def test_an_answer_and_its_errors_stay_in_their_own_form() -> None:
    wrong = Who({"age_band": ["nobody"], "person_name": ["Milan"]}, "person")
    assert not wrong.is_valid()
    right = Who({"person_name": ["Noor"]}, "person")
    assert right.is_valid() and right.cleaned_data["person_name"] == "Noor"


def test_a_subject_that_somebody_made_up_is_kept_nowhere() -> None:
    Who(None, "")
    before = questions._prepared.cache_info().currsize
    assert Who(None, "a made-up subject").subject == ""
    assert questions._prepared.cache_info().currsize == before
