# SPDX-License-Identifier: EUPL-1.2
"""Turns sketches of cases into rows, in batches, as `rows` does for signals.

It writes what the actions would have written, with moments in the past, and seals everything the
same way; the tests hold a filled region against the rules of care.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import models, transaction

from meerinbeeld import vault
from meerinbeeld.care import models as m
from meerinbeeld.care.actions.new_case import new_alias
from meerinbeeld.demo.bulk import Row, Rows
from meerinbeeld.demo.case_life import (
    write_contacts,
    write_law,
    write_measures,
    write_plan,
    write_safety,
    write_stay,
    write_words,
    writer_of,
)
from meerinbeeld.demo.case_one import OneCase
from meerinbeeld.demo.case_questions import write_non_punishment
from meerinbeeld.demo.case_shares import write_claim, write_shares
from meerinbeeld.demo.case_sketch import CaseSketch
from meerinbeeld.demo.rows import staff_of_organisations, term_on
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models import Signal

#: Parents before children.
ORDER: Final[tuple[type[models.Model], ...]] = (
    m.Case,
    m.ReferralIn,
    m.Fact,
    m.Mark,
    m.Suspected,
    m.Assessment,
    m.Measure,
    m.Goal,
    m.Task,
    m.Contact,
    m.WorkedHours,
    m.Milestone,
    m.Clock,
    m.Placement,
    m.Consent,
    m.Grant,
    m.GrantedItem,
    m.ReferralOut,
    m.Claim,
    m.NonPunishment,
    m.Step,
)
#: name, provider, kind, beds, for whom
FACILITIES: Final = (
    ("De Linde, vrouwenopvang", "opvang-de-linde", "wmo", 8, "Vrouwen en hun kinderen"),
    ("De Linde, mannen", "opvang-de-linde", "wmo", 4, "Mannen"),
    ("De Linde, beschermd wonen", "opvang-de-linde", "sheltered_housing", 6, "Langer verblijf"),
    ("De Brug, jongeren", "jeugdhulp-de-brug", "youth", 5, "12 tot 18 jaar"),
    ("COSM Oost", "opvang-de-linde", "cosm", 6, "Tijdens de bedenktijd, via CoMensha"),
    ("OMM Salland", "opvang-de-linde", "omm", 3, "Meer problemen tegelijk, via CoMensha"),
)


class CaseWriter:
    """Writes cases for one region. Looks up people, organisations and signals once."""

    def __init__(self, rng: random.Random, now: datetime) -> None:
        self.rng, self.now = rng, now
        self.organisations = {o.slug: o for o in Organisation.objects.all()}
        self.owner = self.organisations["veilig-thuis"].id
        self.staff = staff_of_organisations()
        self.coordinator = self.staff[self.owner]
        self.facilities = facilities(self.organisations)
        self.numbers: dict[int, int] = defaultdict(int)
        for counter in m.CaseCounter.objects.all():
            self.numbers[counter.year] = counter.last
        self.signals = _signals_that_became_cases()

    def write(self, sketches: Iterable[CaseSketch]) -> None:
        """One transaction for the batch, the counters included."""
        batch = list(sketches)
        rows = Rows()
        with transaction.atomic():
            with vault.new_dossiers(len(batch)) as boxes:
                for sketch, box in zip(batch, boxes, strict=True):
                    write(OneCase(self, sketch, box, rows))
            rows.write(ORDER)
            for year, last in self.numbers.items():
                m.CaseCounter.objects.update_or_create(year=year, defaults={"last": last})

    def reference(self, at: datetime) -> str:
        self.numbers[at.year] += 1
        return f"Z-{at.year}-{self.numbers[at.year]:04d}"


def write(case: OneCase) -> None:
    """Every room writes its rows; the case itself comes last, when its clocks are known."""
    write_words(case)
    if case.accepted_at:
        write_safety(case, case.accepted_at)
        write_measures(case)
        write_plan(case)
        write_contacts(case, case.accepted_at)
        write_law(case)
        write_non_punishment(case, case.accepted_at)
        write_stay(case)
        write_shares(case)
        write_claim(case)
    write_steps(case)
    write_case(case)


def write_case(case: OneCase) -> Row:
    s, signal = case.sketch, _signal(case)
    first = min(s.received_at, signal.received_at) if signal else s.received_at
    kept = term_on("retention_youth" if s.minor else "retention_care", first.date())
    return case.rows.add(
        m.Case,
        id=case.id,
        reference=case.writer.reference(s.received_at),
        alias=new_alias(case.rng),
        dossier=case.box.dossier_id,
        owner_id=case.writer.owner,
        coordinator_id=case.writer.coordinator if case.accepted_at else None,
        municipality_id=s.municipality,
        signal_id=signal.pk if signal else None,
        minor="yes" if s.minor else "no",
        age_band=case.rng.choice(("12_15", "16_17")) if s.minor else "18_22",
        language=s.language,
        needs_interpreter=s.needs_interpreter,
        location_secret=s.secret,
        cooperation=s.cooperation,
        phase=case.phase,
        received_at=s.received_at,
        accepted_at=case.accepted_at,
        last_contact_at=case.last_contact,
        act_at=None if case.closed_at else case.first_clock(),
        closed_at=case.closed_at,
        close_reason=s.close_reason if case.closed_at else "",
        retention_from=first.date(),
        retention_until=kept.after(first.date()),
        retention_norm=str(kept.norm),
        changed_at=case.last_contact or s.received_at,
    )


def _signal(case: OneCase) -> Signal | None:
    """A case from a signal keeps the clock of that signal."""
    return (
        case.writer.signals.pop()
        if case.sketch.source == "signal" and case.writer.signals
        else None
    )


def write_steps(case: OneCase) -> None:
    line = (
        ("referred", case.sketch.received_at, m.Phase.REFERRED, writer_of(case)),
        ("accepted", case.accepted_at, m.Phase.INTAKE, case.writer.coordinator),
        ("helping", case.helping_at, m.Phase.HELPING, case.writer.coordinator),
        ("aftercare", case.aftercare_at, m.Phase.AFTERCARE, case.writer.coordinator),
        ("closed", case.closed_at, m.Phase.CLOSED, case.writer.coordinator),
    )
    for kind, at, phase, by in line:
        if at:
            case.add(
                m.Step,
                {},
                kind=kind,
                at=at,
                phase=phase,
                by_id=by,
                organisation_id=case.writer.owner,
                reason=case.sketch.close_reason if kind == "closed" else "",
            )


def facilities(organisations: dict[str, Organisation]) -> list[m.Facility]:
    """The made-up places to stay; what stands already is left as it is."""
    for name, provider, kind, beds, for_whom in FACILITIES:
        m.Facility.objects.get_or_create(
            name=name,
            defaults={
                "provider": organisations[provider],
                "kind": kind,
                "beds": beds,
                "for_whom": for_whom,
            },
        )
    return list(m.Facility.objects.all())


def _signals_that_became_cases() -> list[Signal]:
    """Signals that ended because a care case was opened, the newest last."""
    found = Signal.objects.filter(stop_reason="care_case_opened", cases=None)
    return list(found.only("id", "received_at").order_by("received_at"))
