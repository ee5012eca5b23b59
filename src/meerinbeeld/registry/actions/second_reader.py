# SPDX-License-Identifier: EUPL-1.2
"""A second process that opens part of a large register, beside the one that asks for it.

Opening is work for a processor, and Python has one for each process. What was opened comes back
through a pipe, which is memory of the system, once all of it is there; ids go the other way. Each
of the two writes to the journal what it opens.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final, cast

import pyarrow as pa

from meerinbeeld import journal
from meerinbeeld.journal.tracing import trace

COMMAND: Final = (sys.executable, "-m", "meerinbeeld.registry.actions.second_reader")


class ReaderFailed(RuntimeError):
    """The second process ended before it had opened its part.

    `kind` is that of its failure; "" when it was killed.
    """

    def __init__(self, kind: str) -> None:
        super().__init__("the second process failed")
        self.kind = kind


class SecondReader:
    """The other process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def finished(self) -> list[pa.RecordBatch]:
        """All of its part, once it is there. Raises `ReaderFailed`."""
        try:
            with pa.ipc.open_stream(self._process.stdout) as stream:
                parts = list(stream)
        except pa.ArrowInvalid:  # nothing at all, or half of it
            parts = None
        if self._process.wait() or parts is None:
            raise ReaderFailed(self._kind())
        return parts

    def _kind(self) -> str:
        """The kind of failure that it told as its last word, and nothing else of what it said."""
        words = cast(IO[bytes], self._process.stderr).read().decode(errors="replace").split()
        return words[-1] if words and words[-1].isidentifier() else ""


@contextmanager
def reading_beside(doer: journal.Doer, after: str) -> Iterator[SecondReader]:
    """A process that opens the dossiers of all notifications whose id comes after that one."""
    asked = {
        "person": doer.person_id and str(doer.person_id),
        "organisation": doer.organisation_id and str(doer.organisation_id),
        "role": doer.role,
        "trace": trace.get(),
        "after": after,
        "process": os.getpid(),
    }
    with subprocess.Popen(  # noqa: S603 - this module, with no word of anybody's
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        with cast(IO[bytes], process.stdin) as ids:
            ids.write(json.dumps(asked).encode())
        try:
            yield SecondReader(process)
        finally:
            process.kill()


def main() -> None:
    """Open what the other process asks for, and give it back on standard output.

    Ends when that process did. Of a failure it tells the kind only.
    """
    import django

    django.setup()
    from meerinbeeld.registry.actions.searching import kind_of

    try:
        _give(json.load(sys.stdin))
    except Exception as error:
        sys.exit(kind_of(error))


def _give(asked: dict[str, Any]) -> None:
    from meerinbeeld.registry.actions.unsealing import ForPerson, parts_of, schema
    from meerinbeeld.registry.linkage.collector import collector_at_rest

    trace.set(asked["trace"])
    doer = ForPerson(asked["person"], asked["organisation"], asked["role"])
    parts = []
    with collector_at_rest():
        for part in parts_of(doer, after=asked["after"]):
            parts.append(part)
            if os.getppid() != asked["process"]:
                return
    with (
        os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as pipe,
        pa.ipc.new_stream(pipe, schema()) as stream,
    ):
        for part in parts:
            stream.write_batch(part)


if __name__ == "__main__":
    main()
