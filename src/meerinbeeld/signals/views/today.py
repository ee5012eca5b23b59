# SPDX-License-Identifier: EUPL-1.2
"""The inbox in words: the sentence of the day, the tiles, and what an empty list says."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from meerinbeeld.signals.queries import inbox
from meerinbeeld.signals.queries.inbox import Counts, Wanted
from meerinbeeld.ui.counting import capital, counted, in_words
from meerinbeeld.ui.parts import Column, EmptyState, Tile, Tone

_LABELS = {
    inbox.NEW: gettext_lazy("New, not opened yet"),
    inbox.LATE: gettext_lazy("Late"),
    inbox.FEEDBACK: gettext_lazy("Feedback today"),
    inbox.ELSEWHERE: gettext_lazy("Running at others"),
    inbox.TO_ANSWER: gettext_lazy("Waits for your answer"),
    inbox.DOING: gettext_lazy("Taken up by you"),
}
_TONES: dict[str, Tone] = {
    inbox.LATE: "late",
    inbox.FEEDBACK: "today",
    inbox.TO_ANSWER: "today",
}


def tiles(counts: Counts, wanted: Wanted) -> list[Tile]:
    """Numbers that are filters; the one in force leads back to everything."""
    url = reverse("work")
    return [
        Tile(
            number=in_words(number),
            label=_LABELS[tile],
            url=url if tile == wanted.tile else f"{url}?wat={tile}",
            tone=_TONES.get(tile, "") if number else "",
            current=tile == wanted.tile,
        )
        for tile, number in counts.tiles.items()
    ]


def sentence(counts: Counts, now: datetime, *, elsewhere: bool = False) -> str:
    """How the day stands, as a colleague would say it. `elsewhere`: other work waits too."""
    day = date_format(timezone.localtime(now), _("l j F"))
    return f"{capital(day)}. {_standing(counts, elsewhere=elsewhere)}"


def _standing(counts: Counts, *, elsewhere: bool) -> str:
    parts = []
    if late := counts.tiles.get(inbox.LATE, 0):
        parts.append(
            ngettext("%(late)s signal is late", "%(late)s signals are late", late)
            % {"late": counted(late)}
        )
    if today := counts.tiles.get(inbox.FEEDBACK, 0):
        parts.append(
            ngettext(
                "%(today)s reporter waits for word today",
                "%(today)s reporters wait for word today",
                today,
            )
            % {"today": counted(today)}
        )
    if asked := counts.answers or counts.tiles.get(inbox.TO_ANSWER, 0):
        parts.append(
            ngettext(
                "%(asked)s question of another organisation waits",
                "%(asked)s questions of other organisations wait",
                asked,
            )
            % {"asked": counted(asked)}
        )
    if not parts and (new := counts.tiles.get(inbox.NEW, 0)):
        parts.append(
            ngettext("%(new)s new signal waits", "%(new)s new signals wait", new)
            % {"new": counted(new)}
        )
    if not parts and elsewhere:
        return _("No signal is late.")
    if not parts:
        return _("Nothing is late. Nobody waits for you today.")
    text = ", ".join(parts)
    return f"{capital(text)}."


def columns() -> list[Column]:
    return [
        Column(_("Reference")),
        Column(_("About")),
        Column(_("Suspected form")),
        Column(_("Where it stands")),
        Column(pgettext("column", "Who")),
        Column(_("Next step")),
    ]


def empty(wanted: Wanted) -> EmptyState:
    if wanted.is_narrowed:
        return EmptyState(
            _("No signal fits this filter"),
            _("Leave something out, or look at everything that waits."),
            reverse("work"),
            _("Show everything"),
        )
    return EmptyState(
        _("Nothing waits for you"),
        _("New reports come in here by themselves. Did somebody tell you something? Record it."),
    )
