# SPDX-License-Identifier: EUPL-1.2
"""One notification on paper, for the national centre. Opening it is an act, and is journaled."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.registry.actions.passing import THING
from meerinbeeld.registry.exports import passing_file
from meerinbeeld.registry.models import Passing
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, NotInReach
from meerinbeeld.registry.rules import passing as rules
from meerinbeeld.ui import moments
from meerinbeeld.ui import paper as papers

SOURCE: Final = Path(__file__).resolve().parents[1] / "form.typ"
Line = tuple[str, str]


@dataclass(frozen=True)
class Paper:
    """What stands on the form: pairs of words, and an answer or a dash."""

    reference: str
    kind: str
    head: list[Line]
    person: list[Line] = field(repr=False)
    coded: list[Line]


def open_form(actor: Actor, reference: str) -> Paper:
    """The form of one notification that leaves with details. Raises `NotInReach` or `Refused`."""
    require(actor, Verb.EXPORT, KIND, PURPOSE)
    with transaction.atomic():
        hand, passing = queries.one(actor, Verb.SHARE, reference)
        if queries.content_of(passing) != rules.DETAILS:
            raise NotInReach
        journal.record(
            actor,
            Verb.EXPORT,
            purpose=PURPOSE,
            thing=THING,
            thing_id=passing.id,
            dossier=hand.notification.dossier,
            ground=hand.notification.ground,
            reason_code="form",
        )
        return _paper(passing)


def form_pdf(actor: Actor, reference: str) -> bytes:
    """The same as PDF/UA, made in memory."""
    found = open_form(actor, reference)
    title = _("Notification %(reference)s") % {"reference": found.reference}
    data = {
        "title": title,
        "footer": found.reference,
        "intro": [found.kind, _("Made on %(day)s.") % {"day": moments.exact(timezone.now())}],
        "heads": [_("Question"), _("What was answered")],
        "parts": [
            {"head": _("Notification"), "rows": found.head},
            {"head": _("Who it is"), "rows": found.person},
            {"head": _("What happened"), "rows": found.coded},
        ],
    }
    return papers.pdf(SOURCE, data, title=title, language=(get_language() or "nl")[:2])


def _paper(passing: Passing) -> Paper:
    row = passing.notification
    with vault.unlocked(row.dossier) as box:
        person = passing_file.person(passing, box)
    details = norms.codelist("registry_detail")
    return Paper(
        reference=row.reference,
        kind=norms.codelist("registry_kind").label(passing.kind),
        head=[
            (_("Number of the region"), row.reference),
            (_("Number of the victim in the region"), row.victim.reference),
            (_("Number of the centre"), passing.national_number or "–"),
            (_("Notified"), moments.exact(row.notified_on)),
            (_("By"), row.organisation.name),
            (_("Who notifies"), words.labels("notifier", [row.notifier])[0]),
            (_("Ground"), norms.codelist("ground").label(row.ground)),
        ],
        person=[
            (details.label(kind), words.detail_in_words(kind, text))
            for kind, text in person.items()
        ],
        coded=_coded(passing),
    )


def _coded(passing: Passing) -> list[Line]:
    row = passing.notification
    fields = ("forms", *passing_file.ONE, *passing_file.SEVERAL, "municipality")
    return [(words.field_label(name), words.value_in_words(row, name) or "–") for name in fields]
