# SPDX-License-Identifier: EUPL-1.2
"""The tables of the figures: what is counted and let out, estimates, views that people keep."""

from meerinbeeld.insight.models.corrections import Correction
from meerinbeeld.insight.models.estimates import Estimate
from meerinbeeld.insight.models.figures import (
    Counted,
    Export,
    Refusal,
    Release,
    Source,
    Tally,
)
from meerinbeeld.insight.models.keeping import Mark, SavedView

__all__ = [
    "Correction", "Counted", "Estimate", "Export", "Mark", "Refusal", "Release", "SavedView",
    "Source", "Tally",
]  # fmt: skip
