# SPDX-License-Identifier: EUPL-1.2
"""The codes of the journal in words for people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.roles import Purpose, Role, Verb
from meerinbeeld.journal.models import Entry
from meerinbeeld.journal.verifying import PLAIN
from meerinbeeld.ui import moments

OUTCOMES: dict[str, Any] = {
    Entry.Outcome.DONE: _("done"),
    Entry.Outcome.REFUSED: _("refused"),
    Entry.Outcome.BREAK_GLASS: _("in an emergency"),
    Entry.Outcome.FAILED: _("failed"),
}
TONES = {"refused": "today", "break_glass": "late", "failed": "late"}
ROLES: dict[str, Any] = {**dict(Role.choices), "system": _("the system"), "public": _("a reporter")}
THINGS: dict[str, Any] = {
    "signal": _("a signal"),
    "case": _("a case"),
    "fact": _("a detail"),
    "notification": _("a notification to the register"),
    "detail": _("a detail"),
    "pair": _("two notifications side by side"),
    "consent": _("a consent"),
    "grant": _("what is shared with a partner"),
    "groundadvice": _("a decision about sharing"),
    "referralout": _("a request to a partner"),
    "rights": _("a request of a person"),
    "report": _("a report"),
    "publicreport": _("a report"),
    "letter": _("a letter"),
    "attachment": _("a file"),
    "item": _("a detail"),
    "route": _("a route"),
    "person": _("a person's account"),
    "membership": _("a role"),
    "directory": _("the directory"),
    "journal": _("the journal"),
    "retention": _("retention"),
    "keys": _("keys"),
    "break_glass": _("emergency access"),
    "notice": _("a notice"),
    "task": _("a task"),
    "goal": _("a goal"),
    "milestone": _("what happened by law or agreement"),
    "contact": _("a moment of contact"),
    "placement": _("a stay, or the wish for one"),
    "facility": _("a shelter"),
    "document": _("a document"),
    "claim": _("a claim for compensation"),
    "assessment": _("a look at safety"),
    "nonpunishment": _("the non-punishment file"),
    "hours": _("hours of work"),
    "agenda": _("the agenda"),
    "signalbook": _("a signal book"),
    "accessquestion": _("a question to see a signal"),
    "sending": _("a delivery"),
    "run": _("a search for the same persons"),
    "passing": _("a notification that was passed on"),
    "mapping": _("how a list is read"),
    "batch": _("a list that was sent in"),
    "figures": _("figures"),
    "release": _("figures that were released"),
    "estimate": _("an estimate"),
    "correction": _("a correction of figures"),
    "contactpoint": _("a contact point"),
    "covenant": _("an agreement"),
    "entry": _("a line of the journal"),
    "key": _("keys"),
    "municipality": _("a municipality"),
    "organisation": _("an organisation"),
    "outlet": _("a place for help"),
    "policy": _("who may do what"),
    "published_figures": _("protected figures of the region"),
    "region": _("the region"),
    "shelter": _("places to stay"),
    "system": _("health of the system"),
}
#: Of what an act is on a list.
MANY: dict[str, Any] = {"notification": _("notifications to the register")}
VERBS: dict[str, Any] = {
    **dict(Verb.choices),
    "sign_in": _("sign in"),
    "receive": _("receive"),
    "take_in": _("take in"),
    "assess": _("assess"),
    "assign": _("take on"),
    "enrich": _("add details"),
    "suspect": _("change the suspected form"),
    "feedback": _("tell the reporter how it went"),
    "ask": _("ask the reporter"),
    "remark": _("write a remark"),
    "split": _("split"),
    "withdraw": _("withdraw"),
    "destroy": _("destroy"),
    "hold": _("place a hold"),
    "lift_hold": _("lift a hold"),
    "end": _("end"),
    "download": _("download"),
    "search": _("search"),
    "tick": _("tick an indicator"),
    "print": _("print"),
    "revoke": _("revoke"),
    "waive": _("note why there is no feedback"),
    "attach": _("add a file"),
    "send": _("send"),
    "confirm": _("confirm"),
    "reveal": _("show masked details"),
    "password": _("choose a password"),
    "renew_receipt": _("give a new receipt"),
}


def verb(code: str) -> Any:
    return VERBS.get(code, code.replace("_", " "))


def thing(label: str) -> Any:
    """`signals.signal` in words."""
    name = label.rsplit(".", 1)[-1]
    return THINGS.get(name, name.replace("_", " "))


def things(label: str) -> Any:
    """`registry.notification` in words, of a list of them."""
    return MANY.get(label.rsplit(".", 1)[-1]) or thing(label)


def problem(told: str) -> str:
    """What a check of the journal found, as a job keeps it: a code and where, or a sentence."""
    code, _space, where = told.partition(" ")
    return f"{gettext(PLAIN[code])} ({where})" if code in PLAIN else told


def rule(norm: str) -> str:
    """A term as a decision keeps it (`term.name@version`) in words; any other reads as itself."""
    name = norm.partition("@")[0].removeprefix("term.")
    known = (term for term in norms.norms().terms.get(name, ()) if str(term.norm) == norm)
    return next((_rule_words(term) for term in known), norm)


def _rule_words(term: norms.Term) -> str:
    day = moments.exact(term.norm.valid_from).split(" ", 1)[-1]
    return gettext("%(rule)s, since %(day)s") % {"rule": f"{term.label}: {term.length}", "day": day}


def role(code: str) -> Any:
    return ROLES.get(code, code)


def purpose(code: str) -> Any:
    return dict(Purpose.choices).get(code, code)
