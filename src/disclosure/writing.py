# SPDX-License-Identifier: EUPL-1.2
"""Writing the file that is published. It is read by ``published``, which knows no table."""

from __future__ import annotations

import csv
import io

import numpy as np
from numpy.typing import NDArray

from disclosure.published import STATUSES
from disclosure.table import Table
from disclosure.texts import STATUS


def written(table: Table, statuses: NDArray[np.int8], counts: NDArray[np.int64]) -> bytes:
    """The bytes of a table; ``statuses`` index STATUSES, a suppressed count stays empty."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*table.columns, table.count, STATUS])
    for codes, status, count in zip(table.rows(), statuses.ravel(), counts.ravel(), strict=True):
        writer.writerow([*codes, "" if status else int(count), STATUSES[status]])
    return file.getvalue().encode()
