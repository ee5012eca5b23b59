# SPDX-License-Identifier: EUPL-1.2
"""The page of a signal in words: its sentence, its one main action, its tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from meerinbeeld import norms
from meerinbeeld.access import Purpose, Verb
from meerinbeeld.signals.models import Audience, Phase
from meerinbeeld.signals.queries.reading import Page, ShownRemark
from meerinbeeld.signals.queries.scope import InHand, Way
from meerinbeeld.ui.parts import Tab

_VERBS = {
    "change": Verb.CHANGE,
    "route": Verb.ROUTE,
    "message": Verb.MESSAGE,
    "hand_over": Verb.HAND_OVER,
    "merge": Verb.MERGE,
    "close": Verb.CLOSE,
    "reopen": Verb.REOPEN,
    "reveal": Verb.REVEAL,
    "export": Verb.EXPORT,
}
_TABS = {
    Audience.TEAM: gettext_lazy("Notes of the team"),
    Audience.REPORTER: gettext_lazy("Messages with the reporter"),
    Audience.CHAIN: gettext_lazy("For the chain"),
}
WHO_READS = {
    Audience.TEAM: gettext_lazy("the team"),
    Audience.REPORTER: gettext_lazy("the reporter and the team"),
    Audience.CHAIN: gettext_lazy("the team and the organisations involved"),
}


@dataclass(frozen=True)
class Main:
    """The one filled button of a page."""

    label: str
    url: str
    icon: str


def allowed(hand: InHand) -> dict[str, bool]:
    """Which groups of buttons belong on the page. The action checks again."""
    closed = hand.signal.phase == Phase.CLOSED
    verbs = {name: hand.may(verb) for name, verb in _VERBS.items()}
    owner = hand.way is Way.OWNER
    return {
        **verbs,
        "change": verbs["change"] and not closed,
        "route": verbs["route"] and not closed,
        "hand_over": verbs["hand_over"] and not closed,
        "merge": verbs["merge"] and not closed,
        "close": verbs["close"] and not closed,
        "reopen": verbs["reopen"] and closed and owner,
        "to_reporter": verbs["message"] and owner,
    }


def lead(page: Page) -> str:
    """The thing in one sentence, from coded facts."""
    signal = page.signal
    forms = norms.codelist("form_of_exploitation")
    about = _about(page)
    town = signal.municipality.name if signal.municipality else _("municipality not known")
    who = norms.codelist("reporter_kind").label(signal.reporter_kind).lower()
    said = _("Report about %(about)s, %(town)s. Reported by: %(who)s.") % {
        "about": about,
        "town": town,
        "who": who,
    }
    suspected = ", ".join(
        forms.label(one.form).lower() for one in page.forms if one.form != "unknown"
    )
    if suspected:
        return f"{said} " + _("Suspected: %(forms)s.") % {"forms": suspected}
    return f"{said} " + _("No form is suspected yet.")


def _about(page: Page) -> str:
    if page.signal.subject_kind == "place":
        return pgettext("about", "a place")
    if page.signal.minor == "yes":
        return pgettext("about", "a minor")
    if page.signal.subject_kind == "self":
        return pgettext("about", "the reporter")
    return pgettext("about", "a person")


def purpose_words(hand: InHand) -> str:
    """The purpose that the content was opened for, as it stands with the content and in print."""
    if hand.way is Way.BREAK_GLASS:
        return _("emergency access, reviewed afterwards")
    if hand.purpose == Purpose.ENFORCEMENT:
        return _("stopping and investigating")
    return _("assessing and following up a signal")


def main_action(page: Page) -> Main | None:
    """What the page asks for first. Everything else stands beside it, unfilled."""
    signal, can = page.signal, allowed(page.hand)
    if page.our_route and page.hand.way is not Way.OWNER:
        asked = page.our_route.status == "asked"
        name = "signal_answer" if asked else "signal_finish"
        label = _("Answer the request") if asked else _("Tell how it went")
        return _main(label, name, signal.reference, "check")
    if can["reopen"]:
        return _main(_("Reopen"), "signal_reopen", signal.reference, "lock-open")
    if signal.answer_waiting and can["to_reporter"]:
        url = reverse("signal", args=[signal.reference])
        return Main(_("Read the message"), f"{url}?voor=reporter#berichten", "message")
    ahead = page.line.next
    if ahead and ahead.code == "give_feedback" and can["to_reporter"]:
        return _main(_("Give feedback"), "signal_feedback", signal.reference, "message")
    if signal.phase == Phase.FOLLOWING_UP and can["close"]:
        return _main(pgettext("signal", "Close"), "signal_close", signal.reference, "check")
    if can["route"]:
        return _main(_("Choose a route"), "signal_route", signal.reference, "route")
    return None


def _main(label: str, name: str, reference: str, icon: str) -> Main:
    return Main(label, reverse(name, args=[reference]), icon)


def tabs(page: Page) -> list[Tab]:
    """Three audiences, each with its own edge. Who may read one alone gets one tab."""
    url = reverse("signal", args=[page.signal.reference])
    return [
        Tab(
            label=_TABS[Audience(audience)],
            url=f"{url}?voor={audience}#berichten",
            count=page.counts[audience],
            current=audience == page.audience,
            audience=audience,
        )
        for audience in page.hand.audiences
    ]


def life_steps(page: Page) -> dict[str, Any]:
    """The dots that are done and the ones that are open; the first open one is the next step."""
    return {"done": page.line.done, "ahead": page.line.ahead}


def by_audience(page: Page) -> list[tuple[dict[str, Any], list[ShownRemark]]]:
    """All that was read, per audience, for paper."""
    return [
        ({"label": _TABS[Audience(audience)], "who": WHO_READS[Audience(audience)]}, remarks)
        for audience, remarks in page.others.items()
    ]
