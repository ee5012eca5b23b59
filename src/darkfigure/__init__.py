# SPDX-License-Identifier: EUPL-1.2
"""darkfigure: how many persons are on no list, from lists that overlap.

Multiple systems estimation (capture-recapture on several lists), usable on its own from Python and
from a shell. Start with ``darkfigure.datasets.load`` or ``read_csv``, then ``estimate``.
"""

from __future__ import annotations

from darkfigure import datasets
from darkfigure.data import CaptureData
from darkfigure.errors import DarkFigureError, DataError, ModelError, RefusalError
from darkfigure.fitting import Fit, fit
from darkfigure.methods import METHODS, estimate
from darkfigure.modelspace import ModelTable, fit_all
from darkfigure.readers import from_frame, from_records, read_csv, write_csv
from darkfigure.result import Estimate

__all__ = [
    "METHODS",
    "CaptureData",
    "DarkFigureError",
    "DataError",
    "Estimate",
    "Fit",
    "ModelError",
    "ModelTable",
    "RefusalError",
    "datasets",
    "estimate",
    "fit",
    "fit_all",
    "from_frame",
    "from_records",
    "read_csv",
    "write_csv",
]
