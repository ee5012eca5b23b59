# SPDX-License-Identifier: EUPL-1.2
"""Work in blocks: all of it, or stopped at once."""

from __future__ import annotations

import pytest

from darkfigure.parallel import in_blocks


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_every_block_is_done_once_and_told(threads: int) -> None:
    done: list[tuple[int, int]] = []
    told: list[int] = []
    in_blocks(lambda a, b: done.append((a, b)), 23, 5, threads, lambda now, _: told.append(now))
    assert sorted(done) == [(0, 5), (5, 10), (10, 15), (15, 20), (20, 23)]
    assert told[-1] == 23
    assert told == sorted(told)


def test_who_stops_does_not_wait_for_every_block() -> None:
    done: list[int] = []

    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_blocks(lambda a, _: _work(done, a), 400, 1, 2, stop)
    assert len(done) < 100


def _work(done: list[int], number: int) -> None:
    sum(range(20_000))
    done.append(number)
