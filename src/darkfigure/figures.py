# SPDX-License-Identifier: EUPL-1.2
"""Figures as SVG or PNG: intervals of all methods, a tree of models, overlaps of the lists.

Needs Altair and vl-convert-python (the extra ``figures``). Each function returns a Vega-Lite
specification as a dictionary, so that a page may draw it too.
"""

from __future__ import annotations

import html
import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from darkfigure.comparison import Comparison, Say, compare
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError
from darkfigure.masks import lists_in
from darkfigure.modelspace import ModelTable, fit_all
from darkfigure.tables import whole, wrapped

Spec = dict[str, Any]
INK, QUIET, ACCENT, PALE = "#1a1a1a", "#767676", "#00558c", "#9cc3dd"
WIDTH = 520
MOST_HISTORIES = 30
TREE_MODELS = 24
LABELLED = 10


def interval_figure(found: Comparison) -> Spec:
    """Every method on one line: the middle, the 80 % interval (thick) and the 95 % (thin)."""
    alt = _altair()
    rows: list[dict[str, Any]] = [
        {
            "method": row.method,
            "total": e.estimate,
            "low80": e.interval_80[0],
            "high80": e.interval_80[1],
            "low95": e.interval_95[0],
            "high95": e.interval_95[1],
        }
        for row in found.rows
        if (e := row.estimate) is not None
    ]
    order = [row["method"] for row in rows]
    y = alt.Y(
        "method:N",
        scale=alt.Scale(domain=order),
        title=None,
        axis=alt.Axis(labelLimit=260, ticks=False),
    )
    wide = max((r["high95"] for r in rows), default=1.0)
    narrow = min((r["low95"] for r in rows), default=1.0)
    scale = alt.Scale(type="log" if wide > 8 * narrow else "linear", zero=False, nice=True)
    axis = alt.Axis(format=",.0f", grid=True, gridColor="#e6e6e6", tickCount=6)
    base = alt.Chart(alt.Data(values=rows))
    thin = base.mark_rule(color=PALE, strokeWidth=3).encode(
        y=y,
        x=alt.X("low95:Q", scale=scale, title="total, seen and unseen", axis=axis),
        x2="high95:Q",
    )
    thick = base.mark_rule(color=ACCENT, strokeWidth=7).encode(y=y, x="low80:Q", x2="high80:Q")
    point = base.mark_point(filled=True, fill="white", stroke=INK, size=70, opacity=1).encode(
        y=y, x="total:Q"
    )
    numbers = base.mark_text(align="left", fontSize=11, color=INK).encode(
        y=y, x=alt.value(WIDTH + 12), text=alt.Text("total:Q", format=",.0f")
    )
    refused = [row.method for row in found.rows if row.estimate is None]
    notes = ["Dot: estimate. Thick: 80 % interval. Thin: 95 % interval."]
    if refused:
        notes.append(f"No number from: {', '.join(refused)}.")
    notes += wrapped(found.verdict)
    chart = alt.layer(thin, thick, point, numbers).properties(
        width=WIDTH,
        height=alt.Step(26),
        title=alt.TitleParams(
            f"Total by method, {found.data.observed:,} cases seen", subtitle=notes, anchor="start"
        ),
        description=f"Intervals of {len(rows)} methods. {found.verdict}",
    )
    return _finished(chart)


