# SPDX-License-Identifier: EUPL-1.2
"""Dividing compiled work over threads, in blocks whose borders never depend on their number."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed

Progress = Callable[[int, int], None]


def default_threads() -> int:
    """Number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_blocks(
    work: Callable[[int, int], None],
    total: int,
    block: int,
    threads: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Call ``work(first, last)`` for each block of ``range(total)``.

    ``progress(done, total)`` is called from the calling thread after each block.
    """
    blocks = [(first, min(first + block, total)) for first in range(0, total, block)]
    workers = max(1, min(threads or default_threads(), len(blocks)))
    done = 0
    if workers == 1:
        for first, last in blocks:
            work(first, last)
            done = _tell(progress, done + last - first, total)
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = {pool.submit(work, first, last): last - first for first, last in blocks}
        try:
            for finished in as_completed(waiting):
                finished.result()
                done = _tell(progress, done + waiting[finished], total)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # else Ctrl-C waits for every block
            raise


def _tell(progress: Progress | None, done: int, total: int) -> int:
    if progress is not None:
        progress(done, total)
    return done
