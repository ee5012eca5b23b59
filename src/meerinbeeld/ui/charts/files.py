# SPDX-License-Identifier: EUPL-1.2
"""A chart as a file: a picture, a paper with its table, or the numbers alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meerinbeeld.ui import paper, sheets
from meerinbeeld.ui.charts import Chart, drawing, look

_PAPER: Final = Path(__file__).resolve().parent / "chart.typ"


def as_svg(chart: Chart) -> bytes:
    return drawing.svg(chart.drawing, look.WIDE, chart.title, chart.sentence).encode()


def as_png(chart: Chart) -> bytes:
    return drawing.png(chart.drawing, chart.title, chart.sentence)


def for_paper(chart: Chart) -> dict[str, object]:
    """What a paper needs to set the chart: see `chart` in `paper/base.typ`."""
    return {
        "title": chart.title,
        "sentence": chart.sentence,
        "note": chart.note,
        "svg": as_svg(chart).decode(),
        "columns": [str(column.label) for column in chart.columns],
        "numeric": [column.numeric for column in chart.columns],
        "rows": [list(row) for row in chart.rows],
    }


def as_pdf(chart: Chart) -> bytes:
    """PDF/UA-1 with the sentence, the picture and the table."""
    data = {"chart": for_paper(chart), "footer": f"{timezone.localdate():%d-%m-%Y}"}
    return paper.pdf(_PAPER, data, title=chart.title, language=(get_language() or "nl")[:2])


def _table(chart: Chart) -> sheets.Table:
    numeric = [column.numeric for column in chart.columns]
    return sheets.table([str(column.label) for column in chart.columns], chart.rows, numeric)


def _as_sheet(kind: str) -> Callable[[Chart], bytes]:
    write, _mime = sheets.KINDS[kind]
    return lambda chart: write(_table(chart), chart.name)


#: Ending, how it is made, and what kind of file it is then.
KINDS: Final[dict[str, tuple[Callable[[Chart], bytes], str]]] = {
    "svg": (as_svg, "image/svg+xml"),
    "png": (as_png, "image/png"),
    "pdf": (as_pdf, "application/pdf"),
    **{kind: (_as_sheet(kind), mime) for kind, (_write, mime) in sheets.KINDS.items()},
}


def file_of(chart: Chart, kind: str) -> HttpResponse:
    make, content_type = KINDS[kind]
    response = HttpResponse(make(chart), content_type=content_type)
    name = f"{chart.name}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def asked(request: HttpRequest, charts: Iterable[Chart]) -> HttpResponse | None:
    """The file that ``?chart=name&as=png`` asks for; None when none of these charts is asked.

    The links of ``{% chart … files=True %}`` lead here. A view that shows content about persons
    writes the act in the journal first.
    """
    name, kind = request.GET.get("chart"), request.GET.get("as", "")
    found = next((chart for chart in charts if chart.name == name), None)
    return file_of(found, kind) if found and kind in KINDS else None


def links(request: HttpRequest, chart: Chart) -> list[tuple[str, str]]:
    """Words and address for each kind of file, with the filters of the page."""
    made = []
    for kind in KINDS:
        query = request.GET.copy()
        query["chart"], query["as"] = chart.name, kind
        said = (
            _("picture") if kind in {"svg", "png"} else _("paper") if kind == "pdf" else _("table")
        )
        made.append((f"{kind.upper()} ({said})", f"?{query.urlencode()}"))
    return made
