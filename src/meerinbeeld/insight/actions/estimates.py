# SPDX-License-Identifier: EUPL-1.2
"""Asking for an estimate, stopping it, sharing what came of it, and throwing it away."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.insight.models import Estimate
from meerinbeeld.insight.queries.capture import NeverSearched, has_register, register_histories
from meerinbeeld.insight.queries.estimates import KIND, PURPOSE, THING, one_of_ours
from meerinbeeld.insight.rules.capture import Histories
from meerinbeeld.insight.tasks import run_estimate
from meerinbeeld.registry.actions.unheard import STOPPED, fail, fail_unheard
from meerinbeeld.registry.queries import scope as register


def ask_from_register(actor: Actor, name: str, first: date, until: date) -> Estimate:
    """Estimate from who notified whom. Raises `Refused`, or `ChangeError` that says what to do."""
    require(actor, Verb.CREATE, KIND, PURPOSE)
    if not has_register(actor):
        raise ChangeError(_("Only who keeps the register of the region estimates from it."))
    with transaction.atomic():
        try:
            found = register_histories(actor, first, until)
        except NeverSearched as error:
            raise ChangeError(
                _("Nobody looked through the register for the same people yet. Do that first.")
            ) from error
        journal.record(
            actor, Verb.OPEN, purpose=register.PURPOSE, thing=register.THING,
            reason_code="estimate",
        )  # fmt: skip
        if len(found.table.lists) < 2:
            raise ChangeError(
                _("Fewer than two organisations notified people in this time. Take a longer time.")
            )
        return _asked(
            actor, name, Estimate.Origin.REGISTER, found.table,
            doubt={**asdict(found.doubt), "unsearched": found.unsearched},
            first=first, until=until,
        )  # fmt: skip


def ask_from_table(actor: Actor, name: str, table: Histories) -> Estimate:
    """Estimate from a table that was brought along. Raises `Refused` or `ChangeError`."""
    require(actor, Verb.CREATE, KIND, PURPOSE)
    return _asked(actor, name, Estimate.Origin.TABLE, table)


def open_estimate(actor: Actor, estimate: UUID, verb: str = Verb.OPEN) -> Estimate:
    """An estimate of the own organisation, with its table; that it was opened is written down."""
    with transaction.atomic():
        found = one_of_ours(actor, verb, estimate)
        _record(actor, verb, found)
        return found


def stop(actor: Actor, estimate: UUID) -> None:
    """Stop an estimate that is under way; one that ended stays as it is."""
    with transaction.atomic():
        found = one_of_ours(actor, Verb.CHANGE, estimate, locked=True)
        if found.is_under_way:
            fail(Estimate.objects.filter(pk=found.pk), STOPPED)
            _record(actor, Verb.CHANGE, found, STOPPED)


def share(actor: Actor, estimate: UUID, *, shared: bool) -> None:
    """Let others read the outcome through the gate, or take that back."""
    with transaction.atomic():
        found = one_of_ours(actor, Verb.SHARE, estimate, locked=True)
        if not found.has_ended or bool(found.shared_at) == shared:
            return
        found.shared_at = timezone.now() if shared else None
        found.save(update_fields=["shared_at"])
        _record(actor, Verb.SHARE, found, "shared" if shared else "taken_back")


def throw_away(actor: Actor, estimate: UUID) -> None:
    """Delete an estimate with its table. What was shared of it is gone as well."""
    with transaction.atomic():
        found = one_of_ours(actor, Verb.CHANGE, estimate, locked=True)
        _record(actor, Verb.CHANGE, found, "thrown_away")
        found.delete()


def fail_dead_estimates() -> int:
    """An estimate whose worker was killed failed, and can be asked anew. Returns how many."""
    return fail_unheard(Estimate.objects)


def _asked(actor: Actor, name: str, origin: str, table: Histories, **more: Any) -> Estimate:
    try:
        with transaction.atomic():
            estimate = Estimate.objects.create(
                name=name, origin=origin, by_id=actor.person_id,
                organisation_id=actor.organisation_id, lists=list(table.lists),
                counts={str(mask): count for mask, count in table.counts.items()}, **more,
            )  # fmt: skip
            _record(actor, Verb.CREATE, estimate, str(origin))
            run_estimate.enqueue(str(estimate.id))
    except IntegrityError as error:
        raise ChangeError(
            _("An estimate of yours is under way. Wait for it, or stop it first.")
        ) from error
    return estimate


def _record(actor: Actor, verb: str, estimate: Estimate, reason: str = "") -> None:
    journal.record(
        actor, verb, purpose=PURPOSE, thing=THING, thing_id=estimate.id, reason_code=reason
    )
