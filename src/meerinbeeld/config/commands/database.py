# SPDX-License-Identifier: EUPL-1.2
"""The database: backups that keep the keys apart, and the rights of the two faces."""

from __future__ import annotations

import argparse
from pathlib import Path

from meerinbeeld.config.commands.shared import (
    Commands,
    command,
    group,
    only_at_the_office,
    say,
    start_django,
)


def register(commands: Commands) -> None:
    """Add `database backup`, `restore` and `roles`."""
    database = group(commands, "database", "Backups, and the database rights of the two faces.")
    backup_command = command(
        database, "backup", "Write the content and the wrapped keys to two files.", backup
    )
    backup_command.add_argument("folder", type=Path, help="folder for the two files")
    restore_command = command(
        database, "restore", "Put such a backup back into an empty database.", restore
    )
    restore_command.add_argument("content", type=Path, help="the file with the content")
    restore_command.add_argument("keys", type=Path, help="the file with the wrapped keys")
    command(database, "roles", "Print the SQL for the database roles of the two faces.", roles)


def backup(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.config import backups
    from meerinbeeld.insight.actions import marks

    for made in backups.write(options.folder.expanduser().resolve()):
        say(options, f"Written: {made}")
    marks.mark(marks.BACKUP)
    say(options, "Keep the file with the keys for a short while only, in another place.")


def restore(options: argparse.Namespace) -> None:
    start_django()
    from meerinbeeld.config import backups

    backups.restore(options.content, options.keys)
    say(options, "Restored. Now run 'meerinbeeld migrate' and 'meerinbeeld journal verify'.")


def roles(options: argparse.Namespace) -> None:
    start_django()
    only_at_the_office("The database roles are made from all tables")
    from meerinbeeld.config.roles import sql

    print(sql())
