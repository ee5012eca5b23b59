# SPDX-License-Identifier: EUPL-1.2
"""What the worker does for the figures. The argument is the id of an estimate or correction."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task


@task()
def run_estimate(estimate_id: str) -> None:
    """Estimate how many people are on no list."""
    # the engine is large, and is loaded by whoever estimates only
    from meerinbeeld.insight.actions.estimating import carry_out

    carry_out(UUID(estimate_id))


@task()
def make_correction(correction_id: str) -> None:
    """Count a released year anew, and let it out when that gives nothing away."""
    from meerinbeeld.insight.actions.corrections import carry_out

    carry_out(UUID(correction_id))
