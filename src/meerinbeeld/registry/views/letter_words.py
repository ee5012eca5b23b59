# SPDX-License-Identifier: EUPL-1.2
"""A letter back in words: the same for the page, for print and for the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.registry.queries import words
from meerinbeeld.registry.rules import letter as rules
from meerinbeeld.registry.rules.letter import Figures
from meerinbeeld.registry.rules.period import Period


@dataclass(frozen=True)
class Text:
    """The whole letter."""

    to: str
    subject: str
    opening: list[str]
    lines: list[tuple[str, str]]
    happened: list[str]
    advice: list[str]
    closing: list[str]


def period_words(period: Period) -> str:
    """ "2026" or "first half of 2026"."""
    if period.half == 1:
        return _("first half of %d") % period.year
    if period.half == 2:
        return _("second half of %d") % period.year
    return str(period.year)


def days_words(first: date, last: date) -> str:
    return f"{date_format(first, 'j F Y')} – {date_format(last, 'j F Y')}"


def text(to: str, first: date, last: date, found: Figures) -> Text:
    """The letter about one period."""
    return Text(
        to=to,
        subject=_("What you notified, and what came of it: %s") % days_words(first, last),
        opening=[_thanks(found), _why(found)],
        lines=_lines(found),
        happened=_happened(found),
        advice=[_ADVICE[code](found) for code in found.advice],
        closing=[
            _("These are your own figures. Nobody else gets them with your name."),
            _("A question about a notification? Answer with its number, never with a name."),
        ],
    )


def _thanks(found: Figures) -> str:
    said = ngettext(
        "Thank you. You notified the register %d time in this period.",
        "Thank you. You notified the register %d times in this period.",
        found.notified,
    )
    return said % found.notified


def _why(found: Figures) -> str:
    said = ngettext(
        "Behind that stands %d person, who counts once, also when others told as well.",
        "Behind that stand %d people, who each count once, also when others told as well.",
        found.persons,
    )
    return said % found.persons


def _lines(found: Figures) -> list[tuple[str, str]]:
    """The figures, each with its words."""
    return [
        (_("Notifications"), str(found.notified)),
        (_("People behind them"), str(found.persons)),
        (_("Of whom others told as well"), known_words(found)),
        (_("Notifications in which nothing is missing"), _of(found.whole, found.notified)),
        (_("Passed on with details"), _of(found.sent, found.notified)),
        (_("Passed on as a count"), _of(found.counted, found.notified)),
        (_("Still wait"), str(found.waiting)),
        (_("Not passed on"), str(found.stopped)),
        (_("Taken up in the national register"), str(found.taken_up)),
        (_("Not taken up"), str(found.refused)),
        (_("Days until it was passed on, the middle one"), days(found)),
    ]


def known_words(found: Figures) -> str:
    """A number about what others know, or why it is not told."""
    if found.known_elsewhere is None:
        return _("not told: too few to protect them")
    return str(found.known_elsewhere)


def days(found: Figures) -> str:
    middle = found.median_days
    if middle is None:
        return "–"
    return str(number_format(int(middle) if middle == int(middle) else middle))


def _of(part: int, whole: int) -> str:
    return _("%(part)d of %(whole)d") % {"part": part, "whole": whole}


def _happened(found: Figures) -> list[str]:
    said = []
    if found.sent:
        words = ngettext(
            "%d is on its way to the national register or stands there.",
            "%d are on their way to the national register or stand there.",
            found.sent,
        )
        said.append(words % found.sent)
    if found.counted:
        said.append(_("Without a ground only a number left, so that nobody can be recognised."))
    return said


def _fill_in(found: Figures) -> str:
    fields = ", ".join(words.field_label(name).lower() for name, _count in found.often_missing)
    return _('Often missing: %s. Also "unknown" helps: then we know that somebody asked.') % fields


def _find_ground(found: Figures) -> str:
    said = ngettext(
        "%d notification has no ground, so that it only counts. Ask the person, or look with the "
        "assistant whether the law gives another ground.",
        "%d notifications have no ground, so that they only count. Ask the person, or look with "
        "the assistant whether the law gives another ground.",
        found.without_ground,
    )
    return said % found.without_ground


def _answer_more(found: Figures) -> str:
    said = ngettext(
        "The national centre asks more about %d notification.",
        "The national centre asks more about %d notifications.",
        found.needs_more,
    )
    return said % found.needs_more


def _all_well(_found: Figures) -> str:
    return _("Nothing is missing. Go on as you do.")


_ADVICE = {
    rules.FILL_IN: _fill_in,
    rules.FIND_GROUND: _find_ground,
    rules.ANSWER_MORE: _answer_more,
    rules.ALL_WELL: _all_well,
}
