# SPDX-License-Identifier: EUPL-1.2
"""The pages of a case in words: its sentence, its tabs, which buttons belong on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meerinbeeld import norms
from meerinbeeld.access import Purpose, Verb
from meerinbeeld.care.models import Phase
from meerinbeeld.care.queries.plan import PLAN
from meerinbeeld.care.queries.reading import OVERVIEW, TABS, Page
from meerinbeeld.care.queries.scope import InHand, Way
from meerinbeeld.care.rules.clocks import said_as
from meerinbeeld.ui.parts import Tab

#: The page of papers stands beside the tabs.
DOCUMENTS: Final = "documents"
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
    about = forms.capitalize() or _("The form is not known yet")
    return f"{who}, {town}. {about}."


def purpose_words(hand: InHand) -> str:
    """The purpose that the content was opened for, as it stands with the content and in print."""
    if hand.way is Way.BREAK_GLASS:
        return _("emergency access, reviewed afterwards")
    if hand.purpose == Purpose.SAFETY:
        return _("safety of the person")
    return _("helping a victim")


def tabs(hand: InHand, current: str) -> list[Tab]:
    """The overview, the plan and the four national phases."""
    phases = norms.codelist("national_phase")
    own = {OVERVIEW: _("Overview"), PLAN: _("Plan")}
    labels = {tab: own.get(tab) or phases.label(tab) for tab in TABS}
    found = [Tab(label=labels[tab], url=_url(hand, tab), current=tab == current) for tab in TABS]
    papers = reverse("case_documents", args=[hand.case.reference])
    return [*found, Tab(label=_("Documents"), url=papers, current=current == DOCUMENTS)]


def _url(hand: InHand, tab: str) -> str:
    if tab == OVERVIEW:
        return reverse("case", args=[hand.case.reference])
    return reverse("case_tab", args=[hand.case.reference, tab])


# --- What comes first ---------------------------------------------------------------------------

#: The page on which a clock is answered; for any other, the page of what happened by law.
_PAGES: Final[dict[str, str]] = {
    "answer_referral": "referral_accept",
    "referrer_answer": "referral_accept",
    "intake": "intake_done",
    "safety_review": "safety_assess",
    "safety_after_move": "safety_assess",
    "after_reopening": "safety_assess",
    "measure": "measure",
    "measure_first": "measure",
    "aftercare_first": "aftercare_check",
    "aftercare_second": "aftercare_check",
    "after_aftercare": "case_close",
    "non_punishment": "non_punishment",
    "non_punishment_follow": "non_punishment",
    "document_expires": "case_documents",
}
#: Clocks that are answered on a tab.
_TABS: Final[dict[str, str]] = {"shelter_wait": "protect", "long_stay": "protect"}
#: The milestone that most often answers a clock, chosen beforehand on its page.
_STEPS: Final[dict[str, str]] = {
    "case_review": "plan_discussed",
    "lawyer": "lawyer_found",
    "health_insurance": "insured",
    "rvb_decision": "rvb_granted",
    "benefit_decision": "benefit_decided",
    "article_12": "article_12_filed",
    "permit_decision": "permit_granted",
    "permit_objection": "permit_objected",
    "permit_renewal": "permit_renewal_applied",
    "reflection_period": "reflection_ended",
    "reflection_period_dublin": "reflection_ended",
}


@dataclass(frozen=True)
class NextStep:
    """The one thing that comes first in a case: the main action of its page."""

    label: str
    button: str
    url: str
    due_at: datetime
    state: str
    norm: str = ""

    @property
    def on(self) -> date:
        return said_as(self.due_at)


def next_step(page: Page) -> NextStep | None:
    """The first of the clocks and tasks that a page shows. None when nothing waits."""
    tasks = page.parts["plan"].todo if "plan" in page.parts else []
    task = tasks[0] if tasks else None
    clock = page.clocks[0] if page.clocks else None
    if task and (clock is None or task.due_at < clock.due_at):
        label, url = f"{task.label} {task.text}".strip(), _url(page.hand, PLAN)
        return NextStep(label, _("To the plan"), url, task.due_at, task.state)
    if clock is None:
        return None
    return NextStep(
        clock.label, _("Do this"), page_of(page.hand, clock.kind), clock.due_at, clock.state,
        clock.norm,
    )  # fmt: skip


def page_of(hand: InHand, clock: str) -> str:
    """The page where a clock of this kind is answered."""
    reference = hand.case.reference
    if tab := _TABS.get(clock):
        return _url(hand, tab)
    try:
        return reverse(_PAGES.get(clock, "milestone_add"), args=[reference]) + _chosen(clock)
    except NoReverseMatch:
        return reverse("milestone_add", args=[reference])


def _chosen(clock: str) -> str:
    return f"?stap={_STEPS[clock]}" if clock in _STEPS else ""
