# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the desk hand to their components: tiles, columns and words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meerinbeeld.oversight.models import Destruction, DossierKind, Job
from meerinbeeld.oversight.queries import Desk
from meerinbeeld.ui.counting import in_words
from meerinbeeld.ui.parts import Column, EmptyState, Tab, Tile

JOURNAL_COLUMNS = (
    Column(_("When")),
    Column(_("Who")),
    Column(_("What")),
    Column(_("About")),
    Column(_("Purpose")),
    Column(_("Outcome")),
)
TRAIL_COLUMNS = (Column(_("When")), Column(_("What")), Column(_("About")))
EMERGENCY_COLUMNS = (
    Column(_("Reference")),
    Column(_("Who")),
    Column(_("Opened")),
    Column(_("Ends")),
    Column(_("Review")),
)
PAST_COLUMNS = (
    Column(_("Tick"), hidden_label=True),
    Column(_("Reference")),
    Column(_("Owner")),
    Column(_("Closed")),
    Column(_("Keep until")),
    Column(_("Rule")),
    Column(_("State")),
)
PROPOSAL_COLUMNS = (
    Column(_("Reference")),
    Column(_("Proposed by")),
    Column(_("Proposed")),
    Column(_("What you can do")),
)
HOLD_COLUMNS = (
    Column(_("Reference")),
    Column(_("Why")),
    Column(_("Placed by")),
    Column(_("Placed")),
    Column(_("What you can do")),
)
CERTIFICATE_COLUMNS = (Column(_("Reference")), Column(_("Destroyed")), Column(_("By")))
JOB_COLUMNS = (Column(_("What")), Column(_("Started by")), Column(_("Started")), Column(_("State")))

UNATTENDED_COLUMNS = (
    Column(_("Reference")),
    Column(_("Owner")),
    Column(_("Received")),
    Column(_("Next step before")),
)

NOTHING_FOUND = EmptyState(
    _("Nothing found"), _("Nothing in the journal fits these filters. Take one away.")
)
NO_EMERGENCIES = EmptyState(
    _("Nobody used emergency access"),
    _("When somebody does, you are told at once and see it here."),
)
ALL_ATTENDED = EmptyState(
    _("Somebody can follow up every signal"),
    _("Signals appear here when the last term of a focal officer or care coordinator ends."),
)
NOTHING_PAST = EmptyState(
    _("Nothing is past its period"), _("They appear here when their retention period has ended.")
)

ROTATE: dict[str, dict[str, Any]] = {
    Job.Kind.ROTATE_KEYS: {
        "question": _("Put a new key-encryption key in use?"),
        "what_happens": [
            _("The worker wraps every dossier key again. People can go on working."),
            _("The older key stays until you destroy it with 'meerinbeeld keys destroy-old'."),
        ],
        "submit_label": _("Put a new key in use"),
    },
    Job.Kind.ROTATE_INTAKE: {
        "question": _("Put a new intake key in use?"),
        "what_happens": [
            _("New public reports are sealed to the new key."),
            _("Does the public face run on another machine? Then copy the new public file there."),
            _("Reports that were sealed to the older key can still be opened."),
        ],
        "submit_label": _("Put a new key in use"),
    },
}


def desk_tiles(found: Desk) -> list[Tile]:
    """The numbers of the desk; a number that this role does not look after is left out."""
    rows = (
        (found.to_review, _("Emergency access to review"), "emergencies", "late"),
        (found.unattended, _("Nobody can follow these up"), "unattended", "late"),
        (found.to_approve, _("To approve: destroy"), "retention", "today"),
        (found.past_period, _("Past their retention period"), "retention", "today"),
        (found.refusals, _("Refusals in seven days"), "journal", ""),
    )
    return [
        Tile(in_words(number), label, _address(name, label), tone if number else "")  # type: ignore[arg-type]
        for number, label, name, tone in rows
        if number is not None
    ]


def _address(name: str, label: object) -> str:
    return reverse(name) + ("?outcome=refused" if name == "journal" else "")


def kind_tabs(current: str) -> list[Tab]:
    """Each kind has a list of its own."""
    labels = {
        DossierKind.SIGNAL: _now("Signals"),
        DossierKind.CASE: _now("Cases"),
        DossierKind.NOTIFICATION: _now("Notifications"),
        DossierKind.REQUEST: _now("Requests of persons"),
    }
    return [
        Tab(label, f"{reverse('retention')}?soort={kind}", current=kind == current)
        for kind, label in labels.items()
    ]


def destroy_context(proposal: Destruction) -> dict[str, Any]:
    """The confirmation of what cannot be undone."""
    return {
        "question": _now("Destroy %(reference)s?") % {"reference": proposal.reference},
        "what_happens": [
            _("The key of this dossier is destroyed. Nobody can read its content again."),
            _("Its files and texts are removed. Reference, dates and reason of ending stay."),
            _("A certificate is made with your name and that of who proposed it."),
        ],
        "cannot_undo": _("Not by us, and not from a backup that is older than its own term."),
        "danger": True,
        "submit_label": _("Destroy"),
        "cancel_url": reverse("retention"),
    }
