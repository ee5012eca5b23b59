# SPDX-License-Identifier: EUPL-1.2
"""The search itself: unseal in memory, link, keep the pairs that a person has to judge.

What was decided is carried along and never changed. Readable names live in this process alone, and
go when the search ends; what is stored of a pair are codes and bits.
"""

from __future__ import annotations

from importlib.metadata import version
from itertools import islice, takewhile
from typing import Any, Final
from uuid import UUID

import duckdb
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access import Role
from meerinbeeld.access.models import Membership
from meerinbeeld.parties.plain import ids_as_text, rows_as_kept
from meerinbeeld.registry.actions.found_pairs import Ends, Found, add_pairs, weigh_anew
from meerinbeeld.registry.actions.runs import unique_of
from meerinbeeld.registry.actions.second_reader import ReaderFailed
from meerinbeeld.registry.actions.unheard import KILLED
from meerinbeeld.registry.actions.unsealing import ForPerson, linkable, persons_of
from meerinbeeld.registry.linkage.backend import NoPlace, Place, opened
from meerinbeeld.registry.linkage.collector import collector_at_rest
from meerinbeeld.registry.linkage.job import (
    ContradictingDecisions,
    Decisions,
    Link,
    Linked,
    Name,
    link,
)
from meerinbeeld.registry.linkage.training import M_HELD_BY
from meerinbeeld.registry.models import Pair, Run
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.rules.single_best import single_best

#: Less likely pairs are not laid before a person.
LEAST_PROPOSED: Final = 0.2
MOST_PROPOSED: Final = 50_000
#: Of a hundred: until here the dossiers are opened, until there they are compared.
_OPENED, _COMPARED = 40, 90
NO_RIGHT, CONTRADICTION, NO_MEMORY = "no_right", "contradiction", "no_memory"
NO_PLACE: Final = "no_place"
_AT_ONCE: Final = 1_000


class Stopped(Exception):
    """Somebody stopped the search."""


class _NoRight(Exception):
    """Whoever asked for the search may not judge any more."""


def carry_out(run_id: UUID) -> None:
    """Carry out a run that waits. One that was begun before was killed, and is not begun again.

    A failure is an outcome too; of an unforeseen one only the kind is kept, because its message
    might repeat what was being read.
    """
    run = _claimed(run_id)
    if run is None:
        return
    try:
        _search(run)
    except Stopped:
        return
    except _NoRight:
        _failed(run, NO_RIGHT)
    except ContradictingDecisions:
        _failed(run, CONTRADICTION)
    except NoPlace:
        _failed(run, NO_PLACE)
    except ReaderFailed as failure:
        _failed(run, failure.kind or KILLED)
    except Exception as error:
        _failed(run, kind_of(error))


def kind_of(error: BaseException | None) -> str:
    """The kind of a failure; want of memory comes wrapped in one of Splink's own."""
    kind = type(error).__name__
    while error is not None:
        if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
            return NO_MEMORY
        error = error.__cause__ or error.__context__
    return kind


def _claimed(run_id: UUID) -> Run | None:
    now = timezone.now()
    mine = Run.objects.filter(pk=run_id, state=Run.State.WAITS).update(
        state=Run.State.RUNS, started_at=now, heard_at=now
    )
    return Run.objects.get(pk=run_id) if mine else None


def _failed(run: Run, problem: str) -> None:
    Run.objects.filter(pk=run.pk, state=Run.State.RUNS).update(
        state=Run.State.FAILED, problem=problem, ended_at=timezone.now()
    )


