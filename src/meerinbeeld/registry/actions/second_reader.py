# SPDX-License-Identifier: EUPL-1.2
"""A second process that opens part of a large register, beside the one that asks for it.

Opening is work for a processor, and Python has one for each process. What was opened comes back
through a pipe, which is memory of the system, once all of it is there; ids go the other way. Each
of the two writes to the journal what it opens.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, Final, cast

import pyarrow as pa

from meerinbeeld import journal
from meerinbeeld.journal.tracing import trace

#: -P: no module is looked for where the worker happens to be started.
COMMAND: Final = (sys.executable, "-P", "-m", "meerinbeeld.registry.actions.second_reader")
_HEARD_EACH: Final = 5.0


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

    def finished(self, waiting: Callable[[], None]) -> list[pa.RecordBatch]:
        """All of its part, once it is there; `waiting` is called now and then until it is.

        Raises `ReaderFailed`, and what `waiting` raises.
        """
        pipe = cast(IO[bytes], self._process.stdout)
        while not select.select([pipe], [], [], _HEARD_EACH)[0]:
            waiting()
        try:
            with pa.ipc.open_stream(pipe) as stream:
                parts = list(stream)
        except (pa.ArrowInvalid, OSError):  # nothing at all, or half of it
            parts = None
        if self._process.wait() or parts is None:
            told = cast(IO[bytes], self._process.stderr).read().decode(errors="replace")
            raise ReaderFailed(told if told.isidentifier() else "")
        return parts


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
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # what ends the worker lets it finish what it is doing
    ) as process:
        # one that is gone by now says why when its part is asked for
        with suppress(BrokenPipeError), cast(IO[bytes], process.stdin) as ids:
            ids.write(json.dumps(asked).encode())
        try:
            yield SecondReader(process)
        finally:
            process.kill()


def main() -> None:
    """Open what the other process asks for, and give it back on standard output.

    Ends when that process did. Of a failure it tells the kind only.
    """
    told = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # nobody reads along
    import django

    try:
        django.setup()
        _give(json.load(sys.stdin))
    except Exception as error:
        from meerinbeeld.registry.actions.searching import kind_of

        os.write(told, kind_of(error).encode())
        sys.exit(1)


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
