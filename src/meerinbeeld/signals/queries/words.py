# SPDX-License-Identifier: EUPL-1.2
"""The words for what happens to a signal: steps of the life line, next steps, answers of partners.

Codes that a region may change come from `norms`; these belong to the program itself.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld import norms

Text = Any

STEPS: Final[dict[str, Text]] = {
    "received": _("Received"),
    "recorded": _("Recorded"),
    "imported": _("Taken over from the signal book"),
    "receipt_confirmed": _("Receipt confirmed"),
    "opened": _("Opened for assessment"),
    "taken_on": _("Taken on"),
    "let_go": _("Let go"),
    "assessed": _("Assessed"),
    "form_suspected": _("Suspected:"),
    "form_no_longer": _("No longer suspected:"),
    "indicators": _("Indicators discussed"),
    "enriched": _("Details added"),
    "item_removed": _("Detail removed"),
    "item_restored": _("Detail put back"),
    "file_added": _("File added"),
    "file_shared": _("File shared with the chain"),
    "file_kept": _("File kept with the team again"),
    "asked": _("Question to the reporter"),
    "answered": _("Answer of the reporter"),
    "answer_read": _("Answer read"),
    "routed": _("Put before"),
    "route_accepted": _("Taken up by"),
    "route_declined": _("Not taken up by"),
    "route_done": _("Finished by"),
    "route_revoked": _("Request taken back from"),
    "handed_over": _("Handed over to"),
    "care_asked": _("Help asked of"),
    "care_accepted": _("Help taken up by"),
    "care_declined": _("Help not taken up by"),
    "first_word": _("First word to the reporter"),
    "feedback_given": _("Feedback to the reporter"),
    "feedback": _("Feedback to the reporter"),
    "feedback_waived": _("No feedback possible"),
    "helped": _("Other help arranged"),
    "closed": _("Closed"),
    "reopened": _("Reopened"),
    "split_off": _("A part became its own signal"),
    "split_from": _("Split from another signal"),
    "merged": _("Another signal was added"),
    "merged_into": _("Added to another signal"),
    "message_received": _("Message from the reporter"),
    "withdrawn_by_reporter": _("Withdrawn by the reporter"),
    "access_given": _("Access given to"),
}

ABOUT: Final[dict[str, Text]] = {
    "person": pgettext_lazy("about, in a list", "Person"),
    "place": pgettext_lazy("about, in a list", "Place"),
    "self": pgettext_lazy("about, in a list", "The reporter"),
}

#: What a person has to do next, as an instruction.
NEXT: Final[dict[str, Text]] = {
    "first_look": _("Open now"),
    "choose_route": _("Choose a route"),
    "partner_answers": _("Waits for the partner"),
    "follow_up": _("Being followed up"),
    "await_answer": _("Waits for the reporter"),
    "read_answer": _("Read the message"),
    "give_feedback": _("Give feedback"),
    "decide": _("Decide how to go on"),
    "close": _("Close with a reason"),
    "answer_route": _("Say whether you take it up"),
    "report_back": _("Tell how it went"),
    "closed": _("Closed"),
}

#: The same steps as open dots on the life line.
EXPECTED: Final[dict[str, Text]] = {
    **NEXT,
    "first_look": _("First look"),
    "choose_route": _("Assess and choose a route"),
    "partner_answers": _("Answer of the partner"),
    "follow_up": _("Word on the follow-up"),
    "await_answer": _("Answer of the reporter"),
    "give_feedback": _("Feedback to the reporter"),
    "close": _("Close with a reason"),
}

ROUTE_STATUS: Final[dict[str, Text]] = {
    "asked": pgettext_lazy("route", "asked"),
    "accepted": pgettext_lazy("route", "taken up"),
    "declined": pgettext_lazy("route", "not taken up"),
    "done": pgettext_lazy("route", "finished"),
    "revoked": pgettext_lazy("route", "taken back"),
}

#: Why a partner does not take a signal up.
DECLINED_BECAUSE: Final[dict[str, Text]] = {
    "not_our_task": _("This is not a task of our organisation"),
    "not_our_area": _("Outside our area"),
    "too_little": _("Too little to act on"),
    "known": _("We already work on this under another name"),
    "capacity": _("No capacity within the term"),
}

#: What came of it at a partner.
OUTCOMES: Final[dict[str, Text]] = {
    "help_given": _("Help is given"),
    "investigated": _("Looked into, with a result"),
    "nothing_found": _("Looked into, nothing found"),
    "stopped": _("The exploitation was stopped"),
    "passed_on": _("Passed on to another organisation"),
    "not_reached": _("The person could not be reached"),
}

#: Why a reporter cannot be told anything.
WAIVED_BECAUSE: Final[dict[str, Text]] = {
    "no_contact": _("There is no way to reach the reporter"),
    "not_safe": _("Contact is not safe for the reporter"),
    "not_wanted": _("The reporter does not want to hear more"),
    "not_reached": _("The reporter was tried and not reached"),
    "withdrawn": _("The reporter withdrew the report"),
    "joined": _("The reporter hears it through the signal it was added to"),
    "part": _("The reporter hears it through the signal it was split from"),
}

#: How a reporter was told.
TOLD_BY: Final[dict[str, Text]] = {
    "letter": _("A message with the receipt"),
    "in_app": _("A message in the application"),
    "phone": _("By phone, at the safe time"),
    "in_person": _("In person"),
}

HANDED_BECAUSE: Final = ("other_region", "known_there", "expertise", "agreed_together")

_LISTS: Final = (
    "route_reason", "stop_reason", "other_help", "form_of_exploitation", "urgency", "ground",
)  # fmt: skip
_OWN: Final = (DECLINED_BECAUSE, OUTCOMES, WAIVED_BECAUSE, TOLD_BY)


def norm_label(ref: str) -> str:
    """What a stored norm is called: of a term or a route its name, of a code its words."""
    found = norms.norm(ref)
    if found is None:
        return ref
    listed, _dot, name = found.key.rpartition(".")
    for version in norms.norms().terms.get(name, ()):
        return version.label
    for code in norms.norms().codes.get(listed, ()):
        if code.norm == found:
            return code.label
    return str(reason_label(name))


def reason_label(code: str) -> Text:
    """The words for a stored reason, whichever list it came from."""
    for words in _OWN:
        if code in words:
            return words[code]
    for name in _LISTS:
        if found := norms.codelist(name).get(code):
            return found.label
    return code
