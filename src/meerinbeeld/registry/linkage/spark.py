# SPDX-License-Identifier: EUPL-1.2
"""Comparing pairs on Spark, for registers that have outgrown one machine.

Spark writes to disk as a matter of course. Here its only folder is in memory, all that it puts
there is encrypted with a key that goes with the run, and it keeps no log, history, web page or
table. How many processors and how much memory it takes, or which cluster, its own configuration
tells (`SPARK_CONF_DIR`, `SPARK_DRIVER_MEMORY`, `MASTER`); what is secret is not left to that.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import sqlglot
from splink import Linker
from splink.internals.splink_dataframe import SplinkDataFrame
from sqlglot import exp

from meerinbeeld.registry.linkage.backend import Found, NoPlace

if TYPE_CHECKING:
    from py4j.clientserver import ClientServer
    from pyspark import SparkContext
    from pyspark.sql import SparkSession
    from splink import SparkAPI

#: File systems that are memory, as the kernel calls them.
_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108
FOLDER: Final = "mib-linkage-"
_MOUNTS: Final = Path("/proc/self/mounts")
_SECONDS_TO_END: Final = 60
OLDEST_JAVA: Final = 17
_JAVA: Final = re.compile(r"java\.specification\.version = (?:1\.)?(\d+)")
#: What Spark would take from the surroundings instead of from us.
_NOT_OURS: Final = (
    *("SPARK_LOCAL_DIRS", "LOCAL_DIRS", "PYSPARK_SUBMIT_ARGS", "PYSPARK_GATEWAY_PORT"),
    *("SPARK_REMOTE", "SPARK_CONNECT_MODE_ENABLED", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS"),
)


@contextmanager
def started() -> Iterator[OnSpark]:
    """Spark, for as long as it is needed. Its processes and its folder go afterwards.

    Raises `NoPlace`.
    """
    _refuse_without_parts()
    folder = Path(tempfile.mkdtemp(prefix=FOLDER, dir=memory_folder()))
    try:
        gateway = _launched(folder)
        try:
            from pyspark import SparkContext

            context = SparkContext(gateway=gateway)
            try:
                yield OnSpark(context)
            finally:
                context.stop()
        finally:
            _end(gateway)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- What has to be there -------------------------------------------------------------------------


def missing() -> str:
    """What is missing for Spark and the line that adds it; "" when nothing is."""
    try:
        _refuse_without_parts()
        memory_folder()
    except NoPlace as error:
        return str(error)
    return ""


def _refuse_without_parts() -> None:
    pip = f"{sys.executable} -m pip install --require-hashes"
    if importlib.util.find_spec("pyspark") is None:
        raise NoPlace(
            "Linking on Spark needs the package pyspark, which is not installed. Add it with:\n"
            f"    {pip} -r requirements/spark-build.txt\n"
            f"    {pip} --no-build-isolation -r requirements/spark.txt"
        )
    version = java_version()
    if version < OLDEST_JAVA:
        found = f"Java {version} is here, which is too old" if version else "no Java is found"
        raise NoPlace(
            f"Linking on Spark needs Java {OLDEST_JAVA} or newer; {found}. Add it with:\n"
            "    sudo apt install default-jre-headless"
        )


def java_version() -> int:
    """The version of the Java that Spark would run on; 0 when there is none."""
    home = os.environ.get("JAVA_HOME", "")
    program = str(Path(home, "bin", "java")) if home else shutil.which("java")
    try:
        said = subprocess.run(  # noqa: S603
            [program or "java", "-XshowSettings:properties", "-version"],
            capture_output=True,
            text=True,
            check=True,
        ).stderr
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = _JAVA.search(said)
    return int(found[1]) if found else 0


def memory_folder(mounts: Path = _MOUNTS) -> Path:
    """A folder that is memory, for what Spark spills. Raises `NoPlace`."""
    try:
        kinds = {parts[1]: parts[2] for parts in map(str.split, mounts.read_text().splitlines())}
    except OSError:
        kinds = {}
    if kinds.get(str(SHARED_MEMORY)) not in _IN_MEMORY or not os.access(SHARED_MEMORY, os.W_OK):
        raise NoPlace(
            f"Spark needs a place in memory for what it spills: {SHARED_MEMORY}, which is not "
            "there or is no file system in memory. Names may not come on a disk, so nothing was "
            "started. Add it with:\n"
            f"    sudo mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs {SHARED_MEMORY}"
        )
    return SHARED_MEMORY


# --- Starting and ending --------------------------------------------------------------------------


def _options(folder: Path, jar: str) -> dict[str, str]:
    """What goes before all that Spark's own configuration says."""
    java = (
        f"-Djava.io.tmpdir={folder} -Dlog4j2.configurationFile={_no_log(folder)} "
        f"-XX:-UsePerfData -XX:-HeapDumpOnOutOfMemoryError -XX:ErrorFile={folder}/error"
    )
    return {
        "spark.jars": jar,
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.io.encryption.enabled": "true",
        "spark.io.encryption.keySizeBits": "256",
        "spark.authenticate": "true",
        "spark.network.crypto.enabled": "true",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.log.level": "OFF",
        "spark.driver.extraJavaOptions": java,
        "spark.executor.extraJavaOptions": "-XX:-UsePerfData -XX:-HeapDumpOnOutOfMemoryError",
    }


