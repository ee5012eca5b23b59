# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import TemplateDoesNotExist
from django.test import RequestFactory
from django.utils import translation

from meerinbeeld.ui.parts import (
    Column,
    Difference,
    EmptyState,
    FileItem,
    LifeStep,
    Message,
    Sorting,
    Tab,
    Tile,
)

Draw = Callable[..., str]
COLUMNS = [Column("Reference", "reference"), Column("Days", "days", numeric=True), Column("Next")]
SORTING = Sorting(keys=("reference", "days"), default="-days")


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def test_what_people_wrote_is_never_markup(draw: Draw) -> None:
    evil = "<script>alert(1)</script>"
    drawn = draw(
        "{% badge evil tone='late' %}{% card evil badge=evil %}{{ evil }}{% endcard %}"
        "{% sealed purpose=evil %}{{ evil }}{% endsealed %}{% fact evil %}{{ evil }}{% endfact %}"
        "{% notice 'info' title=evil %}{{ evil }}{% endnotice %}"
        "{% more evil %}{{ evil }}{% endmore %}{% term evil %}{{ evil }}{% endterm %}"
        "{% link_button evil evil %}{% button evil name=evil %}"
        "{% timeline messages %}{% files files %}{% tiles tiles %}{% crumbs evil evil evil %}"
        "{% masked '/x' evil value=evil %}{% audience 'team' who=evil %}{% endaudience %}"
        "{% cell evil %}{{ evil }}{% endcell %}{% phase evil 1 %}{% progress evil 1 2 %}"
        "{% receipt_words words %}{% lifeline steps %}{% tabs tabs %}{% icon 'eye' evil %}",
        evil=evil,
        words=[evil],
        messages=[Message(evil, date(2026, 1, 1), evil, note=evil)],
        files=[FileItem(evil, evil, "/x", "/y")],
        tiles=[Tile(evil, evil, "/")],
        steps=[LifeStep(evil, "late", text=evil)],
        tabs=[Tab(evil, "/", 1)],
    )
    assert "<script" not in drawn
    assert drawn.count("&lt;script") >= 25


def test_an_icon_is_silent_unless_it_gets_words(draw: Draw) -> None:
    assert 'aria-hidden="true"' in draw("{% icon 'bell' %}")
    assert "hidden bell" in draw("{% icon 'bell' 'hidden bell' %}")


def test_an_icon_outside_the_committed_set_fails_loudly(draw: Draw) -> None:
    with pytest.raises(TemplateDoesNotExist):
        draw("{% icon 'no-such-icon' %}")


def test_a_moment_shows_people_s_words_and_hides_the_exact_one(draw: Draw) -> None:
    drawn = draw("{% when day %}", day=date(2020, 2, 3))
    assert 'datetime="2020-02-03"' in drawn
    assert 'title="Monday 3 February 2020"' in drawn
    assert "3 Feb 2020" in drawn


def test_a_state_is_a_word_and_not_only_a_colour(draw: Draw) -> None:
    assert ">late</span>" in draw("{% badge 'late' tone='late' %}")


def test_the_tile_in_force_is_marked_for_everybody(draw: Draw) -> None:
    drawn = draw("{% tiles tiles %}", tiles=[Tile(3, "Late", "?late", "late", current=True)])
    assert 'aria-current="true"' in drawn
    assert "mib-tone--late" in drawn


def test_the_life_line_says_each_state_in_words(draw: Draw) -> None:
    steps = [
        LifeStep("Received", "done", date(2026, 1, 1)),
        LifeStep("Assess", "late"),
        LifeStep("Route", "now"),
        LifeStep("End", "open"),
    ]
    drawn = draw("{% lifeline steps %}", steps=steps)
    for word in ("(done)", "(late)", "(now)", "(still to come)"):
        assert word in drawn


def test_a_table_without_rows_says_what_to_do(draw: Draw) -> None:
    drawn = draw(
        "{% data_table caption='Signals' columns=columns empty=empty %} {% enddata_table %}",
        columns=COLUMNS,
        empty=EmptyState("Nothing waits.", "New signals appear here.", "/all", "Show everything"),
    )
    assert "Nothing waits." in drawn
    assert 'href="/all"' in drawn
    assert "<table" not in drawn


