# SPDX-License-Identifier: EUPL-1.2
"""Setting up: keys, tables, translations, the synthetic region, and a look whether all is well."""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
from pathlib import Path

from meerinbeeld.config.commands.shared import (
    Commands,
    Problem,
    command,
    data_folder,
    group,
    say,
    start_django,
)

SECRET_BYTES = 48


def register(commands: Commands) -> None:
    """Add `setup`, `migrate`, `translations`, `region`, `demo` and `check`."""
    command(commands, "setup", "Make the data folder, the secret key and the key files.", setup)
    command(commands, "migrate", "Bring the tables of the database up to date.", migrate)
    command(commands, "translations", "Compile the translations.", translations)
    command(commands, "region", "Make the region's municipalities and who owns signals.", region)
    demo = group(commands, "demo", "The synthetic region, to try things and to learn.")
    fill = command(demo, "fill", "Fill an empty database with a made-up region.", demo_fill)
    fill.add_argument("--scale", type=int, default=1, metavar="N", help="N times as many reports")
    lists = command(
        demo, "lists", "Write this year's lists of three partners, to try the import.", demo_lists
    )
    lists.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="where to write them"
    )
    command(commands, "check", "Look whether this installation is safe and whole.", check)


def setup(options: argparse.Namespace) -> None:
    """Make what is missing and leave what is there: it may run again at any time."""
    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if write_secret(folder / "secret.key"):
        say(options, f"Made the secret key {folder / 'secret.key'}.")
    if os.environ.get("MIB_FACE", "both").strip() == "public":
        say(options, "The public face has no keys of its own: give it intake.pub of the office.")
        return
    from django.conf import settings

    from meerinbeeld.vault.setup import make_keys

    if make_keys(settings.MIB_KEYS_DIR, settings.MIB_INTAKE_PUBLIC).any:
        say(options, f"Made keys in {settings.MIB_KEYS_DIR}. Back them up apart from the data.")
    say(options, "The keys are in place.")


def write_secret(path: Path) -> bool:
    """A new secret in a file of mode 0600; False when there is one already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(SECRET_BYTES) + "\n")
    return True


def migrate(options: argparse.Namespace) -> None:
    # SQLite makes the file of the database here, and it holds more than its owner may show
    os.umask(0o077)
    start_django()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
    call_command("createcachetable", verbosity=0)
    say(options, "The database is up to date.")


def translations(options: argparse.Namespace) -> None:
    say(options, f"{compile_catalogues()} catalogues compiled.")


def compile_catalogues() -> int:
    """Compile each catalogue that is newer than what was made of it; needs no gettext.

    A reader finds the old one or the new one whole, also when several do this at a time.
    """
    import polib

    import meerinbeeld

    compiled = 0
    for source in sorted(Path(meerinbeeld.__file__).parent.glob("**/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
            side = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(side))
            side.replace(target)
            compiled += 1
    return compiled


def region(options: argparse.Namespace) -> None:
    start_django()
    from django.conf import settings

    from meerinbeeld.config.region import build

    number = build(settings.MIB_REGION)
    say(options, f"{settings.MIB_REGION} has {number} municipalities, each with an organisation.")


def demo_fill(options: argparse.Namespace) -> None:
    start_django()
    from django.conf import settings

    from meerinbeeld.access.models import Person
    from meerinbeeld.demo import fill

    if not settings.MIB_DEMO:
        raise Problem("This is not a demo: made-up people are let in with MIB_DEMO=1 only.")
    # No real address ends like this (RFC 2606).
    if Person.objects.exclude(email__iendswith=".example").exists():
        raise Problem("There are real people in this database. Use another one for the demo.")
    if options.scale < 1:
        raise Problem("The scale is 1 or more.")
    fill.fill(scale=options.scale, progress=lambda words: say(options, f"  {words}"))


def demo_lists(options: argparse.Namespace) -> None:
    """The lists go on where the made-up region stops, on whatever day it was filled."""
    start_django()
    from meerinbeeld.demo.register_lists import write_lists
    from meerinbeeld.demo.register_rows import day_of_filling

    try:
        for path in write_lists(options.out, day_of_filling()):
            say(options, f"Wrote {path}")
    except OSError as error:
        raise Problem(f"{options.out} cannot be written: {error.strerror}.") from error


def check(options: argparse.Namespace) -> int:
    start_django()
    from meerinbeeld.config.checkup import findings

    found = findings()
    _remember_check(sum(finding.is_wrong for finding in found))
    for finding in found:
        print(f"{'WRONG' if finding.is_wrong else 'Note '}  {finding.words}")
    if not found:
        say(options, "All is well.")
    return 1 if any(finding.is_wrong for finding in found) else 0


def _remember_check(wrong: int) -> None:
    """For the page about the health of the system; a database that is not there forgets it."""
    from django.conf import settings
    from django.db import DatabaseError

    if settings.HAS_OFFICE:
        from meerinbeeld.insight.actions import marks

        with contextlib.suppress(DatabaseError):
            marks.mark(marks.CHECKUP, wrong)
