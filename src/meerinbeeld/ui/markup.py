# SPDX-License-Identifier: EUPL-1.2
"""Markup put together in Python, for what a page has many times. A template costs several times as
much for each row of a list.
"""

from __future__ import annotations

import html
from collections.abc import Callable

from django.urls import reverse
from django.utils.safestring import SafeString


def escaped(part: object) -> str:
    """What is not markup already is escaped, as Django's `conditional_escape` does it."""
    text = part if isinstance(part, str) else str(part)
    return text if isinstance(text, SafeString) else html.escape(text)


def joined(*parts: object) -> SafeString:
    return SafeString("".join(map(escaped, parts)))


def markup(pattern: str, *parts: object) -> SafeString:
    """As Django's `format_html`; the pattern is ours, the parts are anybody's."""
    return SafeString(pattern.format(*map(escaped, parts)))


def link(url: str, *parts: object) -> SafeString:
    return markup('<a href="{}">{}</a>', url, joined(*parts))


def small(*parts: object, block: bool = False) -> SafeString:
    """The line under what a cell says first."""
    classes = "mib-small mib-block" if block else "mib-small"
    return markup('<span class="{}">{}</span>', classes, joined(*parts))


def cell(label: object, *parts: object) -> SafeString:
    """A cell that carries its heading along when the table stacks on a phone."""
    return markup('<td data-label="{}"><div class="mib-cell">{}</div></td>', label, joined(*parts))


def header_cell(label: object, *parts: object) -> SafeString:
    """The cell that names its row."""
    return markup(
        '<th scope="row" data-label="{}"><div class="mib-cell">{}</div></th>',
        label,
        joined(*parts),
    )


def row(*cells: SafeString) -> SafeString:
    return SafeString("<tr>\n" + "\n".join(cells) + "\n</tr>\n")


def addresses(name: str, *example: object) -> Callable[..., str]:
    """The address of each of a list at the price of one: that of `example`, with other keys.

    The keys are references and ids of our own making, which stand in an address as they are.
    """
    pattern = reverse(name, args=example)
    for key in example:
        pattern = pattern.replace(str(key), "{}", 1)
    return pattern.format
