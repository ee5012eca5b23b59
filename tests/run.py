# SPDX-License-Identifier: EUPL-1.2
"""Runs everything that has to hold and ends with a table; `python3 start.py test` calls it.

Without arguments: format, lint, types, import floors, the tests on SQLite, the tests on PostgreSQL,
the tests on Spark and the tests in a browser. With arguments: pytest alone, with those arguments,
on both databases.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.postgres import find_server_tools, temporary_cluster  # noqa: E402

BIN = Path(sys.executable).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NOTHING_COLLECTED = 5


@dataclass
class Report:
    """What ran, how it ended and how long it took; what was left out, and why."""

    rows: list[tuple[str, str, float]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(outcome == "FAILED" for _, outcome, _ in self.rows)

    def run(self, name: str, command: list[str], env: dict[str, str]) -> None:
        """Run one program and note how it ended."""
        print(f"\n=== {name}", flush=True)
        began = time.monotonic()
        status = subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
        outcome = "passed" if status == 0 else "FAILED"
        if status == NOTHING_COLLECTED and "pytest" in command:
            outcome = "no tests"
        self.rows.append((name, outcome, time.monotonic() - began))

    def leave_out(self, name: str, why: str) -> None:
        print(f"\n!!! LEFT OUT: {name}\n    {why}", flush=True)
        self.left_out.append((name, why))

    def show(self) -> None:
        print(f"\n{'=' * 72}")
        for name, outcome, seconds in self.rows:
            print(f"{name:<44}{outcome:<12}{seconds:>8.1f} s")
        for name, why in self.left_out:
            print(f"{name:<44}LEFT OUT    {why}")
        total = sum(seconds for *_, seconds in self.rows)
        print(f"{'=' * 72}\n{'FAILED' if self.failed else 'All passed':<56}{total:>8.1f} s")
        if self.left_out:
            print("Not everything was tried: see LEFT OUT above.")


def main(arguments: list[str]) -> int:
    """Run all of it. Status 1 when anything failed."""
    # Ended from outside, it still takes its database server along.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    report = Report()
    missing = add_system_packages()
    if not arguments:
        add_spark()
    with tempfile.TemporaryDirectory(prefix="mib-test-") as folder:
        env = surroundings(Path(folder))
        if not arguments:
            check_the_code(report, env)
        test_on_sqlite(report, env, arguments)
        test_on_postgresql(report, env, arguments, missing)
        if not arguments:
            test_on_spark(report, env)
            test_in_browser(report, env, missing)
    report.show()
    return 1 if report.failed else 0


def surroundings(folder: Path) -> dict[str, str]:
    """An environment of our own: no setting of this machine may reach a test."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MIB_")}
    env |= {"MIB_DATA": str(folder), "PYTHONWARNINGS": "default", "PATH": f"{BIN}:{env['PATH']}"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes start, with the same code
    for command in ("setup", "translations"):
        subprocess.run([BIN / "meerinbeeld", command, "--quiet"], env=env, cwd=ROOT, check=True)
    return env


def check_the_code(report: Report, env: dict[str, str]) -> None:
    report.run("format (ruff)", [f"{BIN}/ruff", "format", "--check", "."], env)
    report.run("lint (ruff)", [f"{BIN}/ruff", "check", "."], env)
    report.run("types (mypy)", [f"{BIN}/mypy"], env)
    report.run("floors (import-linter)", [f"{BIN}/lint-imports"], env)


def pytest(*arguments: str) -> list[str]:
    # Expected refusals are logged by the thousand: show a log only to who asks for it.
    return [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--show-capture=no",
        "--durations=20",
        "--durations-min=5",
        *arguments,
    ]


def for_pytest(env: dict[str, str]) -> dict[str, str]:
    """Each of its processes makes keys and data of its own, in the folder that goes afterwards."""
    own = {name: value for name, value in env.items() if name != "MIB_DATA"}
    browser = next(filter(None, map(shutil.which, BROWSERS)), "")
    return own | {"TMPDIR": env["MIB_DATA"]} | ({"MIB_CHROMIUM": browser} if browser else {})


def selection(arguments: list[str]) -> list[str]:
    wanted = "not browser and not spark"
    return arguments or ["-n", "2", "--dist", "worksteal", "-m", wanted]


def test_on_sqlite(report: Report, env: dict[str, str], arguments: list[str]) -> None:
    report.run("tests on SQLite", pytest(*selection(arguments)), for_pytest(env))


def test_on_postgresql(
    report: Report, env: dict[str, str], arguments: list[str], missing: list[str]
) -> None:
    name = "tests on PostgreSQL"
    if "postgresql" in missing:
        report.leave_out(name, how_to_add("postgresql"))
        return
    with temporary_cluster() as url:
        here = for_pytest(env) | {"MIB_TEST_DATABASE_URL": url}
        # What touches no database was tried already, and says the same on each.
        report.run(name, pytest("-p", "tests.only_database", *selection(arguments)), here)


def test_on_spark(report: Report, env: dict[str, str]) -> None:
    """They touch no database; a process of their own, because Spark takes its share of memory."""
    from meerinbeeld.registry.linkage.backend import Place, missing

    name = "tests on Spark"
    if words := missing(Place.SPARK):
        report.leave_out(name, words.replace("\n", "\n    "))
        return
    report.run(name, pytest("-m", "spark"), for_pytest(env))


def test_in_browser(report: Report, env: dict[str, str], missing: list[str]) -> None:
    name = "tests in a browser"
    if "chromium" in missing:
        report.leave_out(name, how_to_add("chromium"))
        return
    report.run(name, pytest("-n", "2", "--dist", "worksteal", "-m", "browser"), for_pytest(env))


# --- What the system has to bring ----------------------------------------------------------------


def add_system_packages() -> list[str]:
    """Install what is missing where we may; give the packages that are missing still."""
    missing = missing_packages()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Adding from the system's packages: {', '.join(missing)}", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *missing]
        with no_server_of_its_own():
            for command in (["apt-get", "update", "-q"], install):
                subprocess.run(
                    command, env=quiet, check=False, stdout=subprocess.DEVNULL, timeout=900
                )
        missing = missing_packages()
    return missing


def add_spark() -> None:
    """Install what linking on Spark needs. Where that fails, the table tells what was left out."""
    if importlib.util.find_spec("pyspark"):
        return
    print("Adding Spark for its tests: 456 MB, once", flush=True)
    uv = shutil.which("uv")
    pip = [uv, "pip"] if uv else [sys.executable, "-m", "pip"]
    install = [*pip, "install", "--quiet", *(["--python", sys.executable] if uv else [])]
    # what builds it is checked by its hash as well, and is not fetched on the way
    for options in (["spark-build.txt"], ["spark.txt", "--no-build-isolation"]):
        line = [*install, "--require-hashes", "-r", f"{ROOT}/requirements/{options[0]}"]
        subprocess.run([*line, *options[1:]], check=False, cwd=ROOT)
    importlib.invalidate_caches()


def missing_packages() -> list[str]:
    here = {
        "chromium": any(map(shutil.which, BROWSERS)),
        "postgresql": find_server_tools() is not None,
        "gettext": shutil.which("xgettext") is not None,
        "default-jre-headless": shutil.which("java") is not None,
    }
    return [name for name, is_here in here.items() if not is_here]


@contextlib.contextmanager
def no_server_of_its_own() -> Iterator[None]:
    """Debian's package starts a database server at once; we want its programs alone."""
    setting = Path("/etc/postgresql-common/createcluster.conf")
    if setting.exists():
        yield
        return
    setting.parent.mkdir(parents=True, exist_ok=True)
    setting.write_text("create_main_cluster = false\n")
    yield


def how_to_add(package: str) -> str:
    return f"add it with: sudo apt install {package}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