def overlap_figure(data: CaptureData) -> Spec:
    """UpSet plot: cases per history, which lists each history is, and the size of each list."""
    alt = _altair()
    masks = sorted(np.flatnonzero(data.counts).tolist(), key=lambda m: -data.counts[m])
    shown = masks[:MOST_HISTORIES]
    bars = [{"history": str(m), "cases": int(data.counts[m])} for m in shown]
    cells = [
        {"history": str(m), "list": name, "on": bool(m >> i & 1)}
        for m in shown
        for i, name in enumerate(data.lists)
    ]
    spans = [
        {"history": str(m), "top": data.lists[lists_in(m)[0]], "end": data.lists[lists_in(m)[-1]]}
        for m in shown
    ]
    sizes = [{"list": n, "cases": int(data.margins[1 << i])} for i, n in enumerate(data.lists)]
    # an explicit domain: a sort is dropped in silence where layers are joined
    histories = alt.Scale(domain=[str(m) for m in shown])
    rows = alt.Scale(domain=list(data.lists))
    x = alt.X("history:N", scale=histories, axis=None)
    step = alt.Step(22)
    symlog = alt.Scale(type="symlog", constant=1)
    top = alt.Chart(alt.Data(values=bars)).encode(x=x)
    upper = alt.layer(
        top.mark_bar(color=ACCENT).encode(
            y=alt.Y(
                "cases:Q",
                scale=symlog,
                title="cases (log scale)",
                axis=alt.Axis(values=[0, 1, 10, 100, 1000, 10000, 100000]),
            )
        ),
        top.mark_text(dy=-6, fontSize=10, color=INK).encode(
            y=alt.Y("cases:Q", scale=symlog), text=alt.Text("cases:Q", format=",")
        ),
    ).properties(width=step, height=170)
    names = alt.Axis(ticks=False, domain=False, labelLimit=260)
    y = alt.Y("list:N", scale=rows, title=None, axis=names)
    colour = alt.Color("on:N", scale=alt.Scale(domain=[True, False], range=[INK, "#dddddd"]))
    lower = alt.layer(
        alt.Chart(alt.Data(values=spans))
        .mark_rule(color=INK, strokeWidth=2)
        .encode(x=x, y=alt.Y("top:N", scale=rows, title=None, axis=names), y2="end:N"),
        alt.Chart(alt.Data(values=cells))
        .mark_circle(size=130, opacity=1)
        .encode(x=x, y=y, color=colour.legend(None)),
    ).properties(width=step, height=alt.Step(22))
    side = alt.Chart(alt.Data(values=sizes)).encode(y=alt.Y("list:N", scale=rows, axis=None))
    right = alt.layer(
        side.mark_bar(color=PALE).encode(
            x=alt.X("cases:Q", title="cases on the list", axis=alt.Axis(tickCount=3, grid=False))
        ),
        side.mark_text(align="left", dx=3, fontSize=10, color=INK).encode(
            x="cases:Q", text=alt.Text("cases:Q", format=",")
        ),
    ).properties(width=110, height=alt.Step(22))
    left_out = len(masks) - len(shown)
    note = f"{data.observed:,} cases." + (
        f" {left_out} rarer histories not drawn." if left_out else ""
    )
    chart = alt.vconcat(upper, alt.hconcat(lower, right, spacing=12), spacing=4).properties(
        title=alt.TitleParams("Who is on which lists", subtitle=note, anchor="start"),
        description=f"Cases per combination of {data.t} lists, and cases per list.",
    )
    return _finished(chart)


def model_figure(table: ModelTable, count: int = TREE_MODELS) -> Spec:
    """The best models as a tree: each hangs under the best model that has one term less.

    Across: number of parameters; up: how far BIC lies above the best; colour: the total. The first
    ones are numbered and stand in a key beside it.
    """
    alt = _altair()
    chosen = table.ranking[:count]
    at = {int(table.bits[i]): int(i) for i in chosen.tolist()}
    base = float(table.bic[table.best])
    nodes: list[dict[str, Any]] = [
        {
            "model": table.name(i),
            "parameters": int(table.p[i]),
            "behind": float(table.bic[i]) - base,
            "total": table.data.observed + float(table.dark[i]),
            "rank": rank + 1,
        }
        for rank, i in enumerate(chosen.tolist())
    ]
    edges = []
    for bits, i in at.items():
        below = [at[b] for b in at if b & bits == b and (b ^ bits).bit_count() == 1]
        if below:
            parent = min(below, key=lambda k: float(table.bic[k]))
            edges.append(
                {
                    "x": int(table.p[parent]),
                    "y": float(table.bic[parent]) - base,
                    "x2": int(table.p[i]),
                    "y2": float(table.bic[i]) - base,
                }
            )
    spread = max(n["total"] for n in nodes) > 4 * min(n["total"] for n in nodes)
    x = alt.X(
        "parameters:Q",
        title="parameters",
        scale=alt.Scale(zero=False, padding=40),
        axis=alt.Axis(tickMinStep=1, format="d"),
    )
    y = alt.Y("behind:Q", title="BIC above the best", scale=alt.Scale(reverse=True, padding=14))
    colour = alt.Color(
        "total:Q",
        scale=alt.Scale(type="log" if spread else "linear", scheme="viridis"),
        legend=alt.Legend(
            title="total", format=",.0f", orient="bottom", gradientLength=WIDTH - 60, tickCount=5
        ),
    )
    lines = (
        alt.Chart(alt.Data(values=edges))
        .mark_rule(color="#bbbbbb")
        .encode(x=alt.X("x:Q"), y=alt.Y("y:Q"), x2="x2:Q", y2="y2:Q")
    )
    points = (
        alt.Chart(alt.Data(values=nodes))
        .mark_circle(size=110, opacity=1)
        .encode(x=x, y=y, color=colour)
    )
    named = alt.Chart(alt.Data(values=_numbered(nodes))).encode(x=x, y=y, text="rank:O")
    halo = named.mark_text(
        align="left", dx=8, dy=-7, fontSize=12, stroke="white", strokeWidth=4, strokeJoin="round"
    )
    labels = named.mark_text(align="left", dx=8, dy=-7, fontSize=12, color=INK)
    tree = alt.layer(lines, points, halo, labels).properties(width=WIDTH - 60, height=360)
    chart = alt.hconcat(tree, _key(alt, nodes[:LABELLED]), spacing=30).properties(
        title=alt.TitleParams(
            "The models that fit best",
            subtitle=f"The first {len(nodes)} of {table.bits.size:,}; lists are numbered "
            + ", ".join(f"{i + 1} {name}" for i, name in enumerate(table.data.lists)),
            anchor="start",
        ),
        description=f"Best model {nodes[0]['model']}, total {nodes[0]['total']:,.0f}; the colour "
        "shows the total of each.",
    )
    return _finished(chart)


