# SPDX-License-Identifier: EUPL-1.2
"""Killing a process at each of its steps, with the signal that no program can catch.

For a program that Django was set up in; the process that is killed is a child of it.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

#: More steps than anything here takes; a walk that never ends is a mistake.
MANY = 500


def each_step(one: Callable[[int], bool]) -> int:
    """Do `one` for the first step, the second, and so on until nothing was killed; how many."""
    step = 1
    while one(step):
        step += 1
        assert step < MANY
    return step - 1


def killed_at(step: int, act: Callable[[], object]) -> bool:
    """Do it in a process that is killed at that step. False when it came to its end."""
    connections.close_all()
    gc.collect()  # a database in memory that was let go is not for the child to tidy
    child = os.fork()
    if child == 0:
        _die_at(step)
        act()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL, "it died of itself"
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def _die_at(step: int) -> None:
    """Before the step-th statement, or before or after a commit, whichever comes."""
    left = [step]

    def count() -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, *arguments: Any) -> Any:
        count()
        return execute(*arguments)

    connection.ensure_connection()
    connection.execute_wrappers.append(statement)
    commit = connection._commit

    def counted_commit() -> Any:
        count()
        result = commit()
        count()
        return result

    connection._commit = counted_commit  # type: ignore[method-assign]
