# SPDX-License-Identifier: EUPL-1.2
"""Charts: the security policy and a screen reader can live with them, and the words are right."""

from __future__ import annotations

import json
import math
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import altair
import pikepdf
import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from PIL import Image

from meerinbeeld.ui import gallery_charts
from meerinbeeld.ui.charts import Bar, Bars, Chart, Dot, Dots, Line, Lines, drawing, files, look
from meerinbeeld.ui.charts.areas import _Projection, shades
from meerinbeeld.ui.charts.lines import moment_words, number, sheet_for
from meerinbeeld.ui.charts.plane import apart, ticks_of, top_of
from meerinbeeld.ui.parts import Column
from tests.calm import calm

EVIL = "<script>alert(1)</script>"
NAMES = [chart.name for chart in gallery_charts.charts()]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def named(name: str) -> Chart:
    return next(chart for chart in gallery_charts.charts() if chart.name == name)


def on_page(chart: Chart, frame: look.Frame = look.WIDE) -> str:
    return drawing.on_page(chart.drawing, frame, chart.title, chart.sentence)


def texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


# --- What every chart keeps ----------------------------------------------------------------------


@pytest.mark.parametrize("frame", look.FRAMES, ids=lambda frame: frame.name)
@pytest.mark.parametrize("name", NAMES)
def test_the_specification_is_vega_lite_as_altair_knows_it(name: str, frame: look.Frame) -> None:
    altair.LayerChart.from_dict(named(name).drawing.spec(frame), validate=True)


