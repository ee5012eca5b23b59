# SPDX-License-Identifier: EUPL-1.2
"""The processes that run: web, worker, and one round of the worker."""

from __future__ import annotations

import argparse
import os
import sys

from meerinbeeld.config.commands.shared import (
    Commands,
    command,
    only_at_the_office,
    say,
    start_django,
)


def register(commands: Commands) -> None:
    """Add `serve`, `worker` and `tick`."""
    web = command(commands, "serve", "Start the web server of this face (MIB_FACE).", serve)
    web.add_argument("--host", default="127.0.0.1", help="address to listen on")
    web.add_argument("--port", type=int, default=8000, help="port to listen on")
    web.add_argument("--socket", metavar="PATH", help="listen on this Unix socket instead")
    web.add_argument("--workers", type=int, default=2, help="number of processes")
    web.add_argument("--threads", type=int, default=4, help="number of threads in each process")
    command(commands, "worker", "Start the background process; one is enough.", worker)
    command(commands, "tick", "Do the background work once and stop, for a timer.", tick)


def serve(options: argparse.Namespace) -> int:
    """Become gunicorn: the process that a supervisor started is the one that serves."""
    address = f"unix:{options.socket}" if options.socket else f"{options.host}:{options.port}"
    os.execv(  # noqa: S606 - our own interpreter, with arguments that argparse has checked
        sys.executable,
        [
            *(sys.executable, "-m", "gunicorn", "--config", "python:meerinbeeld.config.gunicorn"),
            *("--bind", address, "--workers", str(options.workers)),
            *("--threads", str(options.threads)),
        ],
    )


def worker(options: argparse.Namespace) -> int:
    start_django()
    only_at_the_office("The background work opens reports")
    from meerinbeeld.config.worker import Worker

    Worker().run()
    return 0


def tick(options: argparse.Namespace) -> int:
    start_django()
    only_at_the_office("The background work opens reports")
    from meerinbeeld.config.worker import Worker

    went_well = Worker().once()
    say(options, "Done." if went_well else "Something failed; the lines above say what.")
    return 0 if went_well else 1
