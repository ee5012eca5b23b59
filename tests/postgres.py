# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL server of our own for a while: made, used and thrown away."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

OLDEST = 15
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # Thrown away after the tests, so it need not survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


def find_server_tools() -> Path | None:
    """The folder with `initdb` and `pg_ctl` of version 15 or newer."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version, reverse=True)
    if debian and _version(debian[0]) >= OLDEST:
        return debian[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _version(initdb: Path) -> int:
    number = initdb.parts[-3]
    return int(number) if number.isdigit() else 0


@contextlib.contextmanager
def temporary_cluster(port: int | None = None) -> Iterator[str]:
    """Start a private server on the loopback address; gives the address of its database."""
    tools = find_server_tools()
    if tools is None:
        raise RuntimeError("PostgreSQL 15 or newer is missing: sudo apt install postgresql")
    user = _unprivileged()
    port = port or _free_port()
    # In /tmp and short: the path of a Unix socket may not be longer than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="mib-pg-", dir="/tmp"))  # noqa: S108
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        yield from _serve(tools, folder, port, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(tools: Path, folder: Path, port: int, user: pwd.struct_passwd | None) -> Iterator[str]:
    password, data = secrets.token_hex(16), folder / "data"
    secret = folder / "password"
    secret.write_text(password + "\n")
    initdb = [str(tools / "initdb"), "--pgdata", str(data), "--username=mib", f"--pwfile={secret}"]
    initdb += ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    _run(initdb, folder, user)
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -c unix_socket_directories={folder} -p {port}"
    control = [str(tools / "pg_ctl"), "--pgdata", str(data), "--wait"]
    log = str(folder / "log")
    _run([*control, "--log", log, "--options", options, "start"], folder, user)
    try:
        yield f"postgresql://mib:{password}@127.0.0.1:{port}/postgres"
    finally:
        _run([*control, "--mode=immediate", "stop"], folder, user)


def _run(command: list[str], folder: Path, user: pwd.struct_passwd | None, text: str = "") -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if command[-1] != "start" else subprocess.DEVNULL,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )
    if done.returncode:
        log = folder / "log"
        said = done.stderr or (log.read_text() if log.exists() else "")
        raise RuntimeError(f"{command[0]} did not work:\n{said}")


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; then it gets another user."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("There is no user to run PostgreSQL as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
