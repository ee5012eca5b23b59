# SPDX-License-Identifier: EUPL-1.2
"""What is known of the person: sealed facts that are added, removed and put back, and coded ones.

A fact is never overwritten. Of a kind that there can be one of, the new one takes the place of the
old one, which can be put back.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.marks import mark_fact
from meerinbeeld.care.actions.new_case import set_retention
from meerinbeeld.care.actions.non_punishment import ask_when_criminal
from meerinbeeld.care.models import Case, Fact, Suspected
from meerinbeeld.care.queries.facts import code_of
from meerinbeeld.signals.actions.new_signal import minor_by


@dataclass(frozen=True)
class Described:
    """The coded facts of the person, by which a case can be found and counted."""

    minor: str
    age_band: str = ""
    guardian: str = "unknown"
    municipality: str = ""
    language: str = ""
    needs_interpreter: bool = False


def add_fact(
    actor: Actor,
    reference: str,
    kind: str,
    text: str,
    *,
    once: UUID | None = None,
    at: datetime | None = None,
) -> Fact:
    """Add one fact, sealed."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True, at=at) as change:
        change.refuse_when_closed()
        if code_of(kind) is None:
            raise ChangeError(_("Choose something from the list."))
        if not text.strip():
            raise ChangeError(_("Write what you know."))
        _make_room(change, kind)
        fact = Fact(
            id=uuid.uuid4(), case=change.case, kind=kind, at=change.now, by_id=actor.person_id
        )
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(fact, "value", text.strip())
        fact.save(force_insert=True)
        mark_fact(fact, text.strip())
        _told(change, "fact_added", fact)
    return fact


def remove_fact(actor: Actor, reference: str, fact_id: UUID, *, once: UUID | None = None) -> Fact:
    """Take a fact away. It can be put back, and no grant opens it any more."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        fact = change.case.facts.filter(pk=fact_id, removed_at=None).first()
        if fact is None:
            raise ChangeError(_("This was removed already."))
        _remove(change, fact)
        _told(change, "fact_removed", fact)
    return fact


def restore_fact(actor: Actor, reference: str, fact_id: UUID, *, once: UUID | None = None) -> Fact:
    """Put a removed fact back."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        fact = change.case.facts.filter(pk=fact_id, removed_at__isnull=False).first()
        if fact is None:
            raise ChangeError(_("This was put back already."))
        _make_room(change, fact.kind)
        fact.removed_at, fact.removed_by = None, None
        fact.save(update_fields=["removed_at", "removed_by"])
        with vault.unlocked(change.case.dossier) as box:
            mark_fact(fact, box.text(fact, "value"))
        _told(change, "fact_restored", fact)
    return fact


def suspect_forms(
    actor: Actor,
    reference: str,
    codes: frozenset[str],
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """What is suspected from now on. What is no longer suspected stays with its dates."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        change.refuse_when_closed()
        known = norms.codelist("form_of_exploitation")
        now = {row.form: row for row in change.case.forms.filter(until=None)}
        if not codes <= {*known.values, *now}:
            raise ChangeError(_("Choose something from the list."))
        for code in sorted(codes - now.keys()):
            _suspect(change, code, explanation)
        for code in sorted(now.keys() - codes):
            now[code].until = change.now
            now[code].save(update_fields=["until"])
            change.step("form_no_longer", reason=code, explanation=explanation, norm=now[code].norm)
        ask_when_criminal(change)
    return change.case


def describe_person(
    actor: Actor,
    reference: str,
    described: Described,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """Change the coded facts. How long the case is kept follows from whether it is a minor."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        change.refuse_when_closed()
        case = change.case
        case.age_band, case.guardian = described.age_band, described.guardian
        case.minor = minor_by(described.age_band, described.minor)
        case.municipality_id = described.municipality or None
        case.language = described.language
        case.needs_interpreter = described.needs_interpreter
        set_retention(case)
        change.step("described", norm=case.retention_norm)
    return change.case


def _make_room(change: Change, kind: str) -> None:
    code = code_of(kind)
    if code is not None and not code.extra.get("many"):
        for former in change.case.facts.filter(kind=kind, removed_at=None):
            _remove(change, former)


def _remove(change: Change, fact: Fact) -> None:
    fact.removed_at, fact.removed_by_id = change.now, change.actor.person_id
    fact.save(update_fields=["removed_at", "removed_by"])
    fact.marks.all().delete()


def _told(change: Change, kind: str, fact: Fact) -> None:
    change.thing, change.thing_id = "care.fact", fact.id
    change.reason_code = fact.kind
    change.step(kind, reason=fact.kind)


def _suspect(change: Change, code: str, explanation: str) -> None:
    found = norms.codelist("form_of_exploitation").get(code)
    norm = str(found.norm) if found else ""
    Suspected.objects.create(
        case=change.case, form=code, norm=norm, since=change.now, by_id=change.actor.person_id
    )
    change.step("form_suspected", reason=code, explanation=explanation, norm=norm)
