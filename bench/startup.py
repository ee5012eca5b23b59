# SPDX-License-Identifier: EUPL-1.2
"""How long a second start takes, and where the time goes.

    python bench/startup.py [--runs 7]

`start.py` is run as a person runs it, on a data folder of its own that an earlier start prepared:
from the command until `/health` answers, and again until it has ended. The parts are measured as
processes of their own. CPU is that of all processes together, until they ended. Status 1 when the
median of a start is over the limit.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
LIMIT_S: Final = 3.0
PATIENCE_S: Final = 600
#: Wall-clock seconds and CPU seconds.
Took = tuple[float, float]


def main() -> int:
    """Start a few times and print what each part took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mib-start-") as folder:
        first = start(folder)
        rows = {
            "second start until /health answers": repeated(options.runs, lambda: start(folder)),
            "of which: python with Django and all apps loaded": repeated(
                options.runs, lambda: ran(folder, "-c", "import django; django.setup()")
            ),
            "of which: python alone": repeated(options.runs, lambda: ran(folder, "-c", "pass")),
            "meerinbeeld check": repeated(
                options.runs, lambda: ran(folder, "-m", "meerinbeeld", "check")
            ),
        }
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} CPUs, load {load}; Python {platform.python_version()}")
    print(f"{options.runs} runs; seconds. The first start, with the demo region: {first[0]:.1f}\n")
    print("| what | median | fastest | CPU median |")
    print("|---|---:|---:|---:|")
    for name, took in rows.items():
        wall, cpu = [one[0] for one in took], [one[1] for one in took]
        print(
            f"| {name} | {statistics.median(wall):.2f} | {min(wall):.2f} "
            f"| {statistics.median(cpu):.2f} |"
        )
    median = statistics.median(one[0] for one in rows["second start until /health answers"])
    within = median <= LIMIT_S
    print(f"\nstart ≤ {LIMIT_S:.0f} s (median): {'yes' if within else 'NO'}, {median:.2f} s")
    return 0 if within else 1


def repeated(runs: int, act: Callable[[], Took]) -> list[Took]:
    return [act() for _ in range(runs)]


def start(folder: str) -> Took:
    """Run start.py until it answers, then end it. Not by Ctrl-C: a background job ignores that."""
    port, cpu, begun = free_port(), children_cpu(), time.perf_counter()
    line = [sys.executable, "start.py", "--data", f"{folder}/data", "--port", str(port)]
    process = subprocess.Popen(line, cwd=ROOT, env=clean(), stdout=subprocess.DEVNULL)
    while not answers(port):
        if process.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
            raise SystemExit("start.py did not come to an answer")
        time.sleep(0.01)
    took = time.perf_counter() - begun
    process.terminate()
    process.wait()
    return took, children_cpu() - cpu


def ran(folder: str, *arguments: str) -> Took:
    python = ROOT / ".venv" / "bin" / "python"
    env = clean() | {
        "DJANGO_SETTINGS_MODULE": "meerinbeeld.config.settings",
        "MIB_DATA": f"{folder}/data",
        "MIB_DEMO": "1",
    }
    cpu, begun = children_cpu(), time.perf_counter()
    subprocess.run([python, *arguments], env=env, check=False, capture_output=True, cwd=ROOT)
    return time.perf_counter() - begun, children_cpu() - cpu


def clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("MIB_")}


def children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
