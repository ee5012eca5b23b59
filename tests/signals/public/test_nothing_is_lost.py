# SPDX-License-Identifier: EUPL-1.2
"""What may not go wrong when many report at once, or when a process dies. With real processes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import psycopg
import pytest

from meerinbeeld.vault import intake
from tests.installing import Installation, said

CLIENTS = 8
REPORTS_EACH = int(os.environ.get("MIB_TEST_REPORTS_EACH", "63"))

PROCESSES = "tests.signals.public.processes"

pytestmark = pytest.mark.slow


def test_eight_reporters_side_by_side_lose_nothing_and_send_nothing_twice(
    own_installation: Installation, tmp_path: Path
) -> None:
    stop = tmp_path / "stop"
    worker = own_installation.start(PROCESSES, "work", str(stop))
    limit = {"MIB_REPORTS_PER_TEN_MINUTES": "1000000"}
    reporters = [
        own_installation.start(PROCESSES, "send", f"reporter-{number}", str(REPORTS_EACH), **limit)
        for number in range(CLIENTS)
    ]
    sent = [one for reporter in reporters for one in said(reporter)]
    stop.touch()
    assert said(worker)["taken"] == CLIENTS * REPORTS_EACH
    (tmp_path / "sent.json").write_text(json.dumps(sent))
    found = said(own_installation.start(PROCESSES, "check", str(tmp_path / "sent.json")))
    assert found == {
        "wrong": [],
        "reports": CLIENTS * REPORTS_EACH,
        "signals": CLIENTS * REPORTS_EACH,
        "references": CLIENTS * REPORTS_EACH,
        "drafts": 0,
    }


def test_a_process_killed_at_any_step_loses_no_report(own_installation: Installation) -> None:
    steps = said(own_installation.start(PROCESSES, "crash"))
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
    own_installation: Installation, tmp_path: Path
) -> None:
    env = front_only(own_installation, tmp_path)
    database = own_installation.env["MIB_DATABASE_URL"]
    on_postgresql = database.startswith("postgresql")
    if on_postgresql:
        env["MIB_DATABASE_URL"] = _restricted(own_installation, database)
    told = said(own_installation.start(PROCESSES, "front", **env))
    assert told["pages"] == [302, 200, 302]
    assert told["open"] == "NoIntakeKey"
    assert told["keys"] == "KeeperError"
    assert told["has_envelope"] is False
    if on_postgresql:
        closed = {told[name] for name in ("envelope", "wrapped", "signals", "journal", "files")}
        assert closed == {"ProgrammingError"}
    # the office, with the private half, reads it
    assert own_installation.did("tick")
    key = own_installation.data / "keys"
    assert len(intake.key_ids(key)) == 1
    assert _stories(own_installation) == "alleen de voorkant\n"


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
