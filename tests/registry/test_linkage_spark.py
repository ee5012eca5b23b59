# SPDX-License-Identifier: EUPL-1.2
"""The same job on Spark: the same outcome, the same secrecy, and clear words where it cannot be."""

from __future__ import annotations

import csv
import importlib.util
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from meerinbeeld.config.cli import run
from meerinbeeld.registry.linkage import spark
from meerinbeeld.registry.linkage.backend import NoPlace, Place, missing, opened
from meerinbeeld.registry.linkage.comparisons import comparisons
from meerinbeeld.registry.linkage.job import Linked, link
from meerinbeeld.registry.linkage.persons import TELLING, Persons
from tests.registry.region import region
from tests.registry.test_linkage_quality import febrl, of_whom

#: In bits.
CLOSE = 0.2
EVERYTHING = (*TELLING, "root", "given_sound", "given", "family_sound", "family", "dob", "year")


# --- Without Spark --------------------------------------------------------------------------------


def test_every_level_of_every_comparison_is_put_in_words_of_spark() -> None:
    levels = [one.sql for of in comparisons((*EVERYTHING, "md", "area")) for one in of.levels]
    rendered = " ".join(map(spark.in_words_of_spark, levels))
    assert "JARO_WINKLER(" in rendered
    assert "SIMILARITY" not in rendered
    assert spark.in_words_of_spark("instr(a, b) > 0") == "LOCATE(b, a) > 0"


def test_without_the_package_the_message_has_the_lines_that_add_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    words = missing(Place.SPARK)
    assert "pyspark" in words
    assert "pip install --require-hashes" in words
    assert "requirements/spark.txt" in words
    with pytest.raises(NoPlace), opened(Place.SPARK):
        pass


def test_without_java_the_message_has_the_line_that_adds_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert "no Java is found" in missing(Place.SPARK)
    assert "sudo apt install default-jre-headless" in missing(Place.SPARK)


@pytest.mark.parametrize(
    ("said", "version"),
    [("    java.specification.version = 17", 17), ("  java.specification.version = 1.8", 8)],
)
def test_the_version_of_java_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, version: int
) -> None:
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert spark.java_version() == version


@pytest.mark.parametrize("mounts", ["", "/dev/sda1 /dev/shm ext4 rw 0 0\n"])
def test_without_a_place_in_memory_nothing_is_started(tmp_path: Path, mounts: str) -> None:
    (tmp_path / "mounts").write_text(mounts)
    with pytest.raises(NoPlace, match="mount -t tmpfs"):
        spark.memory_folder(tmp_path / "mounts")


def test_a_machine_without_a_list_of_mounts_has_no_place_in_memory(tmp_path: Path) -> None:
    with pytest.raises(NoPlace):
        spark.memory_folder(tmp_path / "nothing")


def test_where_nothing_can_be_compared_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    line = written(tmp_path, 5)
    assert run([*line, "--out", str(tmp_path / "out.csv"), "--engine", "spark"]) != 0
    assert "requirements/spark.txt" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


# --- On Spark -------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spark's own configuration, as an administrator writes it, for a short run."""
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text(
        "spark.master local[2]\n"
        "spark.driver.memory 1g\n"
        "spark.sql.shuffle.partitions 2\n"
        "spark.driver.defaultJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC\n"
        # what is secret is not left to the configuration
        f"spark.local.dir {folder}\n"
        f"spark.eventLog.dir {folder}\n"
        "spark.eventLog.enabled true\n"
        "spark.io.encryption.enabled false\n"
    )
    monkeypatch.setenv("SPARK_CONF_DIR", str(folder))
    monkeypatch.setenv("SPARK_LOCAL_DIRS", str(folder))


