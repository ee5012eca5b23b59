# SPDX-License-Identifier: EUPL-1.2
"""What runs in processes of its own: a list that is imported and a search, killed at each step.

Started as a program, with the name of a part; prints at how many steps it was killed.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.db.models import Count, Q  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from meerinbeeld import journal, vault  # noqa: E402
from meerinbeeld.config import queue  # noqa: E402
from meerinbeeld.journal.models import Entry, Roll  # noqa: E402
from meerinbeeld.parties.models import Municipality, Organisation, Region  # noqa: E402
from meerinbeeld.registry.actions import (  # noqa: E402
    delivering,
    reading_in,
    runs,
    undoing,
    unheard,
)
from meerinbeeld.registry.models import (  # noqa: E402
    Batch,
    Notification,
    Pair,
    Passing,
    RegistryCounter,
    Run,
    Victim,
)
from meerinbeeld.registry.queries.scope import THING  # noqa: E402
from meerinbeeld.vault.models import DossierKey  # noqa: E402
from tests.killing import each_step, killed_at  # noqa: E402
from tests.people import Village, build_village  # noqa: E402
from tests.registry.delivery import HEADERS, NAME, listed, waiting  # noqa: E402
from tests.registry.making import notify  # noqa: E402

#: Two rows are a piece here, so that a list of five takes three of them.
reading_in.PIECE = 2  # type: ignore[misc]
ROWS, ADDED, KNOWN, CHANGED, WRONG = 5, 2, 1, 1, 1
Counts = tuple[int, int, int, int]


def village() -> Village:
    """The small region of the tests, in place of the one that the installation was made with."""
    for table in (Organisation, Municipality, Region):
        table._default_manager.all().delete()
    return build_village()


def work() -> None:
    """What the background process does with its queue."""
    queue.run_queued_tasks()


def a_worker_comes_back() -> None:
    """After as long as a task that was claimed is left alone."""
    long_ago = timezone.now() - queue.ABANDONED_AFTER - timedelta(seconds=1)
    DBTaskResult.objects.filter(started_at__isnull=False).update(started_at=long_ago)
    queue.hand_out_abandoned_tasks()
    work()
    assert not DBTaskResult.objects.exclude(status="SUCCESSFUL").exists()


# --- A list ---------------------------------------------------------------------------------------


def row(number: str, told: str = "Lijstman", born: str = "03-04-2005") -> str:
    return f"{number};02-03-2026;{NAME};{told};{born};V;Roemeense;Seksuele uitbuiting;Zwolle;"


def before(step: str) -> list[str]:
    return [row(f"{step}-known"), row(f"{step}-changed")]


def after(step: str) -> list[str]:
    """Known, new, changed, wrong and new again: a piece ends in the midst of each."""
    wrong = row(f"{step}-wrong", born="31-02-2005").replace("02-03-2026", "31-02-2026")
    changed = row(f"{step}-changed", "Anders")
    return [row(f"{step}-known"), row(f"{step}-new"), changed, wrong, row(f"{step}-last")]


def counted(batch: Batch) -> Counts:
    return batch.added, batch.known, batch.changed, batch.wrong


def is_whole(batch: Batch) -> None:
    """What stands of a list is told by its figures, to the row; nothing of it is half there."""
    batch.refresh_from_db()
    content = delivering.unsealed(batch)
    assert sum(counted(batch)) == batch.handled, (counted(batch), batch.handled)
    assert batch.handled + len(content.rows) == batch.rows == ROWS, "a row is lost, or there twice"
    assert len(content.wrong) == batch.wrong and len(content.differing) == batch.changed
    assert (batch.ended_at is None) == bool(content.rows)
    made = batch.notifications.all()
    assert made.count() == batch.added
    for one in made.prefetch_related("details"):
        assert one.victim_id == one.own_victim_id is not None
        with vault.unlocked(one.dossier) as box:
            assert NAME in {box.text(detail, "value") for detail in one.details.all()}


def register_is_whole() -> None:
    """Each notification has a victim, a place in the queue, a key and one entry of its making."""
    rows = Notification.objects.all()
    assert rows.count() == Victim.objects.count() == Passing.objects.count()
    assert rows.values("organisation", "own_number").distinct().count() == rows.count()
    made = Entry.objects.filter(verb="create", thing=THING)
    assert {str(entry.thing_id) for entry in made} == {str(one.pk) for one in rows}
    assert made.count() == rows.count(), "made twice by the journal"
    dossiers = [*rows.values_list("dossier"), *Batch.objects.values_list("dossier")]
    assert set(dossiers) == set(DossierKey.objects.values_list("id")), "a key without a dossier"
    last = {counter.letter: counter.last for counter in RegistryCounter.objects.all()}
    assert last == {"A": rows.count(), "V": rows.count()}, "a number was skipped"


def importing() -> None:
    people = village()

    def one(step: int) -> bool:
        confirmed(people, before(f"{step}"))
        work()
        batch = confirmed(people, after(f"{step}"))
        killed = killed_at(step, work)
        is_whole(batch)
        register_is_whole()
        a_worker_comes_back()
        is_whole(batch)
        assert counted(batch) == (ADDED, KNOWN, CHANGED, WRONG)
        if step % 10 == 1:
            again = confirmed(people, after(f"{step}"))
            work()
            again.refresh_from_db()
            assert counted(again) == (0, KNOWN + ADDED, CHANGED, WRONG), "the same list added some"
            register_is_whole()
        return killed

    told(importing=each_step(one))


def confirmed(people: Village, rows: list[str]) -> Batch:
    batch = waiting(people, listed(*rows, headers=HEADERS))
    reading_in.confirm(people.actor("pim"), batch.pk)
    return batch


def around() -> None:
    """Delivering, confirming and taking back are there, or did not happen."""
    people = village()
    pim = people.actor("pim")

    def one(step: int) -> bool:
        lists = Batch.objects.count()
        delivered = killed_at(step, lambda: waiting(people, listed(row(f"{step}-a"))))
        assert Batch.objects.count() - lists in ({0, 1} if delivered else {1})
        batch = waiting(people, listed(row(f"{step}-b"), row(f"{step}-c")))
        confirming = killed_at(step, lambda: reading_in.confirm(pim, batch.pk))
        batch.refresh_from_db()
        tasks = DBTaskResult.objects.filter(args_kwargs__args=[str(batch.pk)]).count()
        assert tasks == (batch.confirmed_at is not None), "confirmed and no work, or twice"
        if not tasks:
            reading_in.confirm(pim, batch.pk)
        tasks = 1
        work()
        asked = killed_at(step, lambda: undoing.undo(pim, batch.pk))
        batch.refresh_from_db()
        works = DBTaskResult.objects.filter(args_kwargs__args=[str(batch.pk)]).count() - tasks
        assert works == (batch.undo_since is not None), "taken back and no work, or twice"
        if not works:
            undoing.undo(pim, batch.pk)
        undone = killed_at(step, work)
        batch.refresh_from_db()
        assert batch.notifications.count() in ({0} if batch.undone_at else {0, 2}), "half gone"
        a_worker_comes_back()
        batch.refresh_from_db()
        assert batch.undone_at is not None and not batch.notifications.exists()
        assert not Notification.objects.filter(own_number__startswith=f"{step}-").exists()
        return delivered or confirming or asked or undone

    told(around=each_step(one))


# --- A search -------------------------------------------------------------------------------------


def openings_are_whole() -> None:
    """Each opening of the register stands in the journal with its whole list, or not at all."""
    opened = Entry.objects.filter(verb="open", thing=THING, reason_code="linkage")
    everybody = set(Notification.objects.values_list("dossier", flat=True))
    assert [entry for entry in opened if set(journal.dossiers_of(entry)) != everybody] == []
    kept = set(Roll.objects.values_list("entry", flat=True))
    assert kept == set(opened.values_list("pk", flat=True)), "an entry or a list without the other"


def searching() -> None:
    """Killed before, during and after the linkage: what is stored is all of it, or nothing."""
    people = village()
    carla = people.actor("carla")
    for by, last in (("pim", "Osagiede"), ("chris", "Osagie"), ("carla", "Kowalska")):
        details = {"first_name": "Joy", "last_name": last, "birth_date": "1999-05-12"}
        notify(people, by, details=details)
    outcomes = set[str]()

    def one(step: int) -> bool:
        run = runs.ask_run(carla)
        found = stored()
        killed = killed_at(step, work)
        run.refresh_from_db()
        outcomes.add(run.state)
        if run.state == Run.State.DONE:
            assert stored() == {run.pk: run.pairs} and run.progress == 100
        else:
            assert stored() == found, "a search that did not end left something"
        openings_are_whole()
        # the minute comes at which nothing was heard of it for long
        unheard.fail_unheard(
            Run.objects, timezone.now() + unheard.DEAD_AFTER + timedelta(seconds=1)
        )
        a_worker_comes_back()
        run.refresh_from_db()
        assert run.state in (Run.State.DONE, Run.State.FAILED)
        assert run.problem == ("" if run.state == Run.State.DONE else unheard.KILLED)
        return killed

    steps = each_step(one)
    assert Roll.objects.exists()
    assert outcomes == set(Run.State.values) - {Run.State.FAILED}
    told(searching=steps)


def asking() -> None:
    """A search is asked for with its work, or not at all, and one that was killed blocks nobody."""
    carla = village().actor("carla")

    def one(step: int) -> bool:
        killed = killed_at(step, lambda: runs.ask_run(carla))
        under_way = Run.objects.filter(state=Run.State.WAITS)
        ids = {str(run.pk) for run in under_way}
        ready = DBTaskResult.objects.filter(status="READY")
        assert {task.args_kwargs["args"][0] for task in ready} == ids
        if not ids:
            runs.ask_run(carla)
        runs.stop_run(carla, under_way.get().pk)
        work()
        return killed

    told(asking=each_step(one))


def stored() -> dict[object, int]:
    """How many pairs stand in the register, by the search that found them."""
    twice = Pair.objects.values("first", "second").annotate(times=Count("id")).filter(times__gt=1)
    assert not twice.exists()
    rows = Pair.objects.filter(~Q(run=None)).values_list("run").annotate(Count("id")).order_by()
    return dict(rows)


def told(**steps: int) -> None:
    print(json.dumps(steps))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
