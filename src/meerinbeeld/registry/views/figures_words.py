# SPDX-License-Identifier: EUPL-1.2
"""The room of figures in words: its tabs, and what each organisation notified."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor
from meerinbeeld.registry.actions.exporting import ICTIP
from meerinbeeld.registry.exports import standard
from meerinbeeld.registry.queries.figures import is_keeper
from meerinbeeld.registry.queries.letters import Line
from meerinbeeld.registry.rules.period import Period
from meerinbeeld.registry.views import letter_words
from meerinbeeld.ui import sheets
from meerinbeeld.ui.parts import Column, Tab


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The pages of the room that this actor has."""
    keepers = {
        "figures_organisations": _("By organisation"),
        "letters": _("Letters"),
        "figures_series": _("Beside the country"),
        "figures_union": _("For the European Union"),
    }
    names = keepers if is_keeper(actor) else {"letters_own": _("Letters to us")}
    names = {**names, "figures_export": _("Exports")}
    return [Tab(label, reverse(name), current=name == current) for name, label in names.items()]


def sentence(lines: list[Line], period: Period) -> str:
    notified = sum(line.figures.notified for line in lines)
    sent = sum(line.figures.sent for line in lines)
    words = {
        "period": capfirst(letter_words.period_words(period)),
        "number": notified,
        "organisations": len(lines),
        "sent": sent,
    }
    return (
        _("%(period)s. Notifications: %(number)d. Organisations: %(organisations)d. "
          "Passed on with details: %(sent)d.")
        % words
    )  # fmt: skip


def columns() -> list[Column]:
    return [
        Column(_("Organisation")),
        Column(_("Notifications"), numeric=True),
        Column(_("Whole"), numeric=True),
        Column(_("With details"), numeric=True),
        Column(_("As a count"), numeric=True),
        Column(_("Wait"), numeric=True),
        Column(_("Not passed on"), numeric=True),
        Column(_("Taken up"), numeric=True),
        Column(_("Days, the middle one"), numeric=True),
    ]


def table(lines: list[Line]) -> sheets.Table:
    """The same to take along."""
    numeric = [one.numeric for one in columns()]
    return sheets.table([str(one.label) for one in columns()], map(_cells, lines), numeric)


def _cells(line: Line) -> list[str]:
    found = line.figures
    numbers = (found.notified, found.whole, found.sent, found.counted, found.waiting,
               found.stopped, found.taken_up)  # fmt: skip
    return [line.organisation.name, *map(str, numbers), letter_words.days(found)]


def against(kind: str) -> str:
    """What an export is held against."""
    if kind == ICTIP:
        return _("the codes of the norms; the variables of IC-TIP could not be read")
    return _("the field list of HTCDS %s") % standard.VERSION


def years(first: int | None, today: date) -> list[int]:
    """The years that can be chosen, the newest first."""
    return list(range(today.year, (first or today.year) - 1, -1))
