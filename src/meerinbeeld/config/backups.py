# SPDX-License-Identifier: EUPL-1.2
"""Backups in two files: the content, and the wrapped keys that open it.

Destroying a dossier's key is what destroys its content, in old backups too. That only holds when
old backups have no key in them: so the one table with wrapped keys is written to a file of its
own, which an operator keeps for days, while the content may be kept for years.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Final

from django.db import connection
from django.utils import timezone

from meerinbeeld.config.commands.shared import Problem

KEY_TABLE: Final = "vault_dossierkey"


def write(folder: Path) -> list[Path]:
    """Write both files, readable for their owner alone; the content first.

    In that order every dossier in the content has its key, unless it was destroyed meanwhile.
    Raises `Problem` when the tool of the database is missing or fails.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.umask(0o077)
    moment = timezone.now().strftime("%Y%m%d-%H%M%S")
    if connection.vendor == "sqlite":
        return _write_sqlite(folder, moment)
    return _write_postgresql(folder, moment)


def restore(content: Path, keys: Path) -> None:
    """Put both files back into a database without tables. Raises `Problem` when it has some."""
    for file in (content, keys):
        if not file.is_file():
            raise Problem(f"There is no file {file}.")
    if connection.introspection.table_names():
        raise Problem("The database is not empty. Restore into a new one, so that nothing is lost.")
    if connection.vendor == "sqlite":
        _restore_sqlite(content, keys)
    else:
        for file in (content, keys):
            _run("pg_restore", "--exit-on-error", "--no-owner", "--single-transaction", str(file))


def _write_sqlite(folder: Path, moment: str) -> list[Path]:
    content, keys = folder / f"content-{moment}.sqlite3", folder / f"keys-{moment}.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(content, isolation_level=None)) as copy:
        connection.connection.backup(copy)
        # What is taken out may not stay behind in free pages.
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute(f"DELETE FROM {KEY_TABLE}")  # noqa: S608 - a constant of ours
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")
    with closing(sqlite3.connect(keys, isolation_level=None)) as copy:
        _copy_rows(copy, Path(connection.settings_dict["NAME"]), create=True)
    return [content, keys]


def _restore_sqlite(content: Path, keys: Path) -> None:
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    os.umask(0o077)
    shutil.copyfile(content, target)
    with closing(sqlite3.connect(target, isolation_level=None)) as database:
        _copy_rows(database, keys, create=False)


def _copy_rows(into: sqlite3.Connection, source: Path, *, create: bool) -> None:
    into.execute("ATTACH DATABASE ? AS source", (str(source),))
    if create:
        (schema,) = into.execute(
            "SELECT sql FROM source.sqlite_master WHERE type='table' AND name=?", (KEY_TABLE,)
        ).fetchone()
        into.execute(schema)
    into.execute(f"INSERT INTO main.{KEY_TABLE} SELECT * FROM source.{KEY_TABLE}")  # noqa: S608
    into.execute("DETACH DATABASE source")


def _write_postgresql(folder: Path, moment: str) -> list[Path]:
    content, keys = folder / f"content-{moment}.dump", folder / f"keys-{moment}.dump"
    shared = ("pg_dump", "--format=custom", "--no-owner")
    _run(*shared, f"--exclude-table-data={KEY_TABLE}", f"--file={content}")
    _run(*shared, "--data-only", f"--table={KEY_TABLE}", f"--file={keys}")
    return [content, keys]


def _run(tool: str, *arguments: str) -> None:
    """Call a tool of PostgreSQL; the password goes by the environment, never by the command."""
    path = shutil.which(tool) or _newest_of_debian(tool)
    if path is None:
        raise Problem(f"{tool} is missing. Add it with: sudo apt install postgresql-client")
    settings = connection.settings_dict
    known = {
        "PGDATABASE": settings["NAME"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
    }
    env = os.environ | {name: str(value) for name, value in known.items() if value}
    named = (f"--dbname={settings['NAME']}",) if tool == "pg_restore" else ()
    done = subprocess.run(  # noqa: S603 - a tool found above, with arguments of ours
        [path, *named, *arguments], env=env, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Problem(f"{tool} did not work: {done.stderr.strip()}")


def _newest_of_debian(tool: str) -> str | None:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), key=lambda p: int(p.parts[4]))
    return str(found[-1]) if found else None
