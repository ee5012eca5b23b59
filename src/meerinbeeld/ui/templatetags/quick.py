# SPDX-License-Identifier: EUPL-1.2
"""``{% load quick %}``: what every page has many times, or the same for everybody, made cheaply.

A public report asks nine pages of a server that may be a small one: half of the work was rendering
what does not differ from the page before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.template.base import NodeList, Parser, Token
from django.urls import get_script_prefix, get_urlconf
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from meerinbeeld.ui.markup import joined, markup

register = template.Library()


class Steady(template.Node):
    """What is in it is rendered once per language. It sees no request and no variables, so that
    nothing of one visitor can reach another.
    """

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._made: dict[tuple[str | None, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), get_script_prefix(), get_urlconf())
        made = self._made.get(key)
        if made is None:
            bare = Context()
            with bare.render_context.push_state(context.template):  # type: ignore[arg-type]
                bare.template = context.template
                made = self._made[key] = self.nodelist.render(bare)
        return made


@register.tag
def steady(parser: Parser, token: Token) -> Steady:
    """``{% steady %} … {% endsteady %}``: the same for everybody, rendered once per language."""
    nodelist = parser.parse(("endsteady",))
    parser.delete_first_token()
    return Steady(nodelist)


@register.simple_tag
def attributes(attrs: Mapping[str, Any], *left_out: str) -> SafeString:
    """The attributes of a control but for its class and those named: true ones bare, false ones
    not at all.
    """
    parts = [
        f" {name}" if value is True else markup(' {}="{}"', name, str(value))
        for name, value in attrs.items()
        if value is not False and name != "class" and name not in left_out
    ]
    return mark_safe("".join(parts))  # noqa: S308 (names are ours, values are escaped)


@register.simple_tag
def choice(widget: Mapping[str, Any]) -> SafeString:
    """One radio button or checkbox with its words and its line of help."""
    attrs = widget["attrs"]
    value = widget["value"]
    return markup(
        '<label class="mib-option"{}><input type="{}" name="{}"{}{}{}>'
        '<span class="mib-option__text"><span class="mib-option__label">{}</span>{}</span></label>',
        markup(' for="{}"', attrs["id"]) if attrs.get("id") else "",
        widget["type"],
        widget["name"],
        "" if value is None else markup(' value="{}"', str(value)),
        markup(' class="{}"', attrs["class"]) if attrs.get("class") else "",
        attributes(attrs),
        widget["label"],
        markup('<span class="mib-option__help">{}</span>', widget["help"])
        if widget.get("help")
        else "",
    )


@register.simple_tag
def options(widget: Mapping[str, Any]) -> SafeString:
    """The lines of a drop-down list, those with a heading of their own together."""
    return joined(
        *(
            markup('\n  <optgroup label="{}">{}\n  </optgroup>', heading, _lines(lines))
            if heading
            else _lines(lines)
            for heading, lines, _number in widget["optgroups"]
        )
    )


def _lines(lines: Iterable[Mapping[str, Any]]) -> SafeString:
    return joined(
        *(
            markup(
                '\n  <option value="{}"{}>{}</option>',
                str(line["value"]),
                attributes(line["attrs"]),
                line["label"],
            )
            for line in lines
        )
    )
