# SPDX-License-Identifier: EUPL-1.2
"""Judging a pair: the same person, not the same, or not known; and taking that back.

Nothing is merged unless a person says so. A verdict moves notifications between victims; the
numbers of victims that were given out once are retired and come back, never used again.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.registry.models import Judgement, Notification, Pair, Victim
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.rules import merging

THING = "registry.pair"


def judge(
    actor: Actor, pair_id: UUID, verdict: str, *, once: UUID, seen: Seen | None = None
) -> Pair:
    """Store a verdict (`Verdict`; `open` takes one back) and move what follows from it.

    Raises `Refused`, `AlreadyDone`, `Stale` when somebody judged it meanwhile, and `ChangeError`
    when the person would hold two notifications that were judged to be different.
    """
    require(actor, Verb.MERGE, KIND, PURPOSE)
    with transaction.atomic():
        if Judgement.objects.filter(pk=once).exists():
            raise AlreadyDone
        pair = Pair.objects.select_for_update().get(pk=pair_id)
        if seen is not None and seen.version != pair.version:
            raise Stale(pair, seen)
        _store(actor, pair, Verdict(verdict), once)
        _regroup(pair)
        dossiers = Notification.objects.filter(pk__in=(pair.first_id, pair.second_id))
        for dossier in dossiers.values_list("dossier", flat=True):
            journal.record(
                actor,
                Verb.MERGE,
                purpose=PURPOSE,
                thing=THING,
                thing_id=pair.id,
                dossier=dossier,
                reason_code=pair.verdict,
            )
    return pair


def _store(actor: Actor, pair: Pair, verdict: Verdict, once: UUID) -> None:
    pair.verdict = verdict
    pair.judged_at = pair.changed_at = timezone.now()
    pair.version += 1
    pair.save(update_fields=["verdict", "judged_at", "changed_at", "version"])
    Judgement.objects.create(
        id=once, pair=pair, verdict=verdict, by_id=actor.person_id, at=pair.changed_at
    )


def _regroup(pair: Pair) -> None:
    """Give every notification that this verdict touches the victim it belongs to now."""
    touched = _touched(pair)
    edges = Pair.objects.filter(Q(first__in=touched) | Q(second__in=touched))
    same = list(edges.filter(verdict=Verdict.SAME).values_list("first_id", "second_id"))
    different = edges.filter(verdict=Verdict.DIFFERENT).values_list("first_id", "second_id")
    clash = merging.conflict(merging.together(pair.first_id, same), different)
    if clash is not None:
        raise ChangeError(_clash_words(clash))
    rows = {row.pk: row for row in _rows(touched)}
    age = {pk: place for place, pk in enumerate(rows)}
    for pk, leader in merging.persons(rows, same, age).items():
        _move(rows[pk], rows[leader].own_victim)


def _touched(pair: Pair) -> set[UUID]:
    """The notifications of the two victims as they are, which holds whatever a verdict can join
    or part."""
    victims = Notification.objects.filter(pk__in=(pair.first_id, pair.second_id))
    rows = Notification.objects.filter(victim__in=victims.values("victim_id"))
    return set(rows.values_list("pk", flat=True))


def _rows(ids: Iterable[UUID]) -> Iterable[Notification]:
    """Locked, the oldest first."""
    rows = Notification.objects.select_for_update(of=("self",)).select_related("own_victim")
    return rows.filter(pk__in=list(ids)).order_by("made_at", "reference")


def _move(row: Notification, victim: Victim) -> None:
    if row.victim_id != victim.pk:
        Notification.objects.filter(pk=row.pk).update(victim=victim)
    retired = None if row.own_victim_id == victim.pk else victim.pk
    Victim.objects.filter(pk=row.own_victim_id).update(retired_into=retired)


def _clash_words(clash: tuple[UUID, UUID]) -> str:
    rows = Notification.objects.filter(pk__in=clash).order_by("reference")
    one, other = rows.values_list("reference", flat=True)
    words = {"one": one, "other": other}
    said = _(
        "%(one)s and %(other)s were judged to be different people, and this would join them. "
        "Look at that pair first."
    )
    return said % words
