# SPDX-License-Identifier: EUPL-1.2
"""Pairs in words: the tiles, the sentence, the chart of why, the buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from meerinbeeld.registry.models import Pair
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries import pair_words as words
from meerinbeeld.ui import charts
from meerinbeeld.ui.counting import capital, counted, in_words
from meerinbeeld.ui.parts import Column, EmptyState, Tile

PURPOSE_WORDS: Final = gettext_lazy("telling who is the same person")
KEPT: Final = {
    "same": gettext_lazy("Kept: the same person. They count as one victim now."),
    "different": gettext_lazy("Kept: not the same person."),
    "unsure": gettext_lazy("Kept: you do not know. The pair stands under “Do not know”."),
    "open": gettext_lazy("Taken back. The pair has to be judged again."),
}
_LABELS: Final = {
    "open": gettext_lazy("To be judged"),
    "twijfel": gettext_lazy("Do not know"),
    "zelfde": gettext_lazy("The same person"),
    "ander": gettext_lazy("Not the same person"),
}


@dataclass(frozen=True)
class Button:
    """A verdict, its words and the key that gives it."""

    verdict: str
    label: Any
    key: str
    kind: str
    chosen: bool


@dataclass(frozen=True)
class Since:
    """What somebody else decided meanwhile."""

    title: str
    who: str
    at: datetime
    why: str = ""


def tiles(numbers: dict[str, int], wanted: str) -> list[Tile]:
    url = reverse("pairs")
    return [
        Tile(
            number=in_words(number),
            label=_LABELS[name],
            url=f"{url}?wat={name}",
            tone="today" if name == "open" and number else "",
            current=name == wanted,
        )
        for name, number in numbers.items()
    ]


def sentence(numbers: dict[str, int]) -> str:
    number = numbers["open"]
    if not number:
        return _("No pair waits to be judged.")
    said = ngettext(
        "%(number)s pair of notifications may be about one person.",
        "%(number)s pairs of notifications may be about one person.",
        number,
    )
    return capital(said % {"number": counted(number)})


def columns(wanted: str) -> list[Column]:
    return [
        Column(_("Pair")),
        Column(pgettext("column", "How likely")),
        Column(_("Speaks for one person")),
        Column(_("Speaks against it")),
        Column(_("Next step") if wanted == "open" else _("Judged")),
    ]


def empty(wanted: str) -> EmptyState:
    if wanted == "open":
        return EmptyState(
            _("Nothing to judge"),
            _("Pairs appear here after the register was looked through."),
            reverse("linkage_ask"),
            _("Look through the register"),
        )
    return EmptyState(_("No pair was judged so"), _("Go to what waits."), reverse("pairs"),
                      _("To be judged"))  # fmt: skip


def since(pair: Pair, at: datetime) -> list[Since]:
    later = pair.judgements.filter(at__gte=at).select_related("by").order_by("at")
    return [
        Since(str(one.get_verdict_display()), one.by.name if one.by else _("the system"), one.at)
        for one in later
    ]


def buttons(pair: Pair) -> list[Button]:
    """The three verdicts; the one in force is marked."""
    said = (
        (Verdict.SAME, _("The same person"), "1", "primary"),
        (Verdict.DIFFERENT, _("Not the same person"), "2", "secondary"),
        (Verdict.UNSURE, _("I do not know"), "3", "secondary"),
    )
    return [
        Button(verdict.value, label, key, kind, chosen=pair.verdict == verdict)
        for verdict, label, key, kind in said
    ]


def chance(pair: Pair) -> str:
    """How likely, in words and as a number."""
    share = number_format(words.percent(pair.probability), 1)
    return f"{words.chance_words(pair.probability)} ({share}%)"


def waterfall(pair: Pair) -> charts.Chart | None:
    """How the probability comes about: each comparison in bits, summed."""
    parts = words.parts_of(pair.weights)
    if not parts:
        return None
    whole = sum(part.bits for part in parts)
    return charts.Chart(
        f"why-{pair.pk}",
        _("Why the search proposes this"),
        _why(pair, parts),
        charts.Waterfall(
            tuple(charts.Part(_short(part), part.bits, _bits(part.bits)) for part in parts),
            charts.Part(pgettext("sum", "Together"), whole, _bits(whole)),
        ),
        (Column(_("What is compared")), Column(_("How it compares")),
         Column(pgettext("column", "Bits"), numeric=True)),
        (
            *((capital(part.label), capital(part.said), _bits(part.bits)) for part in parts),
            (pgettext("sum", "Together"), capital(chance(pair)), _bits(whole)),
        ),
        note=_("One bit more makes it twice as likely. Nought is as likely as not. It is an "
               "estimate: you decide."),
    )  # fmt: skip


def _why(pair: Pair, parts: list[words.Part]) -> str:
    speaks_for, against = words.strongest(parts, 1)
    said = _("The search finds it %(chance)s that this is one person.") % {"chance": chance(pair)}
    if speaks_for:
        said += " " + _("Most for it speaks %(part)s.") % {"part": speaks_for[0]}
    if against:
        said += " " + _("Most against it speaks %(part)s.") % {"part": against[0]}
    return said


def _short(part: words.Part) -> str:
    """A label that fits beside a bar; the table has it whole."""
    if part.level:
        return capital(part.label)
    return _("At first") if part.name == "prior" else pgettext("sum", "One household")


def _bits(bits: float) -> str:
    return f"{'+' if bits >= 0 else '−'}{number_format(abs(bits), 1)}"
