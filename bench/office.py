# SPDX-License-Identifier: EUPL-1.2
"""What the pages of the office cost with a hundred thousand signals and twenty thousand cases.

    python bench/office.py [--signals 100000] [--database sqlite|postgres|both] [--samples 60]
                           [--keep FOLDER] [--postgres URL]

Fills throw-away installations (1,000 signals and the given number, each with its own data folder
and database), signs people in, and asks for whole pages through all middleware with Django's test
client: one process per database, asked in turns, so that what else the machine does hits both
alike. Milliseconds are wall-clock time of one page, the test client included and the network not,
less the time that the process and PostgreSQL's process for it stood in line for a CPU that other
programs held (Linux says how long). On a quiet machine the two are the same; `wall` and `wall p95`
show what was lived through. Under load the first is too low on PostgreSQL: both processes can wait
at once. Queries are counted apart.

Status 1 when a page takes more than the limit at the 95th percentile, or takes more queries with
many signals than with few. `--keep` fills once and measures again later; PostgreSQL then needs the
address of a server that stays, with `--postgres`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

# not from this folder: its `disclosure` and `darkfigure` measure the packages of those names
HERE: Final = Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), *(entry for entry in sys.path if Path(entry) != HERE)]

from bench import filling  # noqa: E402
from bench.pages import PEOPLE, Page, Request, all_pages  # noqa: E402

LIMIT_MS: Final = 100.0
FEW: Final = 1000
WARM_UP: Final = 2
#: An empty page asks less: where few signals leave one empty, the first page is the measure.
ALIKE: Final = {"new": "late", "last page": "inbox", "last page, closed": "closed"}
#: The columns of each database: without what it stood in line for, with it, and its queries.
HEADS: Final = ("median", "p95", "wall", "wall p95", "q")
#: How many questions more or less the content of one signal can make.
CONTENT: Final = 3


def main(arguments: list[str] | None = None) -> int:
    """Fill, measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--signals", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--samples", type=int, default=60)
    parser.add_argument("--only", default="", help="rows whose name begins like this")
    parser.add_argument("--limit", type=float, default=LIMIT_MS, help="milliseconds at p95")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep what is filled")
    parser.add_argument("--postgres", metavar="URL", help="a server on which to make databases")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        answer_questions()
        return 0
    with contextlib.ExitStack() as stack:
        found = [measured(url, options, stack) for url in urls(options, stack)]
        names = [name for name in found[0].names if name.startswith(options.only)]
        for name in names:
            count_queries(found, name)
            sample(found, name, options.samples)
        measured_ones = [name for name in names if all(name in one.wall for one in found)]
        for name in set(names) - set(measured_ones):
            print(f"{name}: nothing to open, left out.", file=sys.stderr)
        return show(found, measured_ones, options)


def urls(options: argparse.Namespace, stack: contextlib.ExitStack) -> Iterator[str]:
    """The databases to measure: "" is SQLite."""
    if options.database != "postgres":
        yield ""
    if options.database == "sqlite":
        return
    if options.postgres:
        yield options.postgres
    elif filling.has_postgres():
        yield stack.enter_context(filling.postgres_server())
    else:
        print("PostgreSQL is left out: there is no server on this machine.")


# --- Asking ---------------------------------------------------------------------------------------


