# SPDX-License-Identifier: EUPL-1.2
"""Making a case: the rows of one, sealed and complete before they are stored."""

from __future__ import annotations

import random
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from meerinbeeld import norms, vault
from meerinbeeld.care.actions.marks import mark_of
from meerinbeeld.care.models import (
    Case,
    CaseCounter,
    Clock,
    Fact,
    Mark,
    Phase,
    ReferralIn,
    Step,
    Suspected,
)
from meerinbeeld.care.rules import clocks
from meerinbeeld.signals.models import Signal, YesNoUnknown
from meerinbeeld.signals.queries.retention import first_receipt
from meerinbeeld.vault import Box

#: Trees and a number: names that nobody has, and that say nothing about a person.
_TREES: Final = (
    "Acacia", "Beuk", "Berk", "Ceder", "Eik", "Els", "Esdoorn", "Hazelaar", "Hulst", "Iep",
    "Jeneverbes", "Kastanje", "Kornoelje", "Lariks", "Linde", "Meidoorn", "Moerbei", "Olijf",
    "Plataan", "Populier", "Spar", "Taxus", "Vlier", "Wilg",
)  # fmt: skip


@dataclass
class Making:
    """A case with an open box: add to it, then store it once."""

    case: Case
    box: Box
    at: datetime
    by: UUID | None
    facts: list[Fact] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    forms: list[Suspected] = field(default_factory=list)

    def add_facts(self, given: Iterable[tuple[str, str]]) -> None:
        """Each non-empty fact, sealed."""
        for kind, text in given:
            if text.strip():
                fact = Fact(case=self.case, kind=kind, at=self.at, by_id=self.by)
                self.box.put_text(fact, "value", text.strip())
                self.facts.append(fact)
                mark = mark_of(fact, text.strip())
                self.marks += [mark] if mark else []

    def add_forms(self, codes: Iterable[str]) -> None:
        known = norms.codelist("form_of_exploitation")
        for code in dict.fromkeys(codes):
            found = known.get(code)
            norm = str(found.norm) if found else ""
            self.forms.append(
                Suspected(case=self.case, form=code, norm=norm, since=self.at, by_id=self.by)
            )

    def store(self, referral: ReferralIn, organisation_id: UUID | None) -> Case:
        """Write it all, with the clock of the answer. The number is taken here, as late as can be.

        `organisation_id` is whose step the first dot on the life line is.
        """
        term = norms.term("answer_referral", timezone.localdate(self.at))
        self.case.act_at = term.after(self.at)
        self.case.reference = next_reference(self.case.received_at)
        self.case.save(force_insert=True)
        Fact.objects.bulk_create(self.facts)
        Mark.objects.bulk_create(self.marks)
        Suspected.objects.bulk_create(self.forms)
        referral.case = self.case
        referral.save(force_insert=True)
        Clock.objects.create(
            case=self.case,
            kind="answer_referral",
            started_at=self.at,
            due_at=self.case.act_at,
            remind_at=clocks.remind_at(self.at, self.case.act_at),
            norm=str(term.norm),
        )
        Step.objects.create(
            case=self.case,
            at=self.at,
            kind="referred",
            by_id=self.by,
            organisation_id=organisation_id,
            phase=Phase.REFERRED,
            norm=str(term.norm),
        )
        return self.case


def blank_case(owner_id: UUID, at: datetime, *, signal: Signal | None = None) -> Case:
    """A case that is not stored yet, with its dossier, its alias and its retention."""
    case = Case(
        id=uuid.uuid4(),
        alias=new_alias(),
        dossier=vault.create_dossier(),
        owner_id=owner_id,
        signal=signal,
        received_at=at,
        changed_at=at,
    )
    if signal:
        case.municipality_id, case.minor = signal.municipality_id, signal.minor
    set_retention(case)
    return case


def set_retention(case: Case) -> None:
    """Counted from the first receipt: a signal that becomes a case does not start it anew."""
    case.retention_from = first_received(case)
    minor = case.minor == YesNoUnknown.YES
    term = norms.term("retention_youth" if minor else "retention_care", case.retention_from)
    case.retention_until = term.after(case.retention_from)
    case.retention_norm = str(term.norm)


def first_received(case: Case) -> date:
    received = [case.received_at, *([first_receipt(case.signal)] if case.signal else [])]
    return timezone.localdate(min(received))


def new_alias(rng: random.Random | None = None) -> str:
    """A name for the case, such as "Linde 482"."""
    chosen = rng or secrets.SystemRandom()
    return f"{chosen.choice(_TREES)} {chosen.randrange(100, 1000)}"


def next_reference(moment: datetime) -> str:
    """The next number of the year of `moment`, as in "Z-2026-0042".

    Call it last in a transaction: from here on others wait for this transaction to end.
    """
    year = timezone.localtime(moment).year
    counter, _made = CaseCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"Z-{year}-{counter.last:04d}"