def _search(run: Run) -> None:
    doer, unique = _doer(run), unique_of(run)
    # before a dossier is opened for it
    with collector_at_rest(), opened(Place(settings.MIB_LINKAGE_ENGINE)) as backend:
        persons = persons_of(doer, lambda part: _heard(run, int(_OPENED * part)))
        linked = link(
            persons,
            decisions=_decisions(),
            unique_lists=unique,
            backend=backend,
            progress=lambda part: _heard(run, _OPENED + (_COMPARED - _OPENED) * part // 100),
        )
        found = _proposed(linked, unique)
    _heard(run, _COMPARED)
    with transaction.atomic():
        _store(run, found)
        run.notifications, run.pairs = len(persons), len(found)
        run.settings = {**run.settings, **_settings(linked)}
        run.state, run.progress = Run.State.DONE, 100
        run.ended_at = run.heard_at = timezone.now()
        run.save()


def _heard(run: Run, progress: int) -> None:
    """Show how far it is, and hear whether it was stopped."""
    rows = Run.objects.filter(pk=run.pk, state=Run.State.RUNS)
    if not rows.update(progress=progress, heard_at=timezone.now()):
        raise Stopped


def _doer(run: Run) -> journal.Doer:
    """For whom the dossiers are opened. Raises `_NoRight`."""
    if run.by_id is None:
        return journal.SYSTEM
    role = Role.CARE_COORDINATOR
    held = Membership.objects.filter(
        person=run.by_id, organisation=run.organisation_id, role=role
    ).valid_on(timezone.localdate())
    if not held.exists():
        raise _NoRight
    return ForPerson(run.by_id, run.organisation_id, role)


def _decisions() -> Decisions:
    """What people decided, by the names that records have in the linkage."""

    def judged(verdict: str) -> list[tuple[Name, Name]]:
        rows = Pair.objects.filter(verdict=verdict).values_list(
            "first__organisation_id", "first_id", "second__organisation_id", "second_id"
        )
        return [((str(a), str(b)), (str(c), str(d))) for a, b, c, d in rows.iterator()]

    return Decisions(judged(Verdict.SAME), judged(Verdict.DIFFERENT))


def _proposed(linked: Linked, unique: list[str]) -> dict[Ends, Found]:
    """The pairs for a person to judge, each with the parts of its weight."""
    sources = linked.persons.sources
    source = [sources.values[code] for code in sources.codes.tolist()]
    likely = takewhile(lambda one: one.probability >= LEAST_PROPOSED, linked.links())
    links: list[Link] = list(islice(single_best(likely, source, unique), MOST_PROPOSED))
    ids = linked.persons.ids
    return {
        _in_order(ids[one.left], ids[one.right]): Found(one.probability, parts)
        for one, parts in zip(links, linked.sums(links), strict=True)
    }


def _in_order(one: str, other: str) -> Ends:
    return (one, other) if one < other else (other, one)


def _store(run: Run, found: dict[Ends, Found]) -> None:
    """Keep what was found. Open pairs that are not found any more go, what was judged stays.

    A pair about which something was decided and taken back stays as well: its history counts.
    """
    known = _known()
    still = {ends: pk for ends, (pk, verdict) in known.items() if verdict == Verdict.OPEN}
    gone = [pk for ends, pk in still.items() if ends not in found]
    for start in range(0, len(gone), _AT_ONCE):
        Pair.objects.filter(pk__in=gone[start : start + _AT_ONCE], judgements=None).delete()
    weigh_anew(run, {still[ends]: one for ends, one in found.items() if ends in still})
    add_pairs(run, {ends: one for ends, one in found.items() if ends not in known})
    # somebody may have withdrawn consent while it ran
    first, second = (Exists(linkable().filter(pk=OuterRef(end))) for end in ("first", "second"))
    Pair.objects.filter(~(first & second), run=run, judgements=None).delete()


def _known() -> dict[Ends, tuple[str, str]]:
    """Every pair that is there, locked: its id and verdict by the notifications that it is of."""
    fields = "pk", "first", "second", "verdict"
    rows = rows_as_kept(Pair.objects.select_for_update(of=("self",)).values_list(*fields))
    ids, first, second, verdicts = zip(*rows, strict=True) if rows else ((), (), (), ())
    ends = zip(ids_as_text(first), ids_as_text(second), strict=True)
    return dict(zip(ends, zip(ids_as_text(ids), verdicts, strict=True), strict=True))


def _compared_by() -> str:
    package = {Place.DUCKDB: "duckdb", Place.SPARK: "pyspark"}[Place(settings.MIB_LINKAGE_ENGINE)]
    return f"{package} {version(package)}"


def _settings(linked: Linked) -> dict[str, Any]:
    """What tells later how the figures came about, and what likely matches are weighed with."""
    engine = linked.engine
    now = engine.parameters
    return {
        "engine": f"splink {version('splink')}, {_compared_by()}",
        "least": LEAST_PROPOSED,
        "matches_seen": round(now.matches, 1),
        "held_by": M_HELD_BY,
        "share": now.share,
        "households": now.households,
        "weights": {
            comparison.name: dict(
                zip(
                    comparison.level_names[::-1],
                    [round(float(bits), 3) for bits in now.weight(at)],
                    strict=True,
                )
            )
            for at, comparison in enumerate(engine.comparisons)
        },
    }