class Asked:
    """A process that opens pages on one installation, one at a time."""

    def __init__(self, made: filling.Installation) -> None:
        self.signals = made.signals
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--measure"],
            env=made.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.names: list[str] = self.ask()

    def ask(self, *words: object) -> Any:
        assert self.process.stdin and self.process.stdout
        if words:
            print(*words, sep="\t", file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("the measuring process ended; the lines above say why")
        return json.loads(line)

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


@dataclass
class Measured:
    """One database, with few and with many signals."""

    database: str
    few: Asked
    many: Asked
    queries: dict[str, tuple[int, int]] = field(default_factory=dict)
    wall: dict[str, list[float]] = field(default_factory=dict)
    own: dict[str, list[float]] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return self.many.names


def measured(url: str, options: argparse.Namespace, stack: contextlib.ExitStack) -> Measured:
    asked = []
    for signals in (min(FEW, options.signals), options.signals):
        made = stack.enter_context(filling.installation(signals, url, options.keep))
        one = Asked(made)
        stack.callback(one.close)
        asked.append(one)
    return Measured("PostgreSQL" if url else "SQLite", *asked)


def count_queries(found: list[Measured], name: str) -> None:
    """The least of three times: the first fills what a process keeps, and now and then a session
    is lengthened."""
    for one in found:
        like = ALIKE.get(name.partition(": ")[2], "")
        of_few = f"{name.partition(':')[0]}: {like}" if like else name
        asked = (one.few, of_few), (one.many, name)
        few, many = (min(side.ask("count", page) for _ in range(3)) for side, page in asked)
        one.queries[name] = (few, many)


def sample(found: list[Measured], name: str, samples: int) -> None:
    """In turns, so that a busy moment of the machine is shared."""
    for number in range(samples + WARM_UP):
        for one in found:
            took = one.many.ask("time", name, number)
            if took is not None and number >= WARM_UP:
                one.wall.setdefault(name, []).append(took[0])
                one.own.setdefault(name, []).append(took[1])
    print(name, *(cell for one in found for cell in cells_of(one, name)), file=sys.stderr)


# --- The table ------------------------------------------------------------------------------------


def show(found: list[Measured], names: list[str], options: argparse.Namespace) -> int:
    print(machine())
    print(
        f"\n{options.signals:,} signals; {options.samples} samples per row after {WARM_UP} to warm "
        f"up; milliseconds; queries with {FEW:,} and with {options.signals:,} signals.\n"
    )
    heads = [f"{one.database} {what}" for one in found for what in HEADS]
    heads += [f"{found[1].database} / {found[0].database}"] if len(found) > 1 else []
    print("| page | " + " | ".join(heads) + " |")
    print("|---|" + "---:|" * len(heads))
    for name in names:
        cells = [cell for one in found for cell in cells_of(one, name)]
        if len(found) > 1:
            first, second = (statistics.median(one.own[name]) for one in found)
            cells.append(f"{second / first:.1f}")
        print(f"| {name} | " + " | ".join(cells) + " |")
    problems = [line for one in found for line in wrong(one, names, options.limit)]
    print("\n" + ("\n".join(problems) or f"Every page within {options.limit:.0f} ms at p95, and"
                  " no page takes more queries with more signals."))  # fmt: skip
    return 1 if problems else 0


def cells_of(one: Measured, name: str) -> list[str]:
    few, many = one.queries[name]
    if name not in one.wall:
        return ["–"] * len(HEADS)
    return [
        f"{statistics.median(one.own[name]):.0f}",
        f"{p95(one.own[name]):.0f}",
        f"{statistics.median(one.wall[name]):.0f}",
        f"{p95(one.wall[name]):.0f}",
        str(many) if few == many else f"{few} → {many}",
    ]


def wrong(one: Measured, names: list[str], limit: float) -> Iterator[str]:
    for name in names:
        few, many = one.queries[name]
        if many > few + (CONTENT if " signal" in name or " case" in name else 0):
            yield f"NO: {name} takes {many} queries on {one.database}, and {few} with few signals"
        if p95(one.own[name]) > limit:
            yield f"NO: {name} takes {p95(one.own[name]):.0f} ms at p95 on {one.database}"


def p95(values: list[float]) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def machine() -> str:
    import sqlite3

    import django

    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{os.cpu_count()} CPUs ({platform.machine()}), load {load}; Python "
        f"{platform.python_version()}, Django {django.__version__}, SQLite "
        f"{sqlite3.sqlite_version}, {postgres_version()}; {time.strftime('%Y-%m-%d')}"
    )


def postgres_version() -> str:
    if not filling.has_postgres():
        return "no PostgreSQL"
    from tests import postgres

    tools = postgres.find_server_tools()
    said = subprocess.run([f"{tools}/postgres", "--version"], stdout=subprocess.PIPE, text=True)
    return said.stdout.strip().replace("postgres (PostgreSQL)", "PostgreSQL").split(" (")[0]


# --- In the measured process ----------------------------------------------------------------------


def answer_questions() -> None:
    """Say which pages there are, then open them as asked on standard input."""
    import meerinbeeld.config.wsgi  # noqa: F401 - loaded as the server loads it

    pages, clients = all_pages(), signed_in()
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        what, name, *number = line.rstrip("\n").split("\t")
        page = pages[name]
        act = counted if what == "count" else timed
        print(json.dumps(act(clients[page.who], page, *map(int, number))), flush=True)


def timed(client: Any, page: Page, number: int) -> list[float] | None:
    asked = page.request(number)
    if asked is None:
        return None
    wall, waited = time.perf_counter(), stood_in_line()
    opened(client, asked)
    took = (time.perf_counter() - wall) * 1000
    return [took, took - (stood_in_line() - waited) * 1000]


def stood_in_line() -> float:
    """Seconds that this process and PostgreSQL's process for it waited for a CPU; 0 elsewhere."""
    from django.db import connection

    processes = [os.getpid()]
    if connection.vendor == "postgresql" and connection.connection:
        processes.append(connection.connection.info.backend_pid)
    nanoseconds = 0
    for pid in processes:
        with contextlib.suppress(OSError):
            nanoseconds += int(
                Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]
            )
    return nanoseconds / 1e9


def counted(client: Any, page: Page) -> int:
    """The most queries of a few of these pages; those of the samples are left alone."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    most = 0
    for number in range(-page.counted, 0):
        asked = page.request(number)
        if asked is not None:
            # Django keeps no more than 9,000, and a count is the difference of two lengths
            reset_queries()
            with CaptureQueriesContext(connection) as caught:
                opened(client, asked)
            most = max(most, len(caught))
    return most


def opened(client: Any, asked: Request) -> None:
    path, data = asked
    answer = client.get(path) if data is None else client.post(path, data)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")


def signed_in() -> dict[str, Any]:
    from django.test import Client

    from meerinbeeld.access.models import Person

    clients = {}
    for who, short in PEOPLE.items():
        clients[who] = Client(headers={"host": "127.0.0.1"})
        clients[who].force_login(Person.objects.get(email=f"{short}@demo.example"))
    return clients


if __name__ == "__main__":
    sys.exit(main())
