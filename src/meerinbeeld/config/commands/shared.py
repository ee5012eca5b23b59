# SPDX-License-Identifier: EUPL-1.2
"""What every group of commands uses."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Do: TypeAlias = Callable[[argparse.Namespace], int | None]


class Problem(Exception):
    """Something the operator can mend; the message says what and how."""


def command(commands: Commands, name: str, help_text: str, do: Do) -> argparse.ArgumentParser:
    """Add one command. Its help is its description, so that there is one text to keep."""
    parser = commands.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")
    parser.set_defaults(do=do)
    return parser


def group(commands: Commands, name: str, help_text: str) -> Commands:
    """Add a group of commands, such as `keys`."""
    parser = commands.add_parser(name, help=help_text, description=help_text)
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True)


def say(options: argparse.Namespace, words: str) -> None:
    if not options.quiet:
        print(words, flush=True)


def start_django() -> None:
    """Load the applications. Raises `ImproperlyConfigured` that says which setting is off."""
    import django

    django.setup()


def only_at_the_office(reason: str) -> None:
    """Raise `Problem` on the public face, which has neither the keys nor the tables."""
    from django.conf import settings

    if not settings.HAS_OFFICE:
        raise Problem(f"{reason}, which the public face (MIB_FACE=public) cannot. Use the office.")


def data_folder() -> Path:
    """Where data and keys are; works before there is a secret key to load the settings with."""
    return Path(os.environ.get("MIB_DATA", "").strip() or "data").expanduser().resolve()
