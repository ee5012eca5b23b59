# SPDX-License-Identifier: EUPL-1.2
"""What a public report costs the server, on both databases.

    python bench/public_report.py [--reports 200] [--postgres URL]

Each report walks through every page as a browser without scripts does, in one process, through all
middleware, with the true cost of the receipt. CPU time is that of this process (user and system),
so it includes the test client and excludes PostgreSQL's own. The Argon2id derivation is measured
apart and left out of the other rows. Without --postgres a private server is started when there is
one on this machine, with fsync on, as in real use.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MS = 60.0
#: What each row counts.
ROWS = {
    "accept": "send the report, show the words",
    "derive": "of which the Argon2id derivation (left out of the other rows)",
    "pages": "all nine questions, asked and answered, and the page to check",
    "take_in": "the office opens it and makes a signal",
}
STORY = "Elke avond komt een busje. De jongens slapen in de loods. " * 8
ANSWERS: dict[str, dict[str, str]] = {
    "nu": {"danger": "no"},
    "over": {"subject_kind": "person"},
    "gezien": {"story": STORY},
    "waar": {"municipality": "GM0193", "detail": "loods achter het station"},
    "wanneer": {"when": "sinds zes weken"},
    "wie": {"person_name": "Milan", "age_band": "12_15", "plate": "12-ABC-3"},
    "zeker": {"how_sure": "seen", "reporter_kind": "resident"},
    "contact": {"channel": "receipt"},
    "bestanden": {},
}


def main() -> int:
    """Measure on both databases; status 1 when accepting costs more than the limit."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--postgres", metavar="URL", help="an empty database")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.reports)
        return 0
    results = {"SQLite": on_database("", options.reports)}
    postgres = on_postgresql(options)
    if postgres:
        results["PostgreSQL"] = postgres
    return show(results, options.reports)


def on_postgresql(options: argparse.Namespace) -> dict[str, list[list[float]]] | None:
    if options.postgres:
        return on_database(options.postgres, options.reports)
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    if postgres.find_server_tools() is None:
        print("PostgreSQL is left out: there is no server on this machine.")
        return None
    postgres.SETTINGS.update(fsync="on", synchronous_commit="on", full_page_writes="on")
    with postgres.temporary_cluster() as url:
        return on_database(url, options.reports)


def on_database(url: str, reports: int) -> dict[str, list[list[float]]]:
    """An installation of its own, measured in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="mib-bench-") as folder:
        env = {name: value for name, value in os.environ.items() if not name.startswith("MIB_")}
        env |= {
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "meerinbeeld.config.settings",
            "MIB_DATA": folder,
            "MIB_DATABASE_URL": url,
            "MIB_REPORTS_PER_TEN_MINUTES": "1000000",
        }
        for command in ("setup", "migrate", "region"):
            line = [sys.executable, "-m", "meerinbeeld", command, "--quiet"]
            subprocess.run(line, env=env, check=True)
        line = [sys.executable, __file__, "--measure", "--reports", str(reports)]
        done = subprocess.run(line, env=env, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, list[list[float]]] = json.loads(done.stdout)
    return found


# --- In the measured process ----------------------------------------------------------------------


class Watch:
    """CPU and wall-clock milliseconds per row."""

    def __init__(self) -> None:
        self.rows: dict[str, list[list[float]]] = {name: [] for name in ROWS}
        self.derived = [0.0, 0.0]

    def time(self, act: Callable[[], object]) -> list[float]:
        cpu, wall = time.process_time(), time.perf_counter()
        act()
        return [(time.process_time() - cpu) * 1000, (time.perf_counter() - wall) * 1000]


def measure(reports: int) -> None:
    sys.path[0] = str(ROOT)  # this folder has a `disclosure` of its own
    import django

    django.setup()
    from django.test import Client

    from meerinbeeld.signals.actions.take_in import take_in_waiting_reports
    from meerinbeeld.vault import receipt

    watch = Watch()
    stretch = receipt._stretched

    def watched(secret: bytes) -> bytes:
        made: list[bytes] = []
        watch.derived = watch.time(lambda: made.append(stretch(secret)))
        return made[0]

    receipt._stretched = watched
    visitor = Client(headers={"host": "127.0.0.1"})
    for number in range(reports + 5):
        visitor.cookies.clear()  # somebody else, to a server that stays: its start is `startup.py`
        client = visitor
        pages = watch.time(lambda client=client: walk(client))  # type: ignore[misc]
        accept = watch.time(lambda client=client: send(client))  # type: ignore[misc]
        taken = watch.time(take_in_waiting_reports)
        if number < 5:  # the first ones fill caches
            continue
        watch.rows["pages"].append(pages)
        watch.rows["derive"].append(watch.derived)
        own = [all_of - part for all_of, part in zip(accept, watch.derived, strict=True)]
        watch.rows["accept"].append(own)
        watch.rows["take_in"].append(taken)
    print(json.dumps(watch.rows))


def walk(client: object) -> None:
    for step, answer in ANSWERS.items():
        asked = client.get(f"/melding/{step}/")  # type: ignore[attr-defined]
        answered = post(client, step, {**answer, "go": "next"})
        assert (asked.status_code, answered.status_code) == (200, 302), step
    assert client.get("/melding/nakijken/").status_code == 200  # type: ignore[attr-defined]


def post(client: object, step: str, fields: dict[str, str]) -> object:
    """As a browser sends it: in parts only where the form has files."""
    path = f"/melding/{step}/"
    if step == "bestanden":
        return client.post(path, fields)  # type: ignore[attr-defined]
    kind = "application/x-www-form-urlencoded"
    return client.post(path, urlencode(fields), content_type=kind)  # type: ignore[attr-defined]


def send(client: object) -> None:
    assert client.post("/melding/code/").status_code == 200  # type: ignore[attr-defined]


# --- The table ------------------------------------------------------------------------------------


def show(results: dict[str, dict[str, list[list[float]]]], reports: int) -> int:
    sys.path.insert(0, str(ROOT / "src"))
    from meerinbeeld.vault.receipt import LANES, MEMORY_KIB, PASSES

    print(f"{reports} reports, one after the other. Milliseconds.")
    print(f"Argon2id (RFC 9106): {MEMORY_KIB // 1024} MiB, {PASSES} passes, {LANES} lane.\n")
    print(
        f"{'':<12}{'row':<10}{'CPU median':>13}{'CPU p95':>13}{'wall median':>13}{'wall p95':>13}"
    )
    worst = 0.0
    for database, rows in results.items():
        for name in ROWS:
            cpu = sorted(row[0] for row in rows[name])
            wall = sorted(row[1] for row in rows[name])
            late = int(len(cpu) * 0.95)
            print(
                f"{database:<12}{name:<10}{statistics.median(cpu):>13.1f}{cpu[late]:>13.1f}"
                f"{statistics.median(wall):>13.1f}{wall[late]:>13.1f}"
            )
        worst = max(worst, statistics.median(row[0] for row in rows["accept"]))
    print()
    for name, words in ROWS.items():
        print(f"{name:<10}{words}")
    within = worst <= LIMIT_MS
    print(f"\naccept ≤ {LIMIT_MS:.0f} ms CPU (median): {'yes' if within else 'NO'}, {worst:.1f} ms")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
