# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the requests hand to their components: columns, tabs and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.oversight.models import RightsRequest
from meerinbeeld.ui.parts import Column, EmptyState, Tab

COLUMNS: Final = (
    Column(_("Reference")),
    Column(_("What is asked")),
    Column(_("Came in")),
    Column(_("Answer before")),
    Column(_("State")),
)
NOTHING: Final = EmptyState(
    _("No requests wait"),
    _("Write a request down as soon as somebody asks, also by phone: the month counts from then."),
)
IDENTIFY: Final[dict[str, Any]] = {
    "heading": _("Who is asking?"),
    "lead": _("Be sure that you give data to the right person, and keep no copy of a passport."),
    "submit": _("Note this"),
}
EXTEND: Final[dict[str, Any]] = {
    "heading": _("Take two months more"),
    "lead": _("The law allows this once, for a request that is complex. Tell the person why."),
    "submit": _("Extend the term"),
}
DECIDE: Final[dict[str, Any]] = {
    "heading": _("Decide"),
    "lead": _("Write in plain words what you decided and why."),
    "submit": _("Keep the decision"),
}
DELIVER: Final[dict[str, Any]] = {
    "heading": _("Given to the person"),
    "lead": _("With this the request is closed. What was held for it is let go."),
    "submit": _("Close the request"),
    "cannot_undo": _("A closed request stays closed. A new question is a new request."),
}


@dataclass(frozen=True)
class Main:
    """The one filled button of a page: a link, or something to send."""

    label: str
    url: str
    posts: bool = False


def tabs(closed: bool) -> list[Tab]:
    url = reverse("rights")
    return [
        Tab(_now("Open"), url, current=not closed),
        Tab(_now("Answered"), f"{url}?soort=klaar", current=closed),
    ]


def source_of(ref: str) -> str:
    """The law or agreement behind a norm, for people to read."""
    found = norms.norm(ref)
    return found.source.partition(";")[0] if found else ref


def main_action(found: RightsRequest) -> Main | None:
    """What the request asks for now."""
    if found.closed_at:
        return None
    if not found.identified_at:
        return _link(_now("Note who is asking"), "rights_identify", found)
    if found.dossiers.filter(gathered_at=None).exists():
        return _link(_now("Gather all texts"), "rights_gather", found, posts=True)
    if found.pieces.filter(verdict="undecided").exists():
        return _link(_now("Look at the texts"), "rights_pieces", found)
    if not found.decision:
        return _link(_now("Decide"), "rights_decide", found)
    return _link(_now("Given to the person"), "rights_deliver", found)


def _link(label: str, name: str, found: RightsRequest, *, posts: bool = False) -> Main:
    return Main(label, reverse(name, args=[found.reference]), posts)
