# SPDX-License-Identifier: EUPL-1.2
"""The search of a register as the application does it, on persons that are sealed.

`bench/linkage.py --sealed` runs it beside Splink; each part is a process of its own, on a database
of its own in a folder that goes afterwards:

    python -m bench.sealed fill persons.csv    the register, sealed as the application seals it
    python -m bench.sealed search              the worker's task, timed; its figures as JSON

The task reads sealed columns, opens each dossier's key and details, journals each opening, links,
and stores the pairs that people judge. Hashes for likely matches are random bytes: a search does
not look at them. Memory is what it and the process that helps it hold for themselves: pages of the
database file that they look at where the system keeps them are the system's, which takes them back
when it needs room.
"""

from __future__ import annotations

import csv
import datetime
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

BATCH: Final = 5_000
ORGANISATIONS: Final = 4
KINDS: Final = {"given": "first_name", "family": "last_name", "born": "birth_date",
                "phone": "phone", "email": "email"}  # fmt: skip
SEX: Final = {"m": "male", "v": "female"}
DAY: Final = datetime.date(2026, 3, 1)


def main() -> int:
    import django

    django.setup()
    told = fill(Path(sys.argv[2])) if sys.argv[1] == "fill" else search()
    print(json.dumps(told))
    return 0


# --- Filling ------------------------------------------------------------------------------------


def fill(file: Path) -> dict[str, Any]:
    """A region, and a sealed notification for each row; how many."""
    from django.db import connection

    from meerinbeeld.demo.people import build_people
    from meerinbeeld.demo.region import build_region
    from meerinbeeld.parties.models import Organisation

    build_region()
    build_people()
    organisations = list(Organisation.objects.order_by("slug").values_list("pk", flat=True))
    towns = _towns(file)
    written = 0
    with file.open() as lines:
        rows = csv.DictReader(lines)
        while part := list(islice(rows, BATCH)):
            _write(part, written, organisations[:ORGANISATIONS], towns)
            written += len(part)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"written": written}


def _write(
    part: list[dict[str, str]], before: int, owners: list[Any], towns: dict[str, str]
) -> None:
    from uuid import uuid4

    from django.db import transaction

    from meerinbeeld import vault
    from meerinbeeld.demo.bulk import Rows
    from meerinbeeld.demo.rows import sealed
    from meerinbeeld.registry.models import Detail, Likeness, Notification, Victim

    made = Rows()
    with vault.new_dossiers(len(part)) as boxes, transaction.atomic():
        for at, (row, box) in enumerate(zip(part, boxes, strict=True), start=before):
            victim = made.add(Victim, reference=f"V-{at}")["id"]
            told = made.add(
                Notification, reference=f"A-{at}-", dossier=box.dossier_id, victim_id=victim,
                own_victim_id=victim, organisation_id=owners[at % len(owners)],
                own_number=row["id"], notified_on=DAY, source="import", rests_on="duty",
                ground="avg_6_1_c", coded_on=DAY, notifier="police", sex=SEX.get(row["sex"], ""),
                nationalities=[row["nationality"]] if row["nationality"] else [],
                municipality_id=towns.get(row["place"]), retention_from=DAY,
                retention_until=DAY, retention_norm="bench",
            )  # fmt: skip
            details = {kind: row[name] for name, kind in KINDS.items() if row[name]}
            for kind, text in details.items():
                pk = uuid4()
                value = sealed(box, Detail, "value", pk, text)
                made.add(Detail, id=pk, notification_id=told["id"], kind=kind, value=value)
            pk, compared = uuid4(), json.dumps(details, ensure_ascii=False)
            made.add(
                Likeness, id=pk, notification_id=told["id"], whole_name=os.urandom(16),
                told=sealed(box, Likeness, "told", pk, compared),
            )  # fmt: skip
        made.write((Victim, Notification, Likeness, Detail))


def _towns(file: Path) -> dict[str, str]:
    """A municipality for each town in the file, by its name."""
    from meerinbeeld.parties.models import Municipality, Region

    region = Region.objects.get()
    with file.open() as lines:
        names = sorted({row["place"] for row in csv.DictReader(lines)} - {""})
    codes = {name: f"MU{at:04d}" for at, name in enumerate(names)}
    Municipality.objects.bulk_create(
        Municipality(cbs_code=code, name=name, region=region, population=0)
        for name, code in codes.items()
    )
    return codes


# --- Searching ----------------------------------------------------------------------------------


def search() -> dict[str, Any]:
    """Carry out one search, as the worker does; seconds, megabytes and what was found."""
    from meerinbeeld.access.models import Membership
    from meerinbeeld.registry.actions.searching import carry_out
    from meerinbeeld.registry.models import Run

    asked = Membership.objects.filter(role="care_coordinator").first()
    assert asked is not None
    run = Run.objects.create(by_id=asked.person_id, organisation_id=asked.organisation_id)
    begun, cpu = time.perf_counter(), _cpu()
    with _own_memory() as held:
        carry_out(run.pk)
    took = {"wall": time.perf_counter() - begun, "cpu": _cpu() - cpu}
    run.refresh_from_db()
    if run.state != Run.State.DONE:
        raise SystemExit(f"the search ended as {run.state} {run.problem}")
    return took | {"mb": max(held), "persons": run.notifications, "found": run.pairs}


def _cpu() -> float:
    """CPU seconds of this process and of those it started and that ended."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, both))


@contextmanager
def _own_memory() -> Iterator[list[float]]:
    """Megabytes that this process and those it started hold for themselves, looked at each
    fiftieth of a second."""
    held, ended = [0.0], threading.Event()

    def look() -> None:
        while not ended.wait(0.02):
            held.append(_held("self") + sum(map(_held, _started())))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield held
    finally:
        ended.set()
        looking.join()


def _held(process: str) -> float:
    try:
        _size, resident, shared = Path(f"/proc/{process}/statm").read_text().split()[:3]
    except OSError:  # it ended meanwhile
        return 0.0
    return (int(resident) - int(shared)) * resource.getpagesize() / 1024**2


def _started() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


if __name__ == "__main__":
    sys.exit(main())
