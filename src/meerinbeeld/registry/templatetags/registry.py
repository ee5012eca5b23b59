# SPDX-License-Identifier: EUPL-1.2
"""``{% load registry %}``: codes of the register in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django import template
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.registry.lists.fields import label
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.rules.letter import Figures
from meerinbeeld.registry.views import letter_words, passing_words

register = template.Library()
#: So many missing fields are named in a row of a list.
SHOWN: Final = 2


@register.filter
def code(value: str, codelist: str) -> str:
    """``{{ row.kind|code:"registry_kind" }}``"""
    return norms.codelist(codelist).label(value)


@register.filter
def as_column(field: str) -> str:
    """A field as a column of a list is called, shortly."""
    return str(label(field))


@register.filter
def detail(text: str, kind: str) -> str:
    """``{{ text|detail:kind }}``: a personal detail as people write it."""
    return words.detail_in_words(kind, text)


@register.filter
def fields(names: Iterable[str]) -> str:
    """Fields that are missing, as the form calls them."""
    return ", ".join(words.field_label(name).lower() for name in names)


@register.filter
def fields_short(names: Sequence[str]) -> str:
    """The first of them, and how many more."""
    said = fields(names[:SHOWN])
    more = len(names) - SHOWN
    return (
        said if more <= 0 else _("%(fields)s, and %(more)d more") % {"fields": said, "more": more}
    )


@register.filter
def what_leaves(content: str) -> str:
    return passing_words.content_words(content)


@register.filter
def next_words(step: str) -> str:
    return passing_words.next_words(step)


@register.filter
def middle_days(found: Figures) -> str:
    """Days until it was passed on: a number, or a dash where nothing was."""
    return letter_words.days(found)
