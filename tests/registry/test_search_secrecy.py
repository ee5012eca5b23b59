# SPDX-License-Identifier: EUPL-1.2
"""While the register is looked through, nobody's details are anywhere but in memory."""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import runs, searching
from meerinbeeld.registry.models import Pair, Run
from tests.people import Village, build_village
from tests.registry.making import notify
from tests.registry.test_linkage_secrecy import look

NAME, FAMILY, BORN, PHONE = "Zyxwvuta", "Qqpersonq", "1987-03-12", "0677788899"
MARKS = tuple(text.encode() for text in (NAME, FAMILY, "19870312", BORN, PHONE))


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a library would put its temporary files."""
    for name in ("TMPDIR", "TMP", "TEMP", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = os.getcwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


def test_a_search_leaves_no_detail_on_a_disk_in_a_log_or_in_a_task(
    village: Village, places: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for at in range(24):
        details = {"first_name": NAME, "last_name": f"{FAMILY}{'abcdef'[at % 6]}",
                   "birth_date": BORN, "phone": PHONE}  # fmt: skip
        notify(village, ("pim", "chris", "carla")[at % 3], details=details)
    caplog.set_level(logging.DEBUG)
    run = runs.ask_run(village.actor("carla"))
    seen: set[Path] = set()
    ended = threading.Event()
    watch = threading.Thread(target=look, args=(places, seen, ended))
    watch.start()
    with CaptureQueriesContext(connection) as queries:
        searching.carry_out(run.pk)
    ended.set()
    watch.join()
    run.refresh_from_db()
    assert (run.state, run.pairs > 20) == ("done", True)
    assert seen == set()
    said = [caplog.text, *(str(query["sql"]) for query in queries)]
    said += [f"{task.args_kwargs}" for task in DBTaskResult.objects.all()]
    said += [f"{row}" for row in Pair.objects.values()] + [f"{Run.objects.values()[0]}"]
    said += [f"{row}" for row in Entry.objects.values()]
    assert [mark for mark in MARKS if any(mark.decode() in text for text in said)] == []


def test_whoever_looks_sees_a_file_that_stands_for_a_moment(places: Path) -> None:
    """The watch of these tests can fail: what is written and taken away again is seen."""
    seen: set[Path] = set()
    ended = threading.Event()
    watch = threading.Thread(target=look, args=(places, seen, ended))
    watch.start()
    spilled = places / "deep" / "duckdb_temp.block"
    spilled.parent.mkdir()
    spilled.write_bytes(b"\x00" * 4_000 + FAMILY.encode())
    for _ in range(1_000):
        if seen:
            break
        ended.wait(0.01)
    spilled.unlink()
    ended.set()
    watch.join()
    assert seen == {spilled}


def test_the_file_of_the_database_holds_no_detail_in_readable_form(
    transactional_db: None, places: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("another database keeps its files elsewhere")
    village = build_village()
    for name in ("pim", "chris"):
        notify(village, name, details={"first_name": NAME, "last_name": FAMILY,
                                       "birth_date": BORN, "phone": PHONE})  # fmt: skip
    searching.carry_out(runs.ask_run(village.actor("carla")).pk)
    assert Pair.objects.count() == 1
    file = Path(str(connection.settings_dict["NAME"]))
    files = [path for path in file.parent.glob(f"{file.name}*") if path.is_file()]
    assert files and Path(str(settings.DATABASES["default"]["NAME"])).parent == file.parent
    content = b"".join(path.read_bytes() for path in files)
    assert b"likeness" in content
    assert [mark for mark in MARKS if mark in content] == []


def test_when_memory_runs_out_the_search_fails_and_nothing_is_put_on_a_disk(
    village: Village, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify(village, "pim", details={"first_name": NAME, "last_name": FAMILY})
    notify(village, "chris", details={"first_name": NAME, "last_name": FAMILY})

    def tiny() -> Any:
        con = duckdb.connect(":memory:", config={"memory_limit": "1MB", "temp_directory": ""})
        con.execute("SET lock_configuration = true")
        return con

    monkeypatch.setattr("meerinbeeld.registry.linkage.backend.open_in_memory", tiny)
    run = runs.ask_run(village.actor("carla"))
    searching.carry_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "no_memory")
    assert list(places.rglob("*")) == []
