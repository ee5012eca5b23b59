# SPDX-License-Identifier: EUPL-1.2
"""``{% load ui %}``: the components. `docs/reference/components.md` shows each in one line."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Field
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from meerinbeeld.ui import moments
from meerinbeeld.ui.charts import Chart
from meerinbeeld.ui.charts.drawing import on_page
from meerinbeeld.ui.charts.files import links
from meerinbeeld.ui.charts.look import FRAMES
from meerinbeeld.ui.markup import markup
from meerinbeeld.ui.parts import (
    Column,
    Crumb,
    EmptyState,
    FileItem,
    LifeStep,
    Message,
    Sorting,
    Tab,
    Tile,
)
from meerinbeeld.ui.tables import headings

register = template.Library()

NOTICE_ICONS = {
    "info": "info-circle",
    "success": "circle-check",
    "warning": "alert-triangle",
    "error": "alert-triangle",
}
FIELD = "ui/forms/field.html"
AUDIENCE_ICONS = {"team": "lock", "reporter": "user", "chain": "users"}


@lru_cache(maxsize=128)
def _drawing(name: str) -> str:
    return render_to_string(f"ui/icons/{name}.svg")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of the committed set; silent, unless it gets words of its own."""
    drawn = mark_safe(_drawing(name))  # noqa: S308 (our own files only)
    if not label:
        return drawn
    return markup('{}<span class="mib-visually-hidden">{}</span>', drawn, label)


@register.simple_tag
def when(moment: date, with_time: bool = False, on_calendar: bool = False) -> SafeString:
    """Said as people say it, exact on hover and in print. No template: a list has fifty of them."""
    said = moments.said(moment, with_time=with_time, on_calendar=on_calendar)
    return time_element(moment, said)


def time_element(moment: date, said: str) -> SafeString:
    """A moment in any words, with the exact one on hover and in print."""
    exact = moments.exact(moment)
    return markup(
        '<time class="mib-when" datetime="{}" title="{}"><span class="mib-when__said">{}</span>'
        '<span class="mib-when__exact">{}</span></time>',
        moments.machine(moment),
        exact,
        said,
        exact,
    )


@register.simple_tag
def period(first: date, last: date) -> str:
    return moments.period(first, last)


@register.simple_tag
def exact(moment: date) -> str:
    """The whole moment, on what is kept as a record."""
    return moments.exact(moment)


@register.simple_tag
def exact_now() -> str:
    return moments.exact(timezone.now())


@register.simple_tag
def badge(text: str, tone: str = "", icon: str = "") -> SafeString:
    """A word about a state; the colour only repeats it."""
    classes = f"nl-data-badge mib-badge mib-badge--{tone}" if tone else "nl-data-badge mib-badge"
    drawn = mark_safe(_drawing(icon)) if icon else ""  # noqa: S308
    return markup('<span class="{}">{}{}</span>', classes, drawn, text)


