# SPDX-License-Identifier: EUPL-1.2
"""The life of a notification: what the journal says was done with it, and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meerinbeeld import journal
from meerinbeeld.access import Verb
from meerinbeeld.access.models import Person
from meerinbeeld.journal.models import Entry
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Correction, Notification
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.scope import InHand

#: So many lines stand on a page.
MOST: Final = 30
READING: Final = (Verb.LIST, Verb.OPEN, Verb.REVEAL, Verb.EXPORT)
#: What an entry says, by verb and reason.
SAID: Final[dict[tuple[str, str], Any]] = {
    ("create", ""): gettext_lazy("Notified"),
    ("change", ""): gettext_lazy("Changed"),
    ("change", "facts"): gettext_lazy("Facts corrected"),
    ("change", "details"): gettext_lazy("Personal details corrected"),
    ("change", "rests_on"): gettext_lazy("Rests on something else"),
    ("change", "consent_withdrawn"): gettext_lazy("Consent withdrawn, details destroyed"),
    ("merge", ""): gettext_lazy("Looked at whether it is the same person"),
    ("merge", "same"): gettext_lazy("Found to be the same person as in another notification"),
    ("merge", "different"): gettext_lazy("Found to be another person"),
    ("share", ""): gettext_lazy("Passed on"),
    ("open", ""): gettext_lazy("Opened"),
    ("open", "linkage"): gettext_lazy("Compared with all others, to find the same person"),
    ("reveal", ""): gettext_lazy("Detail shown"),
    ("export", ""): gettext_lazy("Taken along"),
    ("export", "print"): gettext_lazy("Printed"),
    ("export", "list"): gettext_lazy("Taken along in a list"),
    ("destroy", ""): gettext_lazy("Details destroyed at the end of the period"),
}


@dataclass(frozen=True)
class Line:
    """One thing that was done, or one look."""

    title: str
    at: datetime
    who: str
    verb: str
    #: Which fields changed, in words.
    why: str = ""


@dataclass(frozen=True)
class Life:
    """What was done and who looked, the newest first."""

    acts: list[Line]
    looks: list[Line]


def of(hand: InHand) -> Life:
    """From the journal; the fields of a correction stand beside it."""
    found = journal.about([hand.notification.dossier]).filter(outcome=Entry.Outcome.DONE)
    acts = list(found.exclude(verb__in=READING).order_by("-at", "-id")[:MOST])
    looks = list(found.filter(verb__in=READING).order_by("-at", "-id")[:MOST])
    who = _names([*acts, *looks], hand)
    fields = _fields(hand.notification)
    return Life(
        [_line(one, who, fields) for one in acts],
        [_line(one, who, {}) for one in looks],
    )


def since(hand: InHand, moment: datetime) -> list[Line]:
    """What others changed after a moment, for the page of a conflict."""
    return [one for one in of(hand).acts if one.at > moment and one.verb != Verb.CREATE][:20]


def _line(entry: Entry, who: dict[UUID | None, str], fields: dict[UUID, str]) -> Line:
    said = SAID.get((entry.verb, entry.reason_code)) or SAID.get((entry.verb, ""))
    title = str(said or capfirst(dict(Verb.choices).get(entry.verb, entry.verb)))
    return Line(title, entry.at, who.get(entry.person_id, ""), entry.verb, fields.get(entry.id, ""))


def _names(entries: list[Entry], hand: InHand) -> dict[UUID | None, str]:
    """Who did it: by name within one's own organisation, else the organisation."""
    outside = {e.person_id: e.organisation_id for e in entries}
    own = hand.actor.organisation_id
    people = dict(Person.objects.filter(pk__in=[p for p in outside if p]).values_list("pk", "name"))
    groups = Organisation.objects.filter(pk__in=[o for o in outside.values() if o])
    names = dict(groups.values_list("pk", "name"))
    told: dict[UUID | None, str] = {
        person: people.get(person, "") if group == own else names.get(group or own, "")
        for person, group in outside.items()
        if person
    }
    return {**told, hand.actor.person_id: _("you")}


def _fields(row: Notification) -> dict[UUID, str]:
    """The fields that changed, by the entry of the journal about it."""
    found: dict[UUID, list[str]] = {}
    for one in Correction.objects.filter(notification=row).order_by("at", "field"):
        found.setdefault(one.entry, []).append(words.field_label(one.field))
    return {entry: ", ".join(labels) for entry, labels in found.items()}
