# SPDX-License-Identifier: EUPL-1.2
"""Whether a chosen model reproduces the data it was fitted to.

The best of the admissible models can still be a bad one: where one list lies within another, every
model that says so has no estimate, and what is left takes the lists as independent.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from darkfigure.chains import checked_draws, predictive_p
from darkfigure.data import CaptureData
from darkfigure.fitting import fitted_means

SEED = 0  # a judgement of the data and the model, the same for every run


def reproduces(data: CaptureData, terms: Sequence[int]) -> float:
    """Share of data sets drawn from the fitted model that lie as far from it as the real one.

    Near 0 the model does not describe the data. The fit is taken as known, so it errs to the side
    of the model.
    """
    means = np.tile(fitted_means(data, terms)[1:], (checked_draws(data.counts.size), 1))
    return predictive_p(means, data.counts[1:], SEED)
