# SPDX-License-Identifier: EUPL-1.2
"""Is this installation safe and whole? Django's own deploy checks, and what they cannot know."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

OLDEST_POSTGRESQL: Final = 150000
OTHERS = stat.S_IRWXO | stat.S_IWGRP


@dataclass(frozen=True)
class Finding:
    """Something to look at; `is_wrong` when the installation should not be used like this."""

    is_wrong: bool
    words: str


def findings() -> list[Finding]:
    """Everything there is to say; an empty list is good news."""
    looks: list[Callable[[], Iterator[Finding]]] = [
        _django,
        _files,
        _keys,
        _database,
        _clock,
        _people,
        _linkage,
    ]
    return [finding for look in looks for finding in look()]


def _wrong(words: str) -> Finding:
    return Finding(True, words)


def _note(words: str) -> Finding:
    return Finding(False, words)


#: What Django notes and we answer in another way.
_ANSWERED: Final = {
    "security.W018": "MIB_DEBUG is on: errors show content. Switch it off.",
}


def _django() -> Iterator[Finding]:
    for message in checks.run_checks(include_deployment_checks=settings.SECURE):
        words = _ANSWERED.get(message.id or "", f"{message.msg} {message.hint or ''}".strip())
        yield Finding(message.level >= checks.WARNING, f"{words} ({message.id})")
    if settings.DEBUG and not settings.SECURE:
        yield _wrong(_ANSWERED["security.W018"])
    if not settings.SECURE:
        yield _note("Plain http: good on this machine alone. Set MIB_ORIGIN to the https address.")
    if settings.MIB_DEMO:
        yield _note("Demo mode: anybody may sign in as one of the made-up people.")


def _files() -> Iterator[Finding]:
    folder = Path(settings.MIB_DATA)
    if stat.S_IMODE(folder.stat().st_mode) & OTHERS:
        yield _wrong(f"Others can reach {folder}. Run: chmod 700 {folder}")
    for path in (folder / "secret.key", *folder.glob("*.sqlite3*")):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & OTHERS:
            yield _wrong(f"Others can reach {path}. Run: chmod 600 {path}")
    if not os.access(folder, os.W_OK):
        yield _wrong(f"{folder} cannot be written by this user.")


def _keys() -> Iterator[Finding]:
    from meerinbeeld.vault import intake
    from meerinbeeld.vault.errors import KeeperError
    from meerinbeeld.vault.keeper import key_keeper

    try:
        key_id = intake.public_half().key_id
        if settings.HAS_OFFICE:
            key_keeper().current_id()
            if key_id not in intake.key_ids(Path(settings.MIB_KEYS_DIR)):
                yield _wrong(f"The private key of the public reports ({key_id}) is not here.")
    except KeeperError as error:
        yield _wrong(f"A key is missing: {error}. Run: meerinbeeld setup")


def _database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
        waiting = _waiting_migrations() if settings.HAS_OFFICE else []
    except DatabaseError as error:
        yield _wrong(f"The database does not answer: {error}")
        return
    if waiting:
        yield _wrong(f"{len(waiting)} migrations wait. Run: meerinbeeld migrate")
    if connection.vendor == "postgresql" and _postgresql_version() < OLDEST_POSTGRESQL:
        yield _wrong("PostgreSQL 15 or newer is needed.")
    if connection.vendor == "sqlite" and settings.SECURE:
        yield _note("SQLite serves one machine well; for a region with an office use PostgreSQL.")


def _waiting_migrations() -> list[Any]:
    """What the tables still lack. The role of the public face may not read that."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def _postgresql_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _clock() -> Iterator[Finding]:
    if settings.TIME_ZONE != "Europe/Amsterdam":
        yield _wrong("Legal terms are counted in the time of Amsterdam (TIME_ZONE).")


def _people() -> Iterator[Finding]:
    from meerinbeeld.access.models import Membership
    from meerinbeeld.access.roles import Role

    if not settings.HAS_OFFICE:
        return
    try:
        held = set(Membership.objects.values_list("role", flat=True).distinct())
    except DatabaseError:
        return
    for role in (Role.ADMINISTRATOR, Role.PRIVACY_OFFICER):
        if role not in held:
            yield _note(f"Nobody has the role {role.value} yet. See: meerinbeeld person add --help")


def _linkage() -> Iterator[Finding]:
    from meerinbeeld.registry.linkage import backend

    place = backend.Place(settings.MIB_LINKAGE_ENGINE)
    if settings.HAS_OFFICE and (words := backend.missing(place)):
        yield _wrong(words)
