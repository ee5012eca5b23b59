# SPDX-License-Identifier: EUPL-1.2
"""What it takes to see, while a notification is typed, who may be in the register already.

    python bench/likely.py [--notifications 50000] [--questions 300] [--database sqlite postgresql]

The register is filled with made-up persons: a row, a victim and the hashes of each, made as the
application makes them; nothing is sealed, because nothing is opened. A question is the whole
request of `registratie/nieuw/lijkt-op/`, with sign-in, journal and the page's part, for another
record with errors of somebody who is there. Time that the process stood in line for a CPU which
other work had is left out, and told beside it. Status 1 when a question takes more than 150 ms at
the 95th percentile.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.filling import Installation, has_postgres, postgres_server, prepared  # noqa: E402
from bench.linkage import COLUMNS, make, with_errors  # noqa: E402

MOST_MS: Final = 150.0
BATCH: Final = 5_000
KINDS: Final = {"given": "first_name", "family": "last_name", "born": "birth_date",
                "phone": "phone", "email": "email"}  # fmt: skip
SEX: Final = {"m": "male", "v": "female"}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--notifications", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--database", nargs="*", default=["sqlite", "postgresql"])
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return measure(options.one, options.questions)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} CPUs, load {load}; Python {platform.python_version()}\n")
    print(f"{options.notifications:,} notifications, {options.questions} questions\n")
    print("| database | median ms | p95 ms | p95 with standing in line | the person came up |")
    print("|---|---:|---:|---:|---:|")
    good = on("SQLite", "", options) if "sqlite" in options.database else True
    if "postgresql" in options.database and has_postgres():
        with postgres_server() as url:
            good &= on("PostgreSQL", url, options)
    return 0 if good else 1


def on(name: str, url: str, options: argparse.Namespace) -> bool:
    """Print the row of one database. Whether it is within the limit."""
    with tempfile.TemporaryDirectory(prefix="mib-likely-") as folder:
        file = Path(folder) / "persons.csv"
        make(file, options.notifications)
        found: Installation = prepared(Path(folder) / "data", url)
        line = ["bench/likely.py", "--one", str(file), "--questions", str(options.questions)]
        told = json.loads(found.run(*line).splitlines()[-1])
    print(
        f"| {name} | {told['median']:.0f} | {told['p95']:.0f} | {told['wall95']:.0f} "
        f"| {told['came']:.1%} |"
    )
    return bool(told["p95"] <= MOST_MS)


# --- In a process of its own --------------------------------------------------------------------


def measure(file: Path, questions: int) -> int:
    """Fill the register, ask, and print the figures as JSON."""
    import django

    django.setup()
    with file.open() as rows:
        known = list(csv.DictReader(rows))
    fill(known)
    client, numbers = signed_in(), numbered()
    draw = random.Random(2)
    took, wall, came = [], [], 0
    for at, asked in enumerate(draw.sample(known, questions + 20)):
        fields = dict(zip(COLUMNS[2:], with_errors(draw, [asked[n] for n in COLUMNS[2:]]),
                          strict=True))  # fmt: skip
        typed = {f"detail_{kind}": fields[name] for name, kind in KINDS.items()}
        typed |= {"sex": SEX[fields["sex"]], "nationality": fields["nationality"]}
        begun, waited = time.perf_counter(), in_line()
        answer = client.post("/registratie/nieuw/lijkt-op/", typed)
        ms = (time.perf_counter() - begun) * 1000
        if at < 20:  # the first ones load what stays loaded
            continue
        wall.append(ms)
        took.append(ms - (in_line() - waited) * 1000)
        shown = answer.content.decode()
        came += any(number in shown for number in numbers[asked["person"]])
    print(json.dumps(figures(took, wall) | {"came": came / questions}))
    return 0


def figures(took: list[float], wall: list[float]) -> dict[str, float]:
    late = int(len(took) * 0.95)
    return {
        "median": statistics.median(took),
        "p95": sorted(took)[late],
        "wall95": sorted(wall)[late],
    }


def in_line() -> float:
    """Seconds that this process was ready to run and had to wait for a CPU."""
    return int(Path("/proc/self/schedstat").read_text(encoding="ascii").split()[1]) / 1e9


def signed_in() -> Any:
    from django.test import Client

    from meerinbeeld.access.models import Membership

    client = Client(HTTP_HOST="localhost")
    client.force_login(Membership.objects.filter(role="care_coordinator")[0].person)
    return client


def numbered() -> dict[str, list[str]]:
    """The references of each person, who is told by the own number."""
    from meerinbeeld.registry.models import Notification

    found: dict[str, list[str]] = {}
    for number, reference in Notification.objects.values_list("own_number", "reference"):
        found.setdefault(number.split("/")[0], []).append(reference)
    return found


def fill(known: list[dict[str, str]]) -> None:
    """A region, and a notification for each row."""
    import datetime
    import uuid

    from django.db import connection, transaction

    from meerinbeeld.demo.people import build_people
    from meerinbeeld.demo.region import build_region
    from meerinbeeld.parties.models import Organisation
    from meerinbeeld.registry.actions.likeness import hashes_of
    from meerinbeeld.registry.models import Likeness, Notification, Victim

    build_region()
    build_people()
    organisations = list(Organisation.objects.order_by("slug")[:4])
    day = datetime.date(2026, 3, 1)
    for start in range(0, len(known), BATCH):
        part = known[start : start + BATCH]
        victims = [Victim(reference=f"V-{start + at}") for at in range(len(part))]
        told = [
            Notification(
                reference=f"A-{start + at}-", dossier=uuid.uuid4(), victim=victim,
                own_victim=victim, organisation=organisations[(start + at) % 4],
                own_number=f"{row['person']}/{row['id']}", notified_on=day, source="import",
                rests_on="duty", ground="avg_6_1_c", coded_on=day, notifier="police",
                sex=SEX[row["sex"]], nationalities=[row["nationality"]] if row["nationality"]
                else [], retention_from=day, retention_until=day, retention_norm="bench",
            )
            for at, (row, victim) in enumerate(zip(part, victims, strict=True))
        ]  # fmt: skip
        hashes = [
            Likeness(notification=one, **hashes_of({k: row[n] for n, k in KINDS.items()}))
            for row, one in zip(part, told, strict=True)
        ]
        with transaction.atomic():
            Victim.objects.bulk_create(victims)
            Notification.objects.bulk_create(told)
            Likeness.objects.bulk_create(hashes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