@pytest.mark.spark
def test_spark_finds_the_same_pairs_and_the_same_persons(small: None) -> None:
    lists = febrl("dataset4a.csv", "a") + febrl("dataset4b.csv", "b")
    records = Persons.of(one for one in lists if int(of_whom(one)) < 600)
    unique = ["a", "b"]
    here = link(records, unique_lists=unique)
    with opened(Place.SPARK) as backend:
        there = link(records, unique_lists=unique, backend=backend)
        some = list(there.links())[:20]
        sums = there.sums(some)
    assert there.cluster.tolist() == here.cluster.tolist()
    assert_same_edges(here, there)
    for link_, parts in zip(some, sums, strict=True):
        assert sum(part.bits for part in parts) == pytest.approx(link_.weight, abs=CLOSE)


def assert_same_edges(here: Linked, there: Linked) -> None:
    """The same links. Weights may differ a little: see the decision on Spark.

    Of what looks alike, one pair in some hundreds falls in another level, and what training learns
    moves by as much.
    """
    one = {(link.left, link.right): link for link in here.links()}
    two = {(link.left, link.right): link for link in there.links()}
    links = [{pair for pair, link in of.items() if link.probability >= 0.95} for of in (one, two)]
    assert len(links[0]) >= 590
    assert links[0] == links[1]
    both = one.keys() & two.keys()
    assert len(both) >= 0.99 * max(len(one), len(two))
    close = [pair for pair in both if abs(one[pair].weight - two[pair].weight) <= CLOSE]
    assert len(close) >= 0.98 * len(both)


@pytest.mark.spark
def test_on_spark_no_name_comes_on_a_disk_or_a_screen(
    small: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("TMPDIR", str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    line = written(tmp_path, 400)
    with Watch([home, Path(os.environ["SPARK_CONF_DIR"])]) as watch:
        pairs = ["--probabilities", str(tmp_path / "pairs.csv")]
        assert run([*line, *pairs, "--out", str(tmp_path / "there.csv"), "--engine", "spark"]) == 0
    said = "".join(capfd.readouterr()).lower()
    assert [name for name in watch.names if name in said] == []
    assert watch.leaks == set()
    assert any("shuffle" in name for name in watch.files), "Spark wrote nothing: nothing was tried"
    assert list(spark.SHARED_MEMORY.glob(f"{spark.FOLDER}*")) == []
    assert list(home.rglob("*")) == []
    assert run([*line, "--out", str(tmp_path / "here.csv"), "--quiet"]) == 0
    assert (tmp_path / "there.csv").read_text() == (tmp_path / "here.csv").read_text()


def written(folder: Path, persons: int) -> list[str]:
    """A made-up region as a file; the command that links it."""
    with (folder / "in.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *TELLING])
        for one in region(persons, 21):
            writer.writerow([one.record.id, *(getattr(one.record, name) for name in TELLING)])
    rows = "\n".join(f"{name}: {name}" for name in ("id", *TELLING))
    (folder / "map.yaml").write_text(rows)
    return ["registry", "link", str(folder / "in.csv"), "--map", str(folder / "map.yaml")]


class Watch:
    """Looks again and again, while it is open, for a name in what is written."""

    def __init__(self, folders: list[Path]) -> None:
        self._folders = folders
        words = {word for one in region(400, 21) for word in one.record.family_name.split()}
        # as they are compared: in small letters
        self.names = sorted(word.lower() for word in words if word.isascii() and len(word) > 5)
        self.leaks: set[str] = set()
        self.files: set[str] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        assert len(self.names) > 50
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        marks = [name.encode() for name in self.names]
        while not self._ended.wait(0.1):
            places = [*self._folders, *spark.SHARED_MEMORY.glob(f"{spark.FOLDER}*")]
            for path in _files(places):
                try:
                    data = path.read_bytes().lower()
                except OSError:
                    continue  # it is gone already
                self.files.add(path.name)
                if any(mark in data for mark in marks):
                    self.leaks.add(path.name)


def _files(places: list[Path]) -> Iterator[Path]:
    for place in places:
        for folder, _, names in os.walk(place):
            yield from (Path(folder, name) for name in names)
