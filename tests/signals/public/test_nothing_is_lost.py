# SPDX-License-Identifier: EUPL-1.2
"""What may not go wrong when many report at once, or when a process dies. With real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from meerinbeeld.vault import intake
from tests.config.conftest import ROOT, Installation
from tests.signals.public.conftest import PROCESSES

CLIENTS = 8
REPORTS_EACH = int(os.environ.get("MIB_TEST_REPORTS_EACH", "63"))

pytestmark = pytest.mark.slow


def start(installation: Installation, *arguments: str, **env: str) -> subprocess.Popen[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("MIB_")}
    own |= {
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "meerinbeeld.config.settings",
        "MIB_DATA": str(installation.data),
    }
    return subprocess.Popen(
        [sys.executable, str(PROCESSES), *arguments],
        env=own | installation.env | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said(process: subprocess.Popen[str]) -> Any:
    out, error = process.communicate(timeout=300)
    assert process.returncode == 0, error[-3000:]
    return json.loads(out)


def test_eight_reporters_side_by_side_lose_nothing_and_send_nothing_twice(
    installation: Installation, tmp_path: Path
) -> None:
    stop = tmp_path / "stop"
    worker = start(installation, "work", str(stop))
    reporters = [
        start(installation, "send", f"reporter-{number}", str(REPORTS_EACH))
        for number in range(CLIENTS)
    ]
    sent = [one for reporter in reporters for one in said(reporter)]
    stop.touch()
    assert said(worker)["taken"] == CLIENTS * REPORTS_EACH
    (tmp_path / "sent.json").write_text(json.dumps(sent))
    found = said(start(installation, "check", str(tmp_path / "sent.json")))
    assert found == {
        "wrong": [],
        "reports": CLIENTS * REPORTS_EACH,
        "signals": CLIENTS * REPORTS_EACH,
        "references": CLIENTS * REPORTS_EACH,
        "drafts": 0,
    }


def test_a_process_killed_at_any_step_loses_no_report(installation: Installation) -> None:
    steps = said(start(installation, "crash"))
    # each part was killed at a good number of different steps, and each time nothing was lost
    assert all(number >= 6 for number in steps.values()), steps


def front_only(installation: Installation, tmp_path: Path) -> dict[str, str]:
    """The settings of a public face on a machine of its own: one public file and no other key."""
    data = tmp_path / "front"
    data.mkdir()
    (data / "secret.key").write_text("0" * 64)
    public = data / "intake.pub"
    public.write_text((installation.data / "keys" / "intake.pub").read_text())
    return {
        "MIB_FACE": "public",
        "MIB_DATA": str(data),
        "MIB_KEYS_DIR": str(data / "no-keys"),
        "MIB_INTAKE_PUBLIC": str(public),
    }


def test_the_public_face_alone_cannot_open_what_it_took_in(
    installation: Installation, own_database: str, tmp_path: Path
) -> None:
    env = front_only(installation, tmp_path)
    on_postgresql = own_database.startswith("postgresql")
    if on_postgresql:
        env["MIB_DATABASE_URL"] = _restricted(installation, own_database)
    told = said(start(installation, "front", **env))
    assert told["pages"] == [302, 200, 302]
    assert told["open"] == "NoIntakeKey"
    assert told["keys"] == "KeeperError"
    assert told["has_envelope"] is False
    if on_postgresql:
        closed = {told[name] for name in ("envelope", "wrapped", "signals", "journal", "files")}
        assert closed == {"ProgrammingError"}
    # the office, with the private half, reads it
    assert installation.did("tick")
    key = installation.data / "keys"
    assert len(intake.key_ids(key)) == 1
    assert _stories(installation) == "alleen de voorkant\n"


def _restricted(installation: Installation, url: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(installation.did("database", "roles").encode())
        connection.execute("ALTER ROLE mib_public PASSWORD 'alleen-voor-deze-test'")
    host = url.rsplit("@", 1)[1]
    return f"postgresql://mib_public:alleen-voor-deze-test@{host}"


def _stories(installation: Installation) -> str:
    return installation.python(
        "import django; django.setup()\n"
        "from meerinbeeld import vault\n"
        "from meerinbeeld.signals.models import Item\n"
        "for item in Item.objects.filter(kind='story'):\n"
        "    with vault.unlocked(item.signal.dossier) as box: print(box.text(item, 'value'))\n"
    )
