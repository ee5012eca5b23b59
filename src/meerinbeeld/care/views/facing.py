# SPDX-License-Identifier: EUPL-1.2
"""The pages of a case in words: its sentence, its tabs, which buttons belong on it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meerinbeeld import norms
from meerinbeeld.access import Purpose, Verb
from meerinbeeld.care.models import Phase
from meerinbeeld.care.queries.reading import OVERVIEW, TABS, Page
from meerinbeeld.care.queries.scope import InHand, Way
from meerinbeeld.ui.parts import Tab

_VERBS = {
    "change": Verb.CHANGE,
    "reveal": Verb.REVEAL,
    "share": Verb.SHARE,
    "hand_over": Verb.HAND_OVER,
    "close": Verb.CLOSE,
    "reopen": Verb.REOPEN,
    "export": Verb.EXPORT,
    "answer": Verb.ANSWER,
    "message": Verb.MESSAGE,
}
_ONLY_OPEN = frozenset({"change", "share", "hand_over", "close"})


def allowed(hand: InHand) -> dict[str, bool]:
    """Which groups of buttons belong on the page. The action checks again."""
    closed = hand.case.phase == Phase.CLOSED
    found = {name: hand.may(verb) for name, verb in _VERBS.items()}
    return {
        **{name: may and not (closed and name in _ONLY_OPEN) for name, may in found.items()},
        "reopen": found["reopen"] and closed,
    }


def lead(page: Page) -> str:
    """The case in one sentence, from coded facts."""
    case = page.case
    who = pgettext("case", "A minor") if case.minor == "yes" else pgettext("case", "An adult")
    town = case.municipality.name if case.municipality else _("municipality not known")
    known = norms.codelist("form_of_exploitation")
    forms = ", ".join(known.label(form).lower() for form in page.forms if form != "unknown")
    return f"{who}, {town}. {forms.capitalize() or _('The form is not known yet')}."


def purpose_words(hand: InHand) -> str:
    """The purpose that the content was opened for, as it stands with the content and in print."""
    if hand.way is Way.BREAK_GLASS:
        return _("emergency access, reviewed afterwards")
    if hand.purpose == Purpose.SAFETY:
        return _("safety of the person")
    return _("helping a victim")


def tabs(hand: InHand, current: str) -> list[Tab]:
    """The overview and the four national phases."""
    phases = norms.codelist("national_phase")
    labels = {OVERVIEW: _("Overview"), **{tab: phases.label(tab) for tab in TABS[1:]}}
    return [Tab(label=labels[tab], url=_url(hand, tab), current=tab == current) for tab in TABS]


def _url(hand: InHand, tab: str) -> str:
    if tab == OVERVIEW:
        return reverse("case", args=[hand.case.reference])
    return reverse("case_tab", args=[hand.case.reference, tab])