def test_a_table_head_sorts_and_keeps_the_filters(draw: Draw, rf: RequestFactory) -> None:
    drawn = draw(
        "{% data_table caption='S' columns=columns sorting=sorting %}<tr></tr>{% enddata_table %}",
        rf.get("/list?form=labour&page=3&sort=days"),
        columns=COLUMNS,
        sorting=SORTING,
    )
    assert 'aria-sort="ascending"' in drawn
    assert "?form=labour&amp;sort=-days" in drawn
    assert "page=3" not in drawn


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ("days", "days"),
        ("-reference", "-reference"),
        ("password", "-days"),
        ("", "-days"),
        ("--days", "-days"),
    ],
)
def test_a_list_is_sorted_only_by_what_it_offers(asked: str, chosen: str) -> None:
    assert SORTING.chosen({"sort": asked}) == chosen


def test_a_cell_carries_its_heading_for_the_phone(draw: Draw) -> None:
    assert draw("{% cell 'Where' header=True %}Zwolle{% endcell %}").startswith(
        '<th scope="row" data-label="Where">'
    )
    assert 'class="mib-numeric"' in draw("{% cell 'Days' numeric=True %}3{% endcell %}")


def test_paging_keeps_the_filters(draw: Draw, rf: RequestFactory) -> None:
    page = Paginator(range(95), 10).get_page(2)
    drawn = draw("{% paging page %}", rf.get("/list?form=labour&page=2"), page=page)
    assert "?form=labour&amp;page=3" in drawn
    assert "11 to 20 of 95" in drawn


def test_a_list_of_one_page_has_no_page_numbers(draw: Draw) -> None:
    drawn = draw("{% paging page %}", page=Paginator(range(3), 10).get_page(1))
    assert "1 to 3 of 3" in drawn
    assert "aria-current" not in drawn


def test_a_list_that_stops_counting_says_that_there_may_be_more(draw: Draw) -> None:
    class Stopped(Paginator[int]):
        stopped = True

    drawn = draw("{% paging page %}", page=Stopped(range(30), 10).get_page(3))
    assert "21 to 30 of 30 or more" in drawn


def test_a_masked_detail_is_not_in_the_page_until_it_is_asked_for(draw: Draw) -> None:
    hidden = draw("{% masked '/show' 'the plate' hint='•• 8' name='item' item='plate' %}")
    assert 'method="post"' in hidden
    assert "the plate" in hidden
    assert "mib-masked--open" in draw("{% masked '/show' 'the plate' value='AB-12' %}")


def test_each_audience_says_who_can_read_it(draw: Draw) -> None:
    drawn = draw("{% audience 'chain' who='the police' %}x{% endaudience %}")
    assert "only visible to the police" in drawn
    assert "mib-edge--chain" in drawn


def test_sealed_content_says_for_which_purpose_it_was_opened(draw: Draw) -> None:
    drawn = draw("{% sealed purpose='assessing' %}story{% endsealed %}")
    assert "sealed · opened for: assessing" in drawn


def test_only_fields_that_differ_are_called_different() -> None:
    assert Difference("Urgency", "today", "week").differs
    assert not Difference("Place", "Zwolle", "Zwolle").differs


def test_the_phase_bar_has_words(draw: Draw) -> None:
    drawn = draw("{% phase 'Assessing' 2 5 %}")
    assert drawn.count("mib-phase__segment--done") == 2
    assert 'aria-label="step 2 of 5"' in drawn


def test_the_receipt_words_are_not_translated_by_a_browser(draw: Draw) -> None:
    assert 'translate="no" lang="nl">anker<' in draw("{% receipt_words words %}", words=["anker"])


def test_a_term_explains_itself_without_a_script(draw: Draw) -> None:
    drawn = draw("{% term 'word' %}meaning{% endterm %}")
    assert "popovertarget=" in drawn
    assert "meaning" in drawn
