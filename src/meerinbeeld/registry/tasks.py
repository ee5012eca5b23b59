# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for the register. The argument is the id of a run."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task


@task()
def link_register(run_id: str) -> None:
    """Look through the whole register for notifications about the same person."""
    # the engine is large, and is loaded by whoever links only
    from meerinbeeld.registry.actions.searching import carry_out

    carry_out(UUID(run_id))
