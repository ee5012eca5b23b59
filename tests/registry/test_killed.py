# SPDX-License-Identifier: EUPL-1.2
"""A process that dies while it imports or searches: with real processes, killed at every step.

What each of them proves stands beside it in `processes`; here is told how often it was tried.
"""

from __future__ import annotations

import pytest

from tests.installing import Installation, said

PROCESSES = "tests.registry.processes"

pytestmark = pytest.mark.slow


def killed(installation: Installation, part: str) -> int:
    """At how many steps it was killed; each time it held what the part says."""
    steps: int = said(installation.start(PROCESSES, part))[part]
    return steps


def test_a_worker_killed_at_any_step_of_an_import_loses_no_row_and_stores_none_twice(
    own_installation: Installation,
) -> None:
    assert killed(own_installation, "importing") >= 40


def test_a_list_is_delivered_confirmed_and_taken_back_whole_or_not_at_all(
    own_installation: Installation,
) -> None:
    assert killed(own_installation, "around") >= 15


def test_a_worker_killed_at_any_step_of_a_search_leaves_all_that_it_found_or_nothing(
    own_installation: Installation,
) -> None:
    assert killed(own_installation, "searching") >= 15


def test_a_search_is_asked_for_with_its_work_or_not_at_all(own_installation: Installation) -> None:
    assert killed(own_installation, "asking") >= 4
