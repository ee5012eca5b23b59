# SPDX-License-Identifier: EUPL-1.2
"""What a public report costs the server, on both databases.

    python bench/public_report.py [--reports 200] [--postgres URL]

Each report walks through every page as a browser without scripts does, in one process, with the
true cost of the receipt. The clock runs while the WSGI application answers, called as gunicorn
calls it: that counts all middleware, the check against forged forms and what becomes of the
connection to the database after each page, and neither the making of a request nor Django's test
client. CPU time is that of this process (user and system) and excludes PostgreSQL's own. The
Argon2id derivation is measured apart and left out of the other rows. Without --postgres a private
server is started when there is one on this machine, with fsync on, as in real use.

Status 1 when a whole visit costs more than the limit on one of the databases.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MS = 60.0
#: What each row counts.
ROWS = {
    "accept": "send the report, show the words",
    "derive": "of which the Argon2id derivation (left out of the other rows)",
    "pages": "all nine questions, asked and answered, and the page to check",
    "visit": "pages and accept together: what is limited",
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
    """Measure on both databases; status 1 when a visit costs more than the limit."""
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


@dataclass
class Spent:
    """CPU and wall-clock milliseconds."""

    cpu: float = 0.0
    wall: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        self.cpu += (time.process_time() - cpu) * 1000
        self.wall += (time.perf_counter() - wall) * 1000

    def plus(self, other: Spent, sign: int = 1) -> Spent:
        return Spent(self.cpu + sign * other.cpu, self.wall + sign * other.wall)


class Visitor:
    """A browser without scripts; counts what the application spends on its requests."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.spent = Spent()

    def ask(self, path: str, form: bytes = b"", kind: str = "") -> int:
        """The status of the answer; a form is posted."""
        environ, answered = self._environ(path, form, kind), []
        with self.spent.running():
            answer = self.application(environ, lambda *head: answered.append(head))
            page = b"".join(answer)
            answer.close()
        status, headers = answered[0]
        for name, value in headers:
            if name == "Set-Cookie":
                named, _, rest = value.partition("=")
                self.cookies[named] = rest.partition(";")[0]
        _, _, token = page.partition(b'name="csrfmiddlewaretoken" value="')
        self.token = token.partition(b'"')[0].decode() or self.token
        return int(status[:3])

    def send(self, path: str, fields: dict[str, str], *, with_files: bool = False) -> int:
        """As a browser sends it: in parts only where the form has files."""
        fields = {**fields, "csrfmiddlewaretoken": self.token}
        if not with_files:
            return self.ask(path, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        head = '--part\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        parts = "".join(head.format(name, value) for name, value in fields.items())
        return self.ask(path, f"{parts}--part--\r\n".encode(), "multipart/form-data; boundary=part")

    def _environ(self, path: str, form: bytes, kind: str) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": "POST" if form else "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(form)),
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_ACCEPT": "text/html,application/xhtml+xml",
            "HTTP_ACCEPT_LANGUAGE": "nl,en;q=0.5",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **({"HTTP_ORIGIN": "http://127.0.0.1:8000"} if form else {}),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(form),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
        }


def measure(reports: int) -> None:
    sys.path[0] = str(ROOT)  # this folder has a `disclosure` of its own
    from meerinbeeld.config.wsgi import application
    from meerinbeeld.signals.actions.take_in import take_in_waiting_reports
    from meerinbeeld.vault import receipt

    rows: dict[str, list[list[float]]] = {name: [] for name in ROWS}
    derived = [Spent()]
    stretch = receipt._stretched

    def watched(secret: bytes) -> bytes:
        derived[0] = Spent()
        with derived[0].running():
            return stretch(secret)

    receipt._stretched = watched
    for number in range(reports + 5):
        visitor, taken = walk(application), Spent()
        accept = send(visitor)
        with taken.running():
            take_in_waiting_reports()
        if number < 5:  # the first ones fill caches; the start is measured by `startup.py`
            continue
        own = accept.plus(derived[0], -1)
        pages = visitor.spent
        found = {"pages": pages, "accept": own, "visit": pages.plus(own)}
        for name, spent in {**found, "derive": derived[0], "take_in": taken}.items():
            rows[name].append([spent.cpu, spent.wall])
    print(json.dumps(rows))


def walk(application: Callable[..., Any]) -> Visitor:
    visitor = Visitor(application)
    for step, answer in ANSWERS.items():
        path = f"/melding/{step}/"
        asked = visitor.ask(path)
        answered = visitor.send(path, {**answer, "go": "next"}, with_files=step == "bestanden")
        assert (asked, answered) == (200, 302), step
    assert visitor.ask("/melding/nakijken/") == 200
    return visitor


def send(visitor: Visitor) -> Spent:
    """Send the report; what that took, the derivation included."""
    pages, visitor.spent = visitor.spent, Spent()
    assert visitor.send("/melding/code/", {}) == 200
    accept, visitor.spent = visitor.spent, pages
    return accept


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
        worst = max(worst, statistics.median(row[0] for row in rows["visit"]))
    print()
    for name, words in ROWS.items():
        print(f"{name:<10}{words}")
    within = worst <= LIMIT_MS
    print(f"\nvisit ≤ {LIMIT_MS:.0f} ms CPU (median): {'yes' if within else 'NO'}, {worst:.1f} ms")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