@pytest.mark.parametrize("frame", look.FRAMES, ids=lambda frame: frame.name)
@pytest.mark.parametrize("name", NAMES)
def test_a_chart_on_a_page_has_nothing_that_the_security_policy_refuses(
    name: str, frame: look.Frame
) -> None:
    svg = on_page(named(name), frame)
    assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=|<image|url\((?!#)", svg)


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_one_picture_with_a_title_and_a_description(name: str) -> None:
    svg = on_page(named(name))
    ids = re.search(r'^<svg role="img" aria-labelledby="([\w-]+)" aria-describedby="([\w-]+)"', svg)
    assert ids
    assert f'<title id="{ids[1]}">{named(name).title}</title>' in svg
    assert f'<desc id="{ids[2]}">{named(name).sentence}</desc>' in svg
    assert svg.count("role=") == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_words_in_a_chart_are_text_in_our_font(name: str) -> None:
    svg = drawing.svg(named(name).drawing, look.WIDE, "t", "d")
    assert texts(svg)
    assert set(re.findall(r'font-family="([^"]*)"', svg)) == {look.FONT}


@pytest.mark.parametrize("frame", look.FRAMES, ids=lambda frame: frame.name)
@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_as_wide_as_its_frame(name: str, frame: look.Frame) -> None:
    found = re.search(r' width="([\d.]+)"', on_page(named(name), frame))
    assert found
    assert float(found[1]) == pytest.approx(frame.width, abs=10)


def test_both_forms_on_one_page_share_no_id() -> None:
    both = "".join(on_page(named("bars"), frame) for frame in look.FRAMES)
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 4


def test_colours_on_a_page_are_those_of_the_theme_and_in_a_file_fixed() -> None:
    assert f"var(--mib-accent,{look.ACCENT})" in on_page(named("bars"))
    assert "var(" not in files.as_svg(named("bars")).decode()


def test_words_that_somebody_typed_are_never_markup() -> None:
    bars = Bars((Bar(EVIL, 3, EVIL, EVIL),))
    svg = drawing.on_page(bars, look.WIDE, EVIL, EVIL)
    assert "<script" not in svg
    assert "&lt;script" in svg


def test_words_that_look_like_an_expression_are_only_words() -> None:
    svg = drawing.on_page(Bars((Bar("datum.x + 1", 3, "{'signal': 'width'}"),)), look.WIDE, "", "")
    assert "datum.x + 1" in texts(svg)


# --- Each kind -----------------------------------------------------------------------------------


def test_a_bar_says_its_number_and_what_is_hidden_has_no_bar() -> None:
    svg = on_page(named("bars"))
    assert {"31", "24", "12", "hidden", "0", "Kampen"} <= set(texts(svg))
    drawn = named("bars").drawing.spec(look.WIDE)["layer"][0]["data"]["values"]
    kampen = next(row for row in drawn if row["label"] == "Kampen")
    assert kampen["x"] == kampen["x2"]


def test_bars_in_a_group_carry_the_name_of_their_series() -> None:
    assert {"30 · 2025", "31 · 2026"} <= set(texts(on_page(named("groups"))))


def test_bars_are_as_long_as_their_numbers() -> None:
    rows = named("bars").drawing.spec(look.WIDE)["layer"][0]["data"]["values"]
    long = {row["label"]: row["x2"] - row["x"] for row in rows}
    assert long["Deventer"] / long["Zwolle"] == pytest.approx(24 / 31)


def test_a_line_breaks_where_there_is_no_number() -> None:
    lines = Lines(("a", "b", "c", "d"), (Line("x", (1, None, 3, 4)),), "n")
    svg = drawing.svg(lines, look.WIDE, "t", "d")
    path = re.search(r'd="(M[^"]*)" stroke="#0b4f6c"', svg)
    assert path
    assert path[1].count("M") == 2


def test_lines_of_one_chart_differ_in_more_than_colour() -> None:
    layers = named("lines").drawing.spec(look.WIDE)["layer"]
    dashes = [layer["mark"]["strokeDash"] for layer in layers if layer["mark"]["type"] == "line"]
    shapes = [layer["mark"]["shape"] for layer in layers if layer["mark"]["type"] == "point"]
    assert len({str(dash) for dash in dashes}) == len(dashes) == 2
    assert len(set(shapes)) == len(shapes) == 2


def test_what_stands_out_has_another_shape_and_its_number() -> None:
    layers = named("control").drawing.spec(look.WIDE)["layer"]
    out = [la for la in layers if la["mark"].get("shape") == "diamond"]
    assert len(out) == 1
    assert len(out[0]["data"]["values"]) == 1
    assert {"19", "usual", "upper limit", "lower limit"} <= set(texts(on_page(named("control"))))


def test_an_estimate_without_a_number_says_why() -> None:
    assert {"210", "no number", "seen: 64"} <= set(texts(on_page(named("estimates"))))


def test_intervals_that_differ_much_count_in_powers_of_ten() -> None:
    wide = Dots((Dot("a", 200, "200", 100, 90_000), Dot("b", 90, "90", 80, 100)), "n")
    svg = drawing.svg(wide, look.WIDE, "t", "d")
    assert {"10", "100", "1,000", "10,000", "100,000"} <= set(texts(svg))


def test_numbers_are_written_as_the_page_is() -> None:
    with translation.override("nl"):
        assert number(1234.5) == "1.234,5"
    assert number(1234.5) == "1,234.5"


def test_an_empty_chart_is_drawn_without_breaking() -> None:
    for empty in (Bars(()), Dots((), "n")):
        assert drawing.svg(empty, look.WIDE, "t", "d").startswith("<svg")


@calm
@given(st.lists(st.integers(0, 10**6).map(lambda tenths: tenths / 10), min_size=1, max_size=9))
def test_an_axis_ends_at_or_above_the_largest_and_begins_at_nought(values: list[float]) -> None:
    top = top_of(values)
    ticks = ticks_of(top)
    assert top >= max(values) * 0.99
    assert ticks[0] == 0
    assert ticks[-1] <= top * 1.0001
    assert 2 <= len(ticks) <= 7


@calm
@given(st.lists(st.integers(0, 200), max_size=8))
def test_names_never_fall_on_each_other(wanted: list[float]) -> None:
    placed = sorted(apart(wanted, 16, 0, 200))
    gaps = [b - a for a, b in zip(placed, placed[1:], strict=False)]
    assert all(gap >= 15.99 for gap in gaps)


@calm
@given(st.integers(1, 200))
def test_moments_under_an_axis_can_be_read_and_the_last_is_always_there(count: int) -> None:
    moments = [f"{index:02d}-26" for index in range(count)]
    sheet = sheet_for(look.NARROW, 10, 60)
    shown = moment_words(sheet, moments)
    assert shown[-1]["text"] == moments[-1]
    inner = [word["x"] for word in shown[1:-1]]
    wide = look.words_width("00-26", look.SMALL)
    assert all(b - a >= wide for a, b in zip(inner, inner[1:], strict=False))


def test_a_hidden_area_is_hatched_and_one_without_anything_dotted() -> None:
    svg = on_page(named("map"))
    name = re.search(r'aria-labelledby="([\w-]+)-t"', svg)
    assert name
    assert svg.count(f'fill="url(#{name[1]}-hatched)"') == 2  # the area, and its key
    assert svg.count(f'fill="url(#{name[1]}-dotted)"') == 2
    assert {"nothing seen", "hidden, to protect people", "Kampen", "hidden"} <= set(texts(svg))


@calm
@given(st.lists(st.integers(0, 40), max_size=30))
def test_the_steps_of_a_map_hold_every_number_once(values: list[float]) -> None:
    steps = shades(values)
    known = {value for value in values if value > 0}
    assert len(steps) == min(4, len(known)) or len(steps) < 4
    for value in known:
        assert sum(step.low <= value <= step.high for step in steps) == 1
    assert [step.low for step in steps] == sorted(step.low for step in steps)


def test_a_map_is_true_to_shape() -> None:
    """A degree of latitude is longer than one of longitude by 1 / cos(latitude)."""
    place = _Projection(named("map").drawing.areas, 500)  # type: ignore[attr-defined]
    (x0, y0), (x1, y1) = place.at((6.0, 52.3)), place.at((6.1, 52.4))
    assert (y0 - y1) / (x1 - x0) == pytest.approx(1 / math.cos(math.radians(52.4)), rel=0.01)


# --- On a page and as a file ---------------------------------------------------------------------


def test_the_part_has_a_title_a_sentence_both_forms_and_the_table(
    draw: Callable[..., str], rf: RequestFactory
) -> None:
    drawn = draw("{% chart one files=True %}", rf.get("/list?year=2026"), one=named("bars"))
    assert drawn.count("<svg") == 2
    assert "<figcaption" in drawn
    assert named("bars").sentence in drawn
    assert '<th scope="row" data-label="Town">' in drawn
    assert "?year=2026&amp;chart=bars&amp;as=png" in drawn


def test_a_chart_without_rows_has_no_table(draw: Callable[..., str]) -> None:
    assert "<details" not in draw("{% chart one %}", one=replace(named("bars"), rows=()))


def test_a_chart_is_drawn_once_for_the_same_numbers() -> None:
    on_page(named("control"))
    before = drawing._drawn.cache_info()
    on_page(named("control"))
    after = drawing._drawn.cache_info()
    assert after.misses == before.misses
    assert after.hits == before.hits + 1


def test_a_picture_has_two_dots_per_pixel() -> None:
    picture = Image.open(BytesIO(files.as_png(named("bars"))))
    assert picture.width == pytest.approx(2 * look.WIDE.width, abs=20)


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_is_tagged_and_tells_the_picture_in_words(name: str) -> None:
    with pikepdf.open(BytesIO(files.as_pdf(named(name)))) as paper:
        assert paper.Root.MarkInfo.Marked
        assert named(name).title in str(paper.docinfo["/Title"])
        assert _alternative(paper.Root.StructTreeRoot)


def _alternative(element: pikepdf.Object) -> str:
    """The first alternative text under this element of the structure."""
    if isinstance(element, pikepdf.Dictionary):
        if "/Alt" in element:
            return str(element.Alt)
        return _alternative(element.K) if "/K" in element else ""
    if isinstance(element, pikepdf.Array):
        return next((found for one in element if (found := _alternative(one))), "")
    return ""


def test_the_table_can_be_taken_to_a_spreadsheet() -> None:
    book = load_workbook(BytesIO(files.file_of(named("bars"), "xlsx").content))
    rows = list(book.active.values)  # type: ignore[union-attr]
    assert rows[0] == ("Town", "How many")
    assert ("Zwolle", 31) in rows


@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_the_table_can_be_taken_along_in_open_formats(kind: str) -> None:
    content = files.file_of(named("bars"), kind).content
    if kind == "ods":
        content = zipfile.ZipFile(BytesIO(content)).read("content.xml")
    text = content.decode()
    assert "Town" in text and "Zwolle" in text and "31" in text


def test_a_file_is_given_only_for_a_chart_of_the_page_and_a_known_kind(rf: RequestFactory) -> None:
    charts = gallery_charts.charts()
    assert files.asked(rf.get("/?chart=bars&as=csv"), charts)
    assert files.asked(rf.get("/?chart=other&as=csv"), charts) is None
    assert files.asked(rf.get("/?chart=bars&as=exe"), charts) is None


@pytest.mark.urls("tests.ui.urls")
def test_the_gallery_gives_each_kind_of_file(settings: object) -> None:
    settings.MIB_DEMO = True  # type: ignore[attr-defined]
    for kind, (_make, content_type) in files.KINDS.items():
        answer = Client().get("/gallery/charts", {"chart": "bars", "as": kind})
        assert answer.headers["Content-Type"] == content_type
        assert f'.{kind}"' in answer.headers["Content-Disposition"]


def test_a_column_for_numbers_stands_right(draw: Callable[..., str]) -> None:
    one = replace(named("bars"), columns=(Column("Town"), Column("Number", numeric=True)))
    assert '<td data-label="Number" class="mib-numeric">' in draw("{% chart one %}", one=one)


@pytest.mark.parametrize("name", sorted(chart.name for chart in gallery_charts.charts()))
def test_a_drawing_is_the_same_as_when_all_is_compiled_at_once(name: str) -> None:
    """Compiling once for all charts of a shape changes nothing of what is drawn."""
    for frame in (look.WIDE, look.NARROW):
        specification = named(name).drawing.spec(frame)
        whole = drawing._converter().vegalite_to_svg(
            json.dumps(specification), allowed_base_urls=[], format_locale=drawing.NUMBERS["nl"]
        )
        assert drawing._plain_svg(specification, "nl") == whole


def test_on_a_phone_the_words_of_a_dot_go_on_to_its_number() -> None:
    """Three ways of estimating differ in their last word only."""
    label = "gemiddelde over modellen (AICc)"
    drawn = Dots((Dot(label, 390, "390", 281, 603),), "mensen")
    assert label in drawing.svg(drawn, look.NARROW, "Hoeveel", "Ongeveer 390.")
