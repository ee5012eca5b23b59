# SPDX-License-Identifier: EUPL-1.2
"""The words for what happens to a case. Codes that a region may change come from `norms`."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld import norms
from meerinbeeld.care.models import Cooperation

Text = Any

STEPS: Final[dict[str, Text]] = {
    "referred": pgettext_lazy("case", "Referred"),
    "accepted": pgettext_lazy("case", "Accepted"),
    "fact_added": _("Details added"),
    "fact_removed": _("Detail removed"),
    "fact_restored": _("Detail put back"),
    "coordinator": _("Taken on"),
    "shelter_requested": _("Asked for a place to stay"),
    "shelter_waiting": _("On the waiting list for a place"),
    "shelter_placed": _("Came to stay in a shelter"),
    "shelter_left": _("Left the shelter"),
    "shelter_refused": _("A place was refused"),
    "shelter_withdrawn": _("A request for a place was withdrawn"),
    "shelter_delay": _("Reason for the longer stay written down"),
    # intake
    "declined": pgettext_lazy("case", "Not accepted"),
    "referral_withdrawn": _("Referral withdrawn"),
    "referrer_asked": _("Question to the referrer"),
    "referrer_answered": _("Answer of the referrer"),
    "form_suspected": _("Suspected:"),
    "form_no_longer": _("No longer suspected:"),
    "described": _("Description changed"),
    "safety_assessed": _("Safety looked at:"),
    "measured": _("Measured how it goes"),
    "non_punishment": _("Non-punishment question:"),
    "helping": _("Intake done, help started"),
    "aftercare": _("Aftercare started"),
    "aftercare_checked": _("Aftercare: asked how it goes"),
    "help_again": _("Help taken up again"),
    "not_measured": _("Not measured at the end:"),
    "other_help": _("Other help:"),
    "closed": pgettext_lazy("case", "Closed:"),
    "reopened": pgettext_lazy("case", "Reopened"),
    # the plan
    "goal_added": _("Goal made:"),
    "goal_reached": _("Goal reached:"),
    "goal_dropped": _("Goal dropped:"),
    "goal_reopened": _("Goal taken up again:"),
    "task_added": _("Task made:"),
    "task_done": _("Task done:"),
    "task_dropped": _("Task dropped:"),
    "task_moved": _("Task moved:"),
    "task_reopened": _("Task open again:"),
    "contact": _("Contact:"),
    "contact_taken_back": _("Contact taken back:"),
    "milestone": _("Recorded:"),
    "milestone_taken_back": _("Taken back:"),
    "cooperation": _("Choice towards the police:"),
    # documents
    "document_added": _("Document added:"),
    "document_replaced": _("Newer version of a document:"),
    "document_described": _("Document described anew:"),
    "document_removed": _("Document removed:"),
    "document_restored": _("Document put back:"),
    # compensation
    "claim_started": _("Claim begun:"),
    "claim_piece": _("Filled in for a claim:"),
    "claim_preparing": _("Claim being prepared again:"),
    "claim_sent": _("Claim sent:"),
    "claim_granted": _("Claim granted:"),
    "claim_refused": _("Claim refused:"),
    "claim_dropped": _("Claim dropped:"),
    # sharing
    "consent_given": _("The person said yes to sharing"),
    "consent_refused": _("The person said no to sharing"),
    "consent_withdrawn": _("Consent withdrawn"),
    "ground_decided": _("Decided about sharing"),
    "shared": _("Shared with"),
    "share_extended": _("Shared for longer with"),
    "share_ended": _("Sharing ended with"),
    "asked_partner": _("Asked"),
    "request_accepted": _("Takes part:"),
    "request_declined": _("Does not take part:"),
    "request_done": _("Finished its part:"),
    "request_revoked": _("Request taken back from"),
    "handed_over_step": _("Hand-over noted:"),
}
#: Steps whose reason is a code of a list of norms: its words stand after the title.
REASONS: Final[dict[str, str]] = {
    "claim_started": "claim_kind",
    "claim_piece": "claim_piece",
    "claim_preparing": "claim_kind",
    "claim_sent": "claim_kind",
    "claim_granted": "claim_kind",
    "claim_refused": "claim_kind",
    "claim_dropped": "claim_kind",
    "document_added": "document_kind",
    "document_replaced": "document_kind",
    "document_described": "document_kind",
    "document_removed": "document_kind",
    "document_restored": "document_kind",
    "fact_added": "care_fact",
    "fact_removed": "care_fact",
    "fact_restored": "care_fact",
    "declined": "care_decline_reason",
    "form_suspected": "form_of_exploitation",
    "form_no_longer": "form_of_exploitation",
    "safety_assessed": "safety_level",
    "non_punishment": "non_punishment_finding",
    "not_measured": "measure_waiver",
    "other_help": "other_help",
    "closed": "care_close_reason",
    # the plan
    **dict.fromkeys(("goal_added", "goal_reached", "goal_dropped", "goal_reopened"), "life_domain"),
    **dict.fromkeys(
        ("task_added", "task_done", "task_dropped", "task_moved", "task_reopened"), "care_task"
    ),
    "contact": "contact_kind",
    "contact_taken_back": "contact_kind",
    "milestone": "care_milestone",
    "milestone_taken_back": "care_milestone",
}
#: Daily work: it stands in the plan, and would push the course of the case off the life line.
DAILY: Final = frozenset(
    {"goal_added", "task_added", "task_done", "task_moved", "task_reopened", "contact"}
)


def reason_of(kind: str, reason: str) -> str:
    """The words for the reason of a step; "" when it has none."""
    if kind == "cooperation":
        return str(Cooperation(reason).label)
    listed = REASONS.get(kind)
    return norms.codelist(listed).label(reason) if listed and reason else ""


def clock_label(kind: str) -> str:
    """What a clock is about, by the norm that sets it."""
    return norms.term(kind).label
