# SPDX-License-Identifier: EUPL-1.2
"""The `meerinbeeld` command: everything an operator does, in plain words.

`docs/reference/commands.md` describes each command; a test keeps the two equal.
Status: 0 done, 1 looked and found something wrong, 2 could not be done.
"""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from meerinbeeld.config.commands import (
    data,
    database,
    journal,
    keys,
    people,
    registry,
    service,
)
from meerinbeeld.config.commands.shared import Problem

DONE: Final = 0
NOT_POSSIBLE: Final = 2

GROUPS: Final = (service, data, database, keys, journal, people, registry)


def parser() -> argparse.ArgumentParser:
    """The whole command with its groups; each group adds its own commands."""
    top = argparse.ArgumentParser(
        prog="meerinbeeld", description="Run and look after Meer in Beeld."
    )
    top.add_argument("--debug", action="store_true", help="show the whole trace of an error")
    top.add_argument("--data", type=Path, metavar="DIR", help="folder for data and keys (MIB_DATA)")
    top.add_argument(
        "--env-file", type=Path, metavar="FILE", help="file with settings, as systemd reads it"
    )
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in GROUPS:
        group.register(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Do one command and return its status; an error is one plain sentence."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meerinbeeld.config.settings")
    try:
        if options.env_file:
            take_settings(options.env_file)
        if options.data:
            os.environ["MIB_DATA"] = str(options.data.expanduser().resolve())
        status: int | None = options.do(options)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if options.debug:
            traceback.print_exc()
        else:
            print(in_plain_words(error), file=sys.stderr)
        return NOT_POSSIBLE
    return DONE if status is None else status


def take_settings(file: Path) -> None:
    """Read `NAME=value` lines into the environment; what is set there already wins."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except OSError as error:
        raise Problem(f"{file} cannot be read: {error.strerror}.") from error
    for line in lines:
        name, is_setting, value = line.strip().partition("=")
        if is_setting and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def in_plain_words(error: Exception) -> str:
    """One sentence for the operator; the trace is one `--debug` away."""
    if isinstance(error, Problem):
        return str(error)
    return (
        f"This could not be done: {error or type(error).__name__}\n"
        f"({type(error).__name__}; 'meerinbeeld --debug ...' shows where)"
    )
