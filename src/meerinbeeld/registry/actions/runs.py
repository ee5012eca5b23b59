# SPDX-License-Identifier: EUPL-1.2
"""Asking for a search through the register, stopping it, and what a killed worker left behind."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.registry.actions.unheard import STOPPED, fail, fail_unheard
from meerinbeeld.registry.models import Judgement, Notification, Run
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.tasks import link_register

THING: Final = "registry.run"
#: Between these hours nobody waits for the worker.
NIGHT: Final = (time(2), time(6))


def ask_run(actor: Actor, *, unique: Collection[UUID] = ()) -> Run:
    """Have the register looked through. Raises `Refused`, or `ChangeError` while a search runs.

    `unique` are the organisations whose own list has each person once already.
    """
    require(actor, Verb.MERGE, KIND, PURPOSE)
    try:
        with transaction.atomic():
            run = Run.objects.create(
                by_id=actor.person_id,
                organisation_id=actor.organisation_id,
                settings={"unique": sorted(map(str, unique))},
            )
            _record(actor, run, "ask")
            link_register.enqueue(str(run.id))
    except IntegrityError as error:
        raise ChangeError(_("A search is under way. Wait for it, or stop it first.")) from error
    return run


def stop_run(actor: Actor, run_id: UUID) -> Run | None:
    """Stop a search; what it found is left out. One that ended already stays as it is."""
    require(actor, Verb.MERGE, KIND, PURPOSE)
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(pk=run_id).first()
        if run is not None and run.is_under_way:
            fail(Run.objects.filter(pk=run.pk), STOPPED)
            _record(actor, run, STOPPED)
    return run


def ask_nightly_run(now: datetime | None = None) -> Run | None:
    """Once a night, when something came in since the last search that ended well."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    if (
        not NIGHT[0] <= local.time() < NIGHT[1]
        or Run.objects.filter(_of_this_night(local)).exists()
    ):
        return None
    last = Run.objects.filter(state=Run.State.DONE).order_by("-asked_at").first()
    if not _something_new(last):
        return None
    with transaction.atomic():
        run = Run.objects.create(settings={"unique": unique_of(last)})
        _record(journal.SYSTEM, run, "nightly")
        link_register.enqueue(str(run.id))
    return run


def tick_runs() -> None:
    """What the worker does each minute."""
    fail_unheard(Run.objects)
    ask_nightly_run()


def unique_of(run: Run | None) -> list[str]:
    """Which lists had each person once, by what was said for a run."""
    return list(run.settings.get("unique", [])) if run else []


def _of_this_night(local: datetime) -> Q:
    return Q(state__in=(Run.State.WAITS, Run.State.RUNS)) | Q(
        asked_at__gte=timezone.make_aware(datetime.combine(local.date(), NIGHT[0]))
    )


def _something_new(last: Run | None) -> bool:
    changed = Notification.objects.aggregate(at=Max("changed_at"))["at"]
    judged = Judgement.objects.aggregate(at=Max("at"))["at"]
    moments = [at for at in (changed, judged) if at is not None]
    return bool(moments) and (last is None or max(moments) > last.asked_at)


def _record(doer: journal.Doer, run: Run, reason: str) -> None:
    journal.record(
        doer, Verb.MERGE, purpose=PURPOSE, thing=THING, thing_id=run.id, reason_code=reason
    )
