# SPDX-License-Identifier: EUPL-1.2
"""The journal: seal it, prove that nothing was changed, hand it over."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

from meerinbeeld.config.commands.shared import Commands, Problem, command, group, start_django


def register(commands: Commands) -> None:
    """Add `journal verify`, `check`, `seal`, `checkpoint` and `export`."""
    journal = group(commands, "journal", "The record of what was done with personal data.")
    check = command(
        journal, "verify", "Recompute the journal: was anything changed or removed?", verify
    )
    check.add_argument(
        "--known", type=Path, metavar="FILE", help="a checkpoint that was kept elsewhere"
    )
    proofs = command(
        journal, "check", "Check the proofs in a package that a person was given.", check_proofs
    )
    proofs.add_argument("file", type=Path, metavar="FILE", help="the ZIP, or the JSON in it")
    proofs.add_argument(
        "--key", type=Path, metavar="FILE", help="the public signing key (default: those in use)"
    )
    command(journal, "seal", "Seal the entries that wait; the worker does so by itself.", seal)
    command(
        journal, "checkpoint", "Print the last checkpoint, to keep in another place.", checkpoint
    )
    hand_over = command(
        journal, "export", "Print entries as Logboek dataverwerkingen, one per line.", export
    )
    hand_over.add_argument(
        "--since", type=date.fromisoformat, required=True, metavar="DATE", help="first day"
    )
    hand_over.add_argument(
        "--until", type=date.fromisoformat, metavar="DATE", help="last day (default: today)"
    )


def verify(options: argparse.Namespace) -> int:
    start_django()
    from meerinbeeld.journal.actions import verify_command

    return verify_command(sys.stdout, options.known)


def check_proofs(options: argparse.Namespace) -> int:
    start_django()
    from meerinbeeld.journal.actions import check_command

    return check_command(sys.stdout, options.file, options.key)


def seal(options: argparse.Namespace) -> int:
    start_django()
    from meerinbeeld.journal.actions import seal_command

    return seal_command(sys.stdout)


def checkpoint(options: argparse.Namespace) -> int:
    start_django()
    from meerinbeeld.journal.actions import checkpoint_command

    status = checkpoint_command(sys.stdout)
    if status:
        raise Problem("There is no checkpoint yet. Run: meerinbeeld journal seal")
    return status


def export(options: argparse.Namespace) -> int:
    start_django()
    from django.utils import timezone

    from meerinbeeld.journal.actions import export_command

    last = options.until or timezone.localdate()
    if last < options.since:
        raise Problem("The last day is before the first.")
    return export_command(sys.stdout, _midnight(options.since), _midnight(last + timedelta(1)))


def _midnight(day: date) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day, time.min))
