# SPDX-License-Identifier: EUPL-1.2
"""Letting a year out anew: asked with a reason, agreed to by a second, made by the worker."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.policy import Decision, Refused, Thing
from meerinbeeld.insight import gate
from meerinbeeld.insight.actions.tallies import count_month
from meerinbeeld.insight.models import Correction, Refusal, Release
from meerinbeeld.insight.rules.periods import year_of
from meerinbeeld.insight.tasks import make_correction
from meerinbeeld.norms.calendar import add_months

THING: Final = "insight.correction"
#: Longer than the gate takes for every set of tables it tries.
DEAD_AFTER: Final = timedelta(minutes=30)
_STATE = Correction.State


def ask(actor: Actor, release: UUID, reason: str) -> Correction:
    """Ask to let out anew what this newest release is about. Raises `Refused` or `ChangeError`."""
    require(actor, Verb.PROPOSE, gate.KIND, gate.PURPOSE)
    try:
        with transaction.atomic():
            before = Release.objects.get(pk=release)
            if Release.objects.filter(
                source=before.source, year=before.year, version__gt=before.version
            ).exists():
                raise ChangeError(_("There is a newer version already. Look at that one first."))
            made = Correction.objects.create(
                source=before.source, year=before.year, reason=reason, before=before,
                asked_by_id=actor.person_id,
            )  # fmt: skip
            _record(actor, Verb.PROPOSE, made)
            if not asks_two():
                _start(made)
    except IntegrityError as error:
        raise ChangeError(_("A correction of this year is under way.")) from error
    return made


def asks_two() -> bool:
    """Whether the house asks a second person to agree."""
    return bool(settings.MIB_CORRECTIONS_FOUR_EYES)


def agree(actor: Actor, correction: UUID) -> None:
    """Let the worker make it. Raises `Refused` for who asked, `ChangeError` when it waits not."""
    require(actor, Verb.APPROVE, gate.KIND, gate.PURPOSE)
    with transaction.atomic():
        found = _waiting(correction)
        if found.asked_by_id == actor.person_id:
            own = Decision(False, _("Somebody else has to agree to what you asked."))
            raise Refused(own, Verb.APPROVE, Thing(gate.KIND), gate.PURPOSE)
        found.agreed_by_id, found.agreed_at = actor.person_id, timezone.now()
        found.save(update_fields=["agreed_by", "agreed_at"])
        _record(actor, Verb.APPROVE, found)
        _start(found)


def withdraw(actor: Actor, correction: UUID) -> None:
    """Leave it as it was; both who asked and whoever may agree can."""
    require(actor, Verb.PROPOSE, gate.KIND, gate.PURPOSE)
    with transaction.atomic():
        found = _waiting(correction)
        found.state, found.ended_at = _STATE.WITHDRAWN, timezone.now()
        found.save(update_fields=["state", "ended_at"])
        _record(actor, "withdraw", found)


def _waiting(correction: UUID) -> Correction:
    found = Correction.objects.select_for_update(of=("self",)).get(pk=correction)
    if found.state != _STATE.WAITS:
        raise ChangeError(_("This correction does not wait any more."))
    return found


def _start(found: Correction) -> None:
    found.state = _STATE.RUNS
    found.save(update_fields=["state"])
    transaction.on_commit(partial(make_correction.enqueue, str(found.pk)))


def carry_out(correction: UUID) -> None:
    """In the worker: count the year anew, and let it out when old and new give nothing away."""
    found = Correction.objects.get(pk=correction)
    if found.state != _STATE.RUNS:
        return
    for month in range(12):
        count_month(found.source, add_months(year_of(found.year).first, month))
    release = gate.let_out_year(found.source, found.year)
    with transaction.atomic():
        if release is None:
            kept_in = Refusal.objects.get(source=found.source, year=found.year)
            found.state, found.problem = _STATE.KEPT_IN, kept_in.reason
        elif release.pk == found.before_id:
            found.state = _STATE.SAME
        else:
            found.state, found.release = _STATE.MADE, release
        found.ended_at = timezone.now()
        found.save(update_fields=["state", "problem", "release", "ended_at"])


def fail_dead_corrections(now: datetime | None = None) -> int:
    """One whose worker was killed failed, and can be asked anew. Returns how many."""
    now = now or timezone.now()
    long_ago = now - DEAD_AFTER
    dead = Correction.objects.filter(state=_STATE.RUNS)
    old = dead.filter(agreed_at__lt=long_ago) | dead.filter(agreed_at=None, asked_at__lt=long_ago)
    return old.update(state=_STATE.FAILED, ended_at=now)


def _record(actor: Actor, verb: str, correction: Correction) -> None:
    journal.record(
        actor, verb, purpose=gate.PURPOSE, thing=THING, thing_id=correction.pk,
        reason_code=correction.source,
    )  # fmt: skip
