# SPDX-License-Identifier: EUPL-1.2
"""What the machine tells the application: every ``MIB_`` variable is read here and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on", "ja"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    value = text(name)
    return value.lower() in TRUE_WORDS if value else default


def number(name: str, default: int) -> int:
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has to be a whole number, not {value!r}.") from error


def path(name: str, default: Path) -> Path:
    value = text(name)
    return Path(value).expanduser().resolve() if value else default


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default) or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}; choose one of {', '.join(allowed)}.")
    return value


def secret(file: Path) -> str:
    """The Django secret key, made by ``meerinbeeld setup`` (mode 0600)."""
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError as error:
        raise ImproperlyConfigured(
            f"The secret key {file} is missing. Run 'meerinbeeld setup' first."
        ) from error


def database(url: str) -> dict[str, Any]:
    """Django's database entry for ``sqlite:///path`` or ``postgresql://user:pass@host:port/name``.

    A socket directory goes in the query: ``postgresql:///name?host=/run/postgresql``.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path))
    if parts.scheme in {"postgresql", "postgres"}:
        return postgresql(
            name=unquote(parts.path.lstrip("/")),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            host=parts.hostname or "",
            port=parts.port,
            options=dict(parse_qsl(parts.query)),
        )
    raise ImproperlyConfigured(
        "MIB_DATABASE_URL has to begin with sqlite:/// or postgresql:// "
        f"and not with {parts.scheme or 'nothing'}."
    )


def sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        # Each thread keeps its connection for a while: opening one, and closing the last one, which
        # moves the whole write-ahead log into the database, costs more than most pages do.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 30,
            # A read that is journaled also writes: taking the lock at once avoids a deadlock.
            "transaction_mode": "IMMEDIATE",
            # recursive_triggers: without it INSERT OR REPLACE slips past the journal's triggers.
            # synchronous=FULL: an accepted report survives a power cut, not only a killed process.
            # mmap_size: what the machine holds of the database is read where it is, and not copied
            # page by page into the two megabytes of each connection.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON;"
                "PRAGMA mmap_size=2147418112;"
            ),
        },
    }


def postgresql(
    *, name: str, user: str, password: str, host: str, port: int | None, options: dict[str, str]
) -> dict[str, Any]:
    # Pages ask many small questions; compiling one costs more than answering it. So the server gets
    # each with its values apart, and keeps what it worked out for the ones that come again.
    options.setdefault("options", "-c jit=off")
    after = options.pop("prepare_threshold", "5")
    prepared = {"prepare_threshold": None if after == "none" else int(after)}
    return {
        "ENGINE": "meerinbeeld.config.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": options.pop("host", host),
        "PORT": options.pop("port", str(port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True, **prepared, **options},
    }
