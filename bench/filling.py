# SPDX-License-Identifier: EUPL-1.2
"""Throw-away installations for measuring: a database each, filled with the synthetic region."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
#: The region is filled by this many signals at once.
PART: Final = 240


@dataclass(frozen=True)
class Installation:
    """A data folder and a database, and how to run something on them."""

    database: str
    signals: int
    env: dict[str, str]

    def run(self, *arguments: str) -> str:
        line = [sys.executable, *arguments]
        done = subprocess.run(line, env=self.env, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout


@contextlib.contextmanager
def postgres_server() -> Iterator[str]:
    """A private server with fsync on, as in real use; its address."""
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    postgres.SETTINGS.update(fsync="on", synchronous_commit="on", full_page_writes="on")
    with postgres.temporary_cluster() as url:
        yield url


def has_postgres() -> bool:
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    return postgres.find_server_tools() is not None


@contextlib.contextmanager
def installation(signals: int, url: str, keep: Path | None) -> Iterator[Installation]:
    """Fill one, or take the one that was kept. On PostgreSQL each has a database of its own."""
    database = "PostgreSQL" if url else "SQLite"
    if keep:
        folder = keep / f"{database.lower()}-{signals}"
        folder.mkdir(parents=True, exist_ok=True)
        yield _filled(Installation(database, signals, _env(folder, _database(url, signals))))
        return
    with tempfile.TemporaryDirectory(prefix="mib-bench-") as made:
        env = _env(Path(made), _database(url, signals))
        yield _filled(Installation(database, signals, env))


def prepared(folder: Path, url: str) -> Installation:
    """One with its tables and nothing in them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Installation("PostgreSQL" if url else "SQLite", 0, _env(folder, _database(url, 0)))
    for command in ("setup", "migrate"):
        made.run("-m", "meerinbeeld", command, "--quiet")
    return made


def _env(folder: Path, url: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("MIB_")}
    return env | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "meerinbeeld.config.settings",
        "MIB_DATA": str(folder),
        "MIB_DATABASE_URL": url,
        "MIB_SECOND_FACTOR_REQUIRED": "0",
    }


def _database(url: str, signals: int) -> str:
    """A database of its own for each size, made when it is not there."""
    if not url:
        return ""
    import psycopg

    name = f"mib_bench_{signals}"
    with psycopg.connect(url, autocommit=True) as server:
        known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            server.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rpartition('/')[0]}/{name}"


def _filled(made: Installation) -> Installation:
    done = Path(made.env["MIB_DATA"]) / "filled"
    for command in ("setup", "migrate"):
        made.run("-m", "meerinbeeld", command, "--quiet")
    if not done.exists():
        print(f"Filling {made.database} with {made.signals:,} signals ...", file=sys.stderr)
        done.write_text(made.run("-m", "bench.filling", str(made.signals)), encoding="utf-8")
    print(f"{made.database}, {done.read_text(encoding='utf-8').strip()}", file=sys.stderr)
    return made


# --- In the filling process -----------------------------------------------------------------------


def fill(signals: int) -> str:
    """The region at that size, with a sealed journal and notices as work leaves them behind."""
    import django

    django.setup()
    from meerinbeeld.demo.fill import fill as fill_region

    begun = time.perf_counter()
    cpu = time.process_time()
    written = fill_region(max(1, round(signals / PART)), progress=lambda words: None)
    took, used = time.perf_counter() - begun, time.process_time() - cpu
    entries = _journal()
    _notices()
    _analyse()
    return f"{written:,} signals in {took:.0f} s ({used:.0f} s CPU), {entries:,} journal entries"


def _journal() -> int:
    """An entry for each signal that was opened, sealed as the worker seals them."""
    from django.db import transaction

    from meerinbeeld import journal
    from meerinbeeld.demo.bulk import Rows
    from meerinbeeld.journal.models import Entry, Pending
    from meerinbeeld.signals.models import Signal

    opened = Signal.objects.exclude(first_opened_at=None).values_list(
        "id", "dossier", "first_opened_at", "assignee_id", "owner_id"
    )
    rows, number = Rows(), 0
    for signal, dossier, at, person, organisation in opened.iterator():
        entry = rows.add(
            Entry,
            at=at,
            person_id=person,
            organisation_id=organisation,
            role="focal_officer",
            purpose="reporting",
            verb="open",
            thing="signals.signal",
            thing_id=str(signal),
            dossier=dossier,
            outcome="done",
        )
        rows.add(Pending, entry=entry["id"])
        number += 1
    with transaction.atomic():
        rows.write((Entry, Pending))
    journal.seal_pending()
    return number


def _notices() -> None:
    """Somebody who was away for a while."""
    from meerinbeeld.access.models import Membership
    from meerinbeeld.demo.bulk import Rows
    from meerinbeeld.signals.models import Notice, Signal

    rows = Rows()
    for member in Membership.objects.filter(role__in=("focal_officer", "care_coordinator")):
        newest = Signal.objects.order_by("-received_at").values_list("id", flat=True)[:500]
        for signal in newest:
            rows.add(Notice, person_id=member.person_id, signal_id=signal, kind="new_signal")
    rows.write((Notice,))


def _analyse() -> None:
    """What PostgreSQL's autovacuum does by itself after a while. SQLite has nothing like it."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    print(fill(int(sys.argv[1])))
