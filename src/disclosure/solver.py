# SPDX-License-Identifier: EUPL-1.2
"""How HiGHS is called: one linear program without costs, and not a word on standard output."""

from __future__ import annotations

import highspy
import numpy as np
import scipy.sparse
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: How near to a whole number counts as that number; the solver keeps to 1e-7.
NEAR = 1e-5


class Silent(highspy.Highs):
    """HiGHS without a word on standard output, which belongs to the result.

    The constructor of highspy prints a banner while it sets up callbacks, of which none is used.
    """

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)


def lp(matrix: scipy.sparse.csr_matrix, low: Floats, high: Floats, right: Floats) -> highspy.Highs:
    """A HiGHS model without costs."""
    model = Silent()
    columns = matrix.tocsc()
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = np.zeros(matrix.shape[1])
    program.col_lower_, program.col_upper_ = low, high
    program.row_lower_ = program.row_upper_ = right
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = columns.indptr
    program.a_matrix_.index_ = columns.indices
    program.a_matrix_.value_ = columns.data
    model.passModel(program)
    return model
