# SPDX-License-Identifier: EUPL-1.2
"""Reading the reference tables."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from darkfigure.masks import parse_model, to_bits

HERE = Path(__file__).parent / "data"


def table(name: str) -> list[list[str]]:
    """The rows of a compressed table."""
    with gzip.open(HERE / f"{name}.csv.gz", "rt") as file:
        return list(csv.reader(file))


def all_bic(name: str, order: int, t: int) -> dict[int, tuple[float, float]]:
    """Model mask to (total, BIC) for every admissible model."""
    rows = table(f"bic_all_{name}_maxorder{order}")[1:]
    return {to_bits(parse_model(r[0], t)): (float(r[1]), float(r[2])) for r in rows}


def bootstrap_samples(name: str, t: int) -> NDArray[np.float64]:
    """R's own bootstrap tables, shape (1000, 2**t)."""
    rows = table(f"rboot_{name}")
    samples = np.zeros((len(rows[0]) - 1, 1 << t))
    for row in rows:
        samples[:, int(row[0])] = [float(x) for x in row[1:]]
    return samples


def bootstrap_fits(name: str, what: str) -> tuple[list[str], NDArray[np.float64]]:
    """(models, values of shape (100 models, 100 samples)); nan where R had no estimate."""
    rows = table(f"rboot{what}_{name}")[1:]
    values = [[float(x) if x not in ("NA", "Inf") else np.nan for x in r[1:]] for r in rows]
    return [r[0] for r in rows], np.array(values)
