# SPDX-License-Identifier: EUPL-1.2
"""The caseload in words: the sentence of the day, the tiles, and what an empty list says."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from meerinbeeld import norms
from meerinbeeld.care.queries import caseload
from meerinbeeld.care.queries.caseload import MyTask, Wanted
from meerinbeeld.ui.counting import capital, counted, in_words
from meerinbeeld.ui.parts import EmptyState, Tile, Tone

_LABELS = {
    caseload.LATE: gettext_lazy("Late"),
    caseload.TODAY: gettext_lazy("Today"),
    caseload.WEEK: gettext_lazy("Within a week"),
    caseload.WAITING: gettext_lazy("Referrals that wait"),
    caseload.NOBODY: gettext_lazy("Without coordinator"),
}
_TONES: dict[str, Tone] = {
    caseload.LATE: "late",
    caseload.TODAY: "today",
    caseload.SILENT: "today",
    caseload.NOBODY: "late",
}


def tiles(numbers: dict[str, int], wanted: Wanted) -> list[Tile]:
    """Numbers that are filters; the one in force leads back to everything."""
    url = reverse("caseload")
    return [
        Tile(
            number=in_words(number),
            label=_label(tile),
            url=url if tile == wanted.tile else f"{url}?wat={tile}",
            tone=_TONES.get(tile, "") if number else "",
            current=tile == wanted.tile,
        )
        for tile, number in numbers.items()
    ]


def _label(tile: str) -> object:
    if tile == caseload.SILENT:
        return _("%(days)s days no contact") % {"days": norms.term("contact_silence").days}
    return _LABELS[tile]


def sentence(numbers: dict[str, int], tasks: list[MyTask], now: datetime) -> str:
    """How the day stands, as a colleague would say it."""
    day = date_format(timezone.localtime(now), _("l j F"))
    return f"{capital(day)}. {_standing(numbers, tasks)}"


def _standing(numbers: dict[str, int], tasks: list[MyTask]) -> str:
    parts = []
    if late := numbers[caseload.LATE]:
        parts.append(
            ngettext("%(late)s case is late", "%(late)s cases are late", late)
            % {"late": counted(late)}
        )
    if waiting := numbers[caseload.WAITING]:
        parts.append(
            ngettext("%(waiting)s referral waits", "%(waiting)s referrals wait", waiting)
            % {"waiting": counted(waiting)}
        )
    if due := sum(task.state in ("late", "today") for task in tasks):
        parts.append(
            ngettext(
                "%(due)s task of yours is for today", "%(due)s tasks of yours are for today", due
            )
            % {"due": counted(due)}
        )
    if not parts and (silent := numbers[caseload.SILENT]):
        parts.append(
            ngettext(
                "nothing is late; %(silent)s case had no contact for long",
                "nothing is late; %(silent)s cases had no contact for long",
                silent,
            )
            % {"silent": counted(silent)}
        )
    if not parts:
        return _("Nothing is late. Nobody waits for you today.")
    return f"{capital(', '.join(parts))}."


def heads() -> dict[str, str]:
    """What stands above each column, and on a phone before each cell."""
    return {
        "case": pgettext("column", "Case"),
        "phase": _("Phase"),
        "form": _("Suspected form"),
        "who": _("Coordinator"),
        "contact": _("Last contact"),
        "next": _("Next step"),
    }


def empty(wanted: Wanted) -> EmptyState:
    if wanted.is_narrowed:
        return EmptyState(
            _("No case fits this filter"),
            _("Leave something out, or look at everything that waits."),
            reverse("caseload"),
            _("Show everything"),
        )
    return EmptyState(
        _("There are no cases yet"),
        _("A case begins with a referral: by a partner, from a signal, or by the person."),
    )
