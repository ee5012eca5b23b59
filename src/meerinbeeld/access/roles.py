# SPDX-License-Identifier: EUPL-1.2
"""The words of the policy: roles, purposes, verbs and how far a role reaches."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    REPORTER = "reporter", _("reporter (professional)")
    FOCAL_OFFICER = "focal_officer", _("focal officer")
    CARE_COORDINATOR = "care_coordinator", _("care coordinator")
    PARTNER_WORKER = "partner_worker", _("partner worker")
    CASE_TABLE_CHAIR = "case_table_chair", _("case table chair")
    ENFORCEMENT_OFFICER = "enforcement_officer", _("enforcement officer")
    PROGRAMME_LEAD = "programme_lead", _("programme lead")
    POLICY_OFFICER = "policy_officer", _("policy officer")
    COUNCIL_READER = "council_reader", _("council reader")
    PRIVACY_OFFICER = "privacy_officer", _("privacy officer")
    ADMINISTRATOR = "administrator", _("functional administrator")


class Purpose(TextChoices):
    REPORTING = "reporting", _("assessing and following up a signal")
    CARE = "care", _("helping a victim")
    SAFETY = "safety", _("safety at the case table")
    ENFORCEMENT = "enforcement", _("stopping and investigating")
    MONITORING = "monitoring", _("monitoring")
    PROGRAMME = "programme", _("running the programme")
    OVERSIGHT = "oversight", _("oversight")
    ADMINISTRATION = "administration", _("managing people and lists")


class Verb(TextChoices):
    LIST = "list", pgettext_lazy("verb", "see in a list")
    OPEN = "open", pgettext_lazy("verb", "open")
    REVEAL = "reveal", pgettext_lazy("verb", "show masked details")
    CREATE = "create", pgettext_lazy("verb", "make")
    CHANGE = "change", pgettext_lazy("verb", "change")
    ROUTE = "route", pgettext_lazy("verb", "route")
    ANSWER = "answer", pgettext_lazy("verb", "answer a route")
    MESSAGE = "message", pgettext_lazy("verb", "write a message")
    REFER = "refer", pgettext_lazy("verb", "refer somebody")
    SHARE = "share", pgettext_lazy("verb", "share with a partner")
    HAND_OVER = "hand_over", pgettext_lazy("verb", "hand over")
    MERGE = "merge", pgettext_lazy("verb", "split and merge")
    CLOSE = "close", pgettext_lazy("verb", "close")
    REOPEN = "reopen", pgettext_lazy("verb", "reopen")
    IMPORT = "import", pgettext_lazy("verb", "import")
    EXPORT = "export", pgettext_lazy("verb", "export and print")
    ASK_ACCESS = "ask_access", pgettext_lazy("verb", "ask for access")
    BREAK_GLASS = "break_glass", pgettext_lazy("verb", "open in an emergency")
    MANAGE = "manage", pgettext_lazy("verb", "manage")
    REVIEW = "review", pgettext_lazy("verb", "review")
    VERIFY = "verify", pgettext_lazy("verb", "verify")
    PROPOSE = "propose", pgettext_lazy("verb", "propose")
    APPROVE = "approve", pgettext_lazy("verb", "approve")


class Reach(TextChoices):
    """How far a permission goes; the query narrows by it."""

    MINE = "mine", _("what you made yourself")
    SHARED = "shared", _("what was routed to your organisation")
    ORGANISATION = "organisation", _("what your organisation owns or was given")
    REGION = "region", _("the whole region")


#: One sentence per role: what it is for. Shown when choosing a role and on the demo's cards.
WHAT_A_ROLE_DOES = {
    Role.REPORTER: _("Reports for the organisation and reads what came of it."),
    Role.FOCAL_OFFICER: _("Receives signals for the municipality, enriches, routes and ends them."),
    Role.CARE_COORDINATOR: _("Receives signals for the region and arranges help for victims."),
    Role.PARTNER_WORKER: _("Sees what was routed to the organisation and answers it."),
    Role.CASE_TABLE_CHAIR: _("Prepares the case table with what was shared for it."),
    Role.ENFORCEMENT_OFFICER: _("Sees what was routed for stopping it, and answers."),
    Role.PROGRAMME_LEAD: _("Keeps the directory and the agreements; sees no signals."),
    Role.POLICY_OFFICER: _("Reads figures and the directory; sees no signals."),
    Role.COUNCIL_READER: _("Reads what was published for the council; sees no signals."),
    Role.PRIVACY_OFFICER: _("Reads the journal, reviews emergency access and destruction."),
    Role.ADMINISTRATOR: _("Manages people, roles and lists; sees no signals."),
}
