# SPDX-License-Identifier: EUPL-1.2
"""A notification from a case, in one step: what the case knows, coded anew for the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries import scope as care
from meerinbeeld.registry.actions.new_notification import Basis, Given, make_notification
from meerinbeeld.registry.models import Notification

NOTIFIER = "care_coordination"


@dataclass(frozen=True)
class Known:
    """What a case can tell the register, before somebody looked at it."""

    codes: Mapping[str, str]
    forms: tuple[str, ...]
    municipality: str
    details: Mapping[str, str] = field(repr=False)


def known_of(actor: Actor, reference: str) -> Known:
    """Read it from the case, which is an act. Raises what opening the case raises."""
    with transaction.atomic():
        hand = care.in_hand(actor, Verb.OPEN, reference)
        journal.record(
            actor,
            Verb.OPEN,
            purpose=hand.purpose,
            thing=care.THING,
            thing_id=hand.case.id,
            dossier=hand.case.dossier,
            outcome=hand.outcome,
            reason_code="register",
        )
        return _known(hand.case)


def notify_case(
    actor: Actor, reference: str, given: Given, *, once: UUID | None = None
) -> Notification:
    """Make the notification of a case; a second time gives the first one."""
    hand = care.in_hand(actor, Verb.CHANGE, reference)
    return make_notification(
        actor, given, source=Notification.Source.CASE, case=hand.case, once=once
    )


def given_of(known: Known, basis: Basis, kind: str = "registration") -> Given:
    """The same as a notification of today. Without a ground nobody is named."""
    unnamed = basis.rests_on == Notification.Rest.NONE
    return Given(
        notified_on=timezone.localdate(),
        notifier=NOTIFIER,
        basis=basis,
        kind=kind,
        municipality=known.municipality,
        codes=known.codes,
        several={"forms": known.forms},
        details={} if unnamed else known.details,
    )


def _known(case: Case) -> Known:
    kinds = {
        str(code.extra["from_fact"]): code.value
        for code in norms.codelist("registry_detail").codes
        if code.extra.get("from_fact")
    }
    rows = case.facts.filter(kind__in=kinds, removed_at=None).order_by("at")
    suspected = case.forms.filter(until=None).values_list("form", flat=True)
    today = norms.codelist("form_of_exploitation").values
    with vault.unlocked(case.dossier) as box:
        details = {kinds[row.kind]: box.text(row, "value") for row in rows}
    return Known(
        codes={"age_band": case.age_band} if case.age_band else {},
        # a form that the lists of today no longer have is chosen anew, by a person
        forms=tuple(form for form in suspected if form in today),
        municipality=case.municipality_id or "",
        details=details,
    )