def _no_log(folder: Path) -> Path:
    file = folder / "log4j2.properties"
    file.write_text("rootLogger.level = off\n")
    return file


def _launched(folder: Path) -> ClientServer:
    """The process that Spark runs in, with nothing that it says shown anywhere."""
    from pyspark import SparkConf
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway
    from splink.backends.spark import similarity_jar_location

    conf = SparkConf(loadDefaults=False)
    for name, value in _options(folder, similarity_jar_location()).items():
        conf.set(name, value)
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with _surroundings(folder):
        try:
            return launch_gateway(conf, popen_kwargs=silent)
        except PySparkRuntimeError as error:
            raise NoPlace("Spark did not start. Is its own configuration right?") from error


@contextmanager
def _surroundings(folder: Path) -> Iterator[None]:
    """What Spark's processes see of the surroundings, for as long as they are being started."""
    before = dict(os.environ)
    for name in _NOT_OURS:
        os.environ.pop(name, None)
    # on this machine alone, unless Spark's own configuration names a cluster
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ.setdefault("MASTER", "local[*]")
    os.environ.setdefault("SPARK_LAUNCHER_OPTS", "-XX:-UsePerfData")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _end(gateway: ClientServer) -> None:
    """End the Java process, which Spark would keep as long as ours lives."""
    from pyspark import SparkContext

    gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()


# --- Comparing ------------------------------------------------------------------------------------


class OnSpark:
    """Splink on a running Spark."""

    def __init__(self, context: SparkContext) -> None:
        from pyspark.sql import SparkSession

        self._spark: SparkSession = SparkSession(context)
        if not context.getConf().contains("spark.sql.shuffle.partitions"):
            self._spark.conf.set("spark.sql.shuffle.partitions", 2 * context.defaultParallelism)
        self._api = _api(self._spark)
        self._tables = 0
        self._taken: list[str] = []

    def rendered(self, sql: str) -> str:
        return in_words_of_spark(sql)

    def linker(self, profiles: pa.Table, settings: Mapping[str, Any]) -> Linker:
        return Linker(self.taken_in(profiles), dict(settings), log_level=None)

    def taken_in(self, pairs: pa.Table) -> SplinkDataFrame:
        self._tables += 1
        name = f"made_{self._tables}"
        plain = pa.table({one: _decoded(pairs[one]) for one in pairs.column_names})
        rows = self._spark.createDataFrame(plain)
        parts = self._spark.sparkContext.defaultParallelism
        rows.repartition(2 * parts).persist().createOrReplaceTempView(name)
        return self._api.register(name, table_name=f"seen_{name}")

    def read(self, table: str, columns: Sequence[str]) -> Found:
        rows = self._spark.table(table).select(*columns).toArrow()
        return {name: rows[name].to_numpy() for name in columns}

    def drop(self, *tables: str) -> None:
        for table in tables:
            self._spark.catalog.uncacheTable(table)
            self._spark.catalog.dropTempView(table)


def _api(spark: SparkSession) -> SparkAPI:
    from splink import SparkAPI

    # by itself Splink would write what it made to files
    return SparkAPI(
        spark_session=spark,
        break_lineage_method="persist",
        num_partitions_on_repartition=int(spark.conf.get("spark.sql.shuffle.partitions") or 1),
    )


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Plain texts in place of numbers with a list of texts, which Spark does not know."""
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def in_words_of_spark(sql: str) -> str:
    """SQL of DuckDB as Spark, with the functions that Splink brings along, understands it."""
    return sqlglot.parse_one(sql, read="duckdb").transform(_renamed).sql(dialect="spark")


def _renamed(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.JarowinklerSimilarity):
        return exp.Anonymous(this="jaro_winkler", expressions=[node.this, node.expression])
    return node
