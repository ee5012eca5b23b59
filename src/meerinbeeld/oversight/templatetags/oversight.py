# SPDX-License-Identifier: EUPL-1.2
"""The journal's codes as words in a page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.oversight import words
from meerinbeeld.oversight.queries import Trouble
from meerinbeeld.ui.templatetags.ui import badge

register = template.Library()

register.simple_tag(words.verb, name="verb_words")
register.simple_tag(words.thing, name="thing_words")
register.simple_tag(words.things, name="things_words")
register.simple_tag(words.role, name="role_words")
register.simple_tag(words.purpose, name="purpose_words")
register.simple_tag(words.rule, name="rule_words")
register.simple_tag(words.problem, name="problem_words")


@register.simple_tag
def outcome_badge(outcome: str) -> Any:
    return badge(words.OUTCOMES.get(outcome, outcome), tone=words.TONES.get(outcome, ""))


@register.simple_tag
def dossiers_words(number: int) -> str:
    """Of how many dossiers a list is: "5.000 dossiers"."""
    said = ngettext("%(number)s dossier", "%(number)s dossiers", number)
    return said % {"number": number_format(number, force_grouping=True)}


@register.simple_tag
def hex_words(digest: bytes) -> str:
    return bytes(digest).hex()


@register.simple_tag
def trouble_words(trouble: Trouble) -> str:
    number = trouble.number
    if trouble.kind == "letter":
        what = ngettext("%(n)d letter cannot be opened", "%(n)d letters cannot be opened", number)
    else:
        what = ngettext("%(n)d report cannot be opened", "%(n)d reports cannot be opened", number)
    why = _("Reason: %(code)s. Nothing is lost; ask your operator.") % {"code": trouble.code}
    return f"{what % {'n': number}}. {why}"
