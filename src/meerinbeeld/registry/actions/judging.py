# SPDX-License-Identifier: EUPL-1.2
"""Judging a pair: the same person, not the same, or not known; and taking that back.

Nothing is merged unless a person says so. A verdict moves notifications between victims; the
numbers of victims that were given out once are retired and come back, never used again.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

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
        touched = _touched((pair.first_id, pair.second_id))
        _store(actor, pair, Verdict(verdict), once)
        _refuse_clash(pair, touched)
        _regroup(touched)
    return pair


def take_out(actor: Actor, reference: str, *, once: UUID) -> int:
    """Say that a notification is not about the person it stands with; the others stay as judged.

    Returns over how many persons the notifications are spread then: more than two when this one
    held others together. Raises `Refused`, `AlreadyDone`, or `ChangeError` when it stands alone.
    """
    require(actor, Verb.MERGE, KIND, PURPOSE)
    with transaction.atomic():
        if Judgement.objects.filter(pk=once).exists():
            raise AlreadyDone
        row = Notification.objects.select_for_update().filter(reference=reference).first()
        rows = Pair.objects.select_for_update(of=("self",))
        with_it = [] if row is None else rows.filter(Q(first=row) | Q(second=row))
        joined = [pair for pair in with_it if pair.verdict == Verdict.SAME]
        if row is None or not joined:
            raise ChangeError(_("This notification stands alone already."))
        touched = _touched([row.pk])
        for pair in joined:
            _store(actor, pair, Verdict.DIFFERENT, once)
            once = uuid4()
        _regroup(touched)
    spread = Notification.objects.filter(pk__in=touched).values("victim_id").distinct()
    return spread.count()


def _store(actor: Actor, pair: Pair, verdict: Verdict, once: UUID) -> None:
    """Keep the verdict with who gave it, and journal it in both dossiers."""
    pair.verdict = verdict
    pair.judged_at = pair.changed_at = timezone.now()
    pair.version += 1
    pair.save(update_fields=["verdict", "judged_at", "changed_at", "version"])
    Judgement.objects.create(
        id=once, pair=pair, verdict=verdict, by_id=actor.person_id, at=pair.changed_at
    )
    both = Notification.objects.filter(pk__in=(pair.first_id, pair.second_id))
    journal.record_many(
        actor,
        Verb.MERGE,
        purpose=PURPOSE,
        thing=THING,
        touched=[journal.Touched(pair.id, one) for one in both.values_list("dossier", flat=True)],
        reason_code=verdict.value,
    )


def _touched(ids: Iterable[UUID]) -> set[UUID]:
    """The notifications of these victims as they are, which holds whatever can be joined or
    parted."""
    victims = Notification.objects.filter(pk__in=list(ids)).values("victim_id")
    rows = Notification.objects.filter(victim__in=victims)
    return set(rows.values_list("pk", flat=True))


def _edges(touched: Iterable[UUID], verdict: Verdict) -> list[tuple[UUID, UUID]]:
    members = list(touched)
    found = Pair.objects.filter(Q(first__in=members) | Q(second__in=members), verdict=verdict)
    return list(found.values_list("first_id", "second_id"))


def _refuse_clash(pair: Pair, touched: set[UUID]) -> None:
    group = merging.together(pair.first_id, _edges(touched, Verdict.SAME))
    clash = merging.conflict(group, _edges(touched, Verdict.DIFFERENT))
    if clash is not None:
        raise ChangeError(_clash_words(clash))


def _regroup(touched: set[UUID]) -> None:
    """Give each of these notifications the victim it belongs to now."""
    rows = {row.pk: row for row in _rows(touched)}
    age = {pk: place for place, pk in enumerate(rows)}
    same = _edges(touched, Verdict.SAME)
    for pk, leader in merging.persons(rows, same, age).items():
        _move(rows[pk], rows[leader].own_victim)


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
