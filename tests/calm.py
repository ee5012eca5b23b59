# SPDX-License-Identifier: EUPL-1.2
"""Hypothesis on a machine that is busy with other things: slow is no failure of the code."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

calm = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
