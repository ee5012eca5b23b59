# SPDX-License-Identifier: EUPL-1.2
"""The non-punishment question: was this person compelled to do what they are accused of?

When criminal exploitation is suspected the case asks it, and a clock keeps asking until somebody
wrote an answer. Help goes on whatever the answer is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.models import NonPunishment, Phase
from meerinbeeld.care.rules.non_punishment import CRIMINAL, follow_up

ASK: Final = "non_punishment"
FOLLOW: Final = "non_punishment_follow"


@dataclass(frozen=True)
class Found:
    """What was found, put before whom and when, and what came of it."""

    finding: str
    text: str = field(repr=False)
    offence: str = field(default="", repr=False)
    put_before: str = ""
    put_before_on: date | None = None
    outcome: str = "waiting"


def note_non_punishment(
    actor: Actor,
    reference: str,
    found: Found,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> NonPunishment:
    """Add a page to the file. The one before stays as it was."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        change.refuse_when_closed()
        code = norms.codelist("non_punishment_finding").get(found.finding)
        if code is None:
            raise ChangeError(_("Choose something from the list."))
        if bool(found.put_before) != bool(found.put_before_on):
            raise ChangeError(_("Say both whom it was put before and on which day."))
        page = _page(change, found, str(code.norm))
        change.end_clock(ASK, "answered")
        change.end_clock(FOLLOW, "answered")
        outcome = norms.codelist("non_punishment_outcome").get(found.outcome)
        ends = bool(outcome and outcome.extra.get("ends"))
        if follow_up(puts_before=bool(code.extra.get("put_before")), ends=ends):
            change.start_clock(FOLLOW)
        change.step("non_punishment", reason=found.finding, norm=page.norm)
        change.thing, change.thing_id = "care.nonpunishment", page.id
    return page


def ask_when_criminal(change: Change) -> None:
    """Within a change: let the clock of the question run when nobody answered it yet."""
    suspected = change.case.forms.filter(form__in=CRIMINAL, until=None).exists()
    if not suspected or change.case.phase in (Phase.REFERRED, Phase.CLOSED):
        change.end_clock(ASK, "not_suspected")
        return
    running = change.case.clocks.filter(kind=ASK, ended_at=None).exists()
    if not running and not change.case.non_punishment.exists():
        change.start_clock(ASK)


def _page(change: Change, found: Found, norm: str) -> NonPunishment:
    page = NonPunishment(
        case=change.case,
        at=change.now,
        by_id=change.actor.person_id,
        finding=found.finding,
        put_before=found.put_before,
        put_before_on=found.put_before_on,
        outcome=found.outcome,
        norm=norm,
    )
    with vault.unlocked(change.case.dossier) as box:
        box.put_text(page, "text", found.text.strip())
        if found.offence.strip():
            box.put_text(page, "offence", found.offence.strip())
    page.save(force_insert=True)
    return page