def render(spec: Spec, path: str | Path) -> Path:
    """Draw a specification to a file ending in .svg or .png (two dots per pixel).

    Raises ModelError for another ending.
    """
    vlc: Any = importlib.import_module("vl_convert")
    path = Path(path)
    if path.suffix not in (".svg", ".png"):
        raise ModelError("A figure is written to a file that ends in .svg or .png.")
    text = json.dumps(spec)
    try:
        if path.suffix == ".svg":
            drawn = _described(vlc.vegalite_to_svg(text), spec).encode()
        else:
            drawn = vlc.vegalite_to_png(text, scale=2)
    except ValueError as problem:
        reason = str(problem).partition("\n")[0]
        raise ModelError(f"The figure cannot be drawn: {reason}") from problem
    try:
        path.write_bytes(drawn)
    except OSError as problem:
        raise ModelError(f"Cannot write {path}: {problem.strerror}.") from None
    return path


def save_figure(
    data: CaptureData,
    kind: str,
    path: Path,
    *,
    replicates: int = 1000,
    seed: int | None = None,
    max_order: int | None = None,
    threads: int | None = None,
    progress: Say | None = None,
) -> str:
    """Make and write one of the figures: ``intervals``, ``models`` or ``overlap``."""
    if path.suffix not in (".svg", ".png"):
        raise ModelError("A figure is written to a file that ends in .svg or .png.")
    _altair()
    if kind == "intervals":
        found = compare(
            data,
            max_order=max_order,
            replicates=replicates,
            seed=seed,
            threads=threads,
            progress=progress,
        )
        spec = interval_figure(found)
    elif kind == "models":
        spec = model_figure(fit_all(data, max_order, threads=threads))
    else:
        spec = overlap_figure(data)
    return f"Wrote {render(spec, path)}"


def _described(svg: str, spec: Spec) -> str:
    """Give the drawing its description, for those who hear it instead of seeing it."""
    words = html.escape(str(spec.get("description", "")), quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1)


def _numbered(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The best few models whose numbers do not fall on each other."""
    height = max(node["behind"] for node in nodes) or 1.0
    chosen: list[dict[str, Any]] = []
    for node in nodes[:LABELLED]:
        near = [n for n in chosen if n["parameters"] == node["parameters"]]
        if all(abs(n["behind"] - node["behind"]) > 0.035 * height for n in near):
            chosen.append(node)
    return chosen


def _key(alt: Any, nodes: list[dict[str, Any]]) -> Any:
    """What the numbered models are: rank, model, total and distance in BIC."""
    wide = 7 * max(len(str(node["model"])) for node in nodes)
    rows = [{"rank": "", "model": "model", "total": "total", "behind": "BIC"}] + [
        {
            "rank": str(node["rank"]),
            "model": node["model"],
            "total": whole(node["total"]),
            "behind": f"+{node['behind']:.2f}",
        }
        for node in nodes
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("rank:N", axis=None, scale=alt.Scale(domain=[row["rank"] for row in rows]))
    )
    places = (("rank", "right", 12), ("model", "left", 22), ("total", "right", 70 + wide))
    texts = [
        base.mark_text(align=side, fontSize=11, color=INK).encode(
            x=alt.value(at), text=alt.Text(f"{name}:N")
        )
        for name, side, at in (*places, ("behind", "right", 120 + wide))
    ]
    return alt.layer(*texts).properties(width=120 + wide, height=alt.Step(18))


def _altair() -> Any:
    """Altair, or words on what to install."""
    try:
        return importlib.import_module("altair")
    except ImportError:
        raise ModelError(
            "Figures need two more packages: altair and vl-convert-python. Install them and repeat."
        ) from None


def _finished(chart: Any) -> Spec:
    font = "Noto Sans, Liberation Sans, Arial, sans-serif"
    spec: Spec = (
        chart.configure(font=font, background="white")
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK, titleColor=INK, titleFontWeight="normal", labelFontSize=11)
        .configure_title(fontSize=14, subtitleColor=QUIET, subtitleFontSize=11, offset=12)
        .to_dict()
    )
    return spec