@register.simple_tag
def link_button(url: str, text: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """A link that looks like a button: `primary`, `secondary` or `subtle`, and `small`…"""
    return markup(
        '<a class="{}" href="{}">{}</a>', _button_classes(kind), url, _button_label(text, icon)
    )


@register.simple_tag
def button(
    text: str, kind: str = "primary", name: str = "", value: str = "", icon: str = ""
) -> SafeString:
    named = markup(' name="{}" value="{}"', name, value) if name else ""
    return markup(
        '<button class="{}" type="submit"{}>{}</button>',
        _button_classes(kind),
        named,
        _button_label(text, icon),
    )


def _button_classes(kind: str) -> str:
    return " ".join(["nl-button", *(f"nl-button--{part}" for part in kind.split())])


def _button_label(text: str, icon: str) -> SafeString:
    if not icon:
        return markup("{}", text)
    drawn = mark_safe(_drawing(icon))  # noqa: S308
    return markup(
        '<span class="nl-button__icon-start">{}</span><span class="nl-button__label">{}</span>',
        drawn,
        text,
    )


@register.simple_tag
def crumbs(*pairs: Any) -> SafeString:
    """``{% crumbs _("Signalling") url "S-2026-0412" %}``: words and address by turns."""
    labels, urls = pairs[0::2], [*pairs[1::2], ""]
    made = [Crumb(label, str(url)) for label, url in zip(labels, urls, strict=False)]
    return render_to_string("ui/parts/crumbs.html", {"crumbs": made})


@register.inclusion_tag("ui/parts/tiles.html")
def tiles(tiles: Sequence[Tile]) -> dict[str, Any]:
    return {"tiles": tiles}


@register.inclusion_tag("ui/parts/lifeline.html")
def lifeline(steps: Sequence[LifeStep]) -> dict[str, Any]:
    return {"steps": steps}


@register.inclusion_tag("ui/parts/audience_tabs.html")
def tabs(tabs: Sequence[Tab], label: str = "") -> dict[str, Any]:
    return {"tabs": tabs, "label": label or _("Parts of this page")}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(messages: Sequence[Message], empty: str = "") -> dict[str, Any]:
    return {"messages": messages, "empty": empty or _("Nothing has been written here yet.")}


@register.inclusion_tag("ui/parts/files.html", takes_context=True)
def files(context: Context, files: Sequence[FileItem], empty: str = "") -> dict[str, Any]:
    return {
        "files": files,
        "empty": empty or _("No files."),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/parts/masked.html", takes_context=True)
def masked(
    context: Context,
    url: str,
    label: str,
    value: str = "",
    hint: str = "",
    name: str = "",
    item: str = "",
) -> dict[str, Any]:
    """A detail that is shown on demand: a value means that it was asked for."""
    return {
        "url": url,
        "label": label,
        "value": value,
        "shown": bool(value),
        "hint": hint,
        "name": name,
        "item": item,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def phase(label: str, step: int, total: int = 5) -> SafeString:
    """A phase in words, and as a bar how far that is. No template: a list has twenty of them."""
    return markup(
        '<span class="mib-phase"><span>{}</span><span class="mib-phase__bar" role="img" '
        'aria-label="{}">{}</span></span>',
        label,
        _("step %(step)s of %(total)s") % {"step": step, "total": total},
        _segments(step, total),
    )


@lru_cache(maxsize=128)
def _segments(step: int, total: int) -> SafeString:
    done = '<span class="mib-phase__segment mib-phase__segment--done"></span>'
    still_open = '<span class="mib-phase__segment"></span>'
    return mark_safe(done * step + still_open * (total - step))  # noqa: S308 (our own words only)


@register.inclusion_tag("ui/parts/progress.html")
def progress(label: str, value: int, maximum: int = 100) -> dict[str, Any]:
    element = f"progress-{secrets.token_hex(3)}"
    return {"label": label, "value": value, "maximum": maximum, "id": element}


@register.inclusion_tag("ui/parts/words.html")
def receipt_words(words: Sequence[str]) -> dict[str, Any]:
    return {"words": words}


@register.simple_tag
def stepper(step: int, total: int) -> SafeString:
    said = _("Question %(step)d of %(total)d") % {"step": step, "total": total}
    return markup('<p class="mib-stepper">{}</p>', said)


@register.inclusion_tag("ui/parts/paging.html", takes_context=True)
def paging(context: Context, page: Page[Any]) -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "numbers": list(numbers),
        "total": page.paginator.count,
        "ellipsis": page.paginator.ELLIPSIS,
        "request": context["request"],
    }


@register.inclusion_tag("ui/parts/table_head.html", takes_context=True)
def table_head(
    context: Context, columns: Sequence[Column], sorting: Sorting | None = None
) -> dict[str, Any]:
    query = context["request"].GET if sorting else {}
    return {"columns": headings(columns, sorting, query)}


@register.inclusion_tag("ui/forms/errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What went wrong, at the top, with a link to each field."""
    return {"form": form, "count": sum(len(errors) for errors in form.errors.values())}


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    return bound.as_field_group()


@register.simple_tag
def page_field(bound: BoundField) -> SafeString:
    """The one question of a page: its label is the page's heading."""
    return bound.render(context={"field": bound, "as_heading": True}, template_name=FIELD)


@register.filter
def plain_errors(bound: BoundField) -> list[str]:
    """The errors of a field; "required" in words that say what to do: its own, or these."""
    own = str(bound.field.error_messages["required"])
    if own != str(Field.default_error_messages["required"]):
        todo = own
    else:
        todo = _("Make a choice.") if bound.field.widget.use_fieldset else _("Fill this in.")
    return [
        todo if error.code == "required" else " ".join(error.messages)
        for error in bound.errors.as_data()
    ]


@register.filter
def first_control(bound: BoundField) -> str:
    """The id that an error link jumps to: the first choice of a group, or the field itself."""
    if bound.field.widget.use_fieldset:
        return f"{bound.auto_id}_0"
    return str(bound.id_for_label or bound.auto_id)


@register.inclusion_tag("ui/parts/chart.html", takes_context=True)
def chart(
    context: Context, chart: Chart, level: int = 3, files: bool = False, open: bool = False
) -> dict[str, Any]:
    """A chart with its sentence and its table. `files`: links to it as picture, paper and table."""
    pictures = [
        (frame.name, mark_safe(on_page(chart.drawing, frame, chart.title, chart.sentence)))  # noqa: S308 (drawn by us, words escaped)
        for frame in FRAMES
    ]
    rows = [list(zip(chart.columns, row, strict=True)) for row in chart.rows]
    return {
        "chart": chart,
        "level": level,
        "pictures": pictures,
        "rows": rows,
        "open": open,
        "links": links(context["request"], chart) if files else [],
        "request": context["request"],
    }


# Blocks: {% card _("Title") %} … {% endcard %}


def _block(name: str, content: str, **values: Any) -> SafeString:
    return render_to_string(f"ui/blocks/{name}.html", {"content": content, **values})


@register.simple_block_tag
def card(
    content: str, title: str = "", badge: str = "", tone: str = "", id: str = "", level: int = 2
) -> SafeString:
    """No template: a page has many."""
    header = _card_header(title, badge, tone, level) if title else ""
    named = markup(' id="{}"', id) if id else ""
    return markup('<section class="mib-card"{}>{}{}</section>', named, header, content)


def _card_header(title: str, state: str, tone: str, level: int) -> SafeString:
    return markup(
        '<div class="mib-card__header"><div class="mib-card__title"><h{}>{}</h{}>{}</div></div>',
        level,
        title,
        level,
        badge(state, tone=tone) if state else "",
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """`info`, `success`, `warning` or `error`."""
    known = kind if kind in NOTICE_ICONS else "info"
    return _block("notice", content, kind=known, title=title, icon_name=NOTICE_ICONS[known])


@register.simple_block_tag
def sealed(content: str, purpose: str) -> SafeString:
    """Sealed content that was opened: always with the purpose it was opened for."""
    return _block("sealed", content, purpose=purpose)


@register.simple_block_tag
def audience(content: str, kind: str, who: str) -> SafeString:
    """What only `who` may read; kind is `team`, `reporter` or `chain`."""
    return _block("audience", content, kind=kind, who=who, icon_name=AUDIENCE_ICONS[kind])


@register.simple_block_tag
def facts(content: str) -> SafeString:
    return markup('<dl class="mib-facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: str) -> SafeString:
    return markup("<div><dt>{}</dt><dd>{}</dd></div>", label, content)


@register.simple_block_tag
def more(content: str, summary: str, open: bool = False) -> SafeString:
    """Something that folds out."""
    return _block("more", content, summary=summary, open=open)


@register.simple_block_tag
def term(content: str, word: str) -> SafeString:
    """A word with its meaning, shown on demand, also without a script."""
    return _block("term", content.strip(), word=word, id=f"term-{secrets.token_hex(4)}")


@register.simple_block_tag
def filter_bar(content: str, reset_url: str = "", submit: str = "") -> SafeString:
    return _block("filter_bar", content, reset_url=reset_url, submit=submit)


@register.simple_block_tag(takes_context=True)
def data_table(
    context: Context,
    content: str,
    caption: str,
    columns: Sequence[Column],
    sorting: Sorting | None = None,
    empty: EmptyState | None = None,
    show_caption: bool = False,
) -> SafeString:
    """Rows between the tags; with no row the empty state tells what to do."""
    query = context["request"].GET if sorting else {}
    return _block(
        "data_table",
        content,
        caption=caption,
        columns=headings(columns, sorting, query),
        empty=empty,
        has_rows=bool(content.strip()),
        show_caption=show_caption,
    )


@register.simple_block_tag
def cell(content: str, label: str, numeric: bool = False, header: bool = False) -> SafeString:
    """A cell that carries its heading along when the table stacks on a phone."""
    opening = markup(
        '<{} data-label="{}"{}>',
        "th" if header else "td",
        label,
        mark_safe(' class="mib-numeric"') if numeric else "",
    )
    scope = opening.replace("<th ", '<th scope="row" ', 1)
    inner = markup('<div class="mib-cell">{}</div>', content)
    return mark_safe(f"{scope}{inner}{'</th>' if header else '</td>'}")  # noqa: S308
