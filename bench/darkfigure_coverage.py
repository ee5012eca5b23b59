# SPDX-License-Identifier: EUPL-1.2
"""Coverage of the interval by simulation. Long, on one core, and it resumes where it stopped.

    python bench/darkfigure_coverage.py run RESULTS.jsonl --model "[123,25,34]" --datasets 500
    python bench/darkfigure_coverage.py report RESULTS.jsonl

Each data set is a population of fixed size (the fitted total, rounded): every person gets a
history drawn from the fitted five-list UK model, and those with an empty history are not seen.
On each, all hierarchical models up to the given order take part and are chosen again in every
bootstrap sample.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from pathlib import Path
from typing import Any

# bench/darkfigure.py has the name of the package: keep this folder out of the way of the import.
HERE = Path(__file__).resolve().parent
sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != HERE]

import numpy as np  # noqa: E402

from darkfigure import datasets  # noqa: E402
from darkfigure.data import CaptureData  # noqa: E402
from darkfigure.errors import DarkFigureError  # noqa: E402
from darkfigure.fitting import Fit, fit  # noqa: E402
from darkfigure.methods import estimate  # noqa: E402
from darkfigure.streams import SIMULATION, stream  # noqa: E402


def simulated(truth: Fit, seed: int, number: int) -> CaptureData:
    """One population drawn from the fitted model, its unseen persons left out."""
    means = truth.fitted.copy()
    means[0] = truth.dark_figure
    counts = stream(seed, SIMULATION, number).multinomial(
        round(truth.estimate), means / means.sum()
    )
    counts[0] = 0
    return CaptureData(truth.data.lists, counts.astype(float))


def one(truth: Fit, number: int, options: argparse.Namespace) -> dict[str, Any]:
    """Simulate, estimate and say whether the truth lies inside."""
    begun = time.process_time()
    data = simulated(truth, options.seed, number)
    row: dict[str, Any] = {"number": number, "truth": round(truth.estimate), "model": truth.model}
    row |= {"replicates": options.replicates, "observed": data.observed, "method": options.method}
    try:
        found = estimate(
            data,
            options.method,
            replicates=options.replicates,
            seed=number,
            threads=1,
            max_order=options.max_order,
        )
    except DarkFigureError as refusal:
        return row | {"refused": str(refusal), "cpu": time.process_time() - begun}
    return row | {
        "estimate": found.estimate,
        "chosen": found.model,
        "interval_80": found.interval_80,
        "interval_95": found.interval_95,
        "usable": found.usable_replicates,
        "cpu": time.process_time() - begun,
    }


def run(options: argparse.Namespace) -> None:
    """Do the data sets that are not yet in the file, one line of JSON each."""
    path = Path(options.results)
    done = (
        {json.loads(line)["number"] for line in path.read_text().splitlines()}
        if (path.exists())
        else set()
    )
    truth = fit(datasets.load("UKdat_5"), options.model)
    for number in range(options.datasets):
        if number not in done:
            row = one(truth, number, options)
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


def report(options: argparse.Namespace) -> None:
    """Coverage with its Monte Carlo error, misses on each side, widths and costs."""
    rows = [json.loads(line) for line in Path(options.results).read_text().splitlines()]
    fine = [row for row in rows if "refused" not in row]
    total = len(rows)
    print(
        f"{rows[0].get('method', 'bic')}, model {rows[0]['model']}, truth {rows[0]['truth']}, "
        f"{total} data sets, "
        f"{rows[0]['replicates']} replicates, {total - len(fine)} refused"
    )
    for level in ("80", "95"):
        key = f"interval_{level}"
        inside = [r[key][0] <= r["truth"] <= r[key][1] for r in fine]
        share = sum(inside) / total
        error = math.sqrt(share * (1 - share) / total)
        below = sum(r[key][1] < r["truth"] for r in fine) / total
        above = sum(r[key][0] > r["truth"] for r in fine) / total
        width = statistics.median(r[key][1] / r[key][0] for r in fine)
        print(
            f"{level} %: coverage {share:.3f} (Monte Carlo s.e. {error:.3f}); wholly below the "
            f"truth {below:.3f}, wholly above {above:.3f}; median upper/lower {width:.2f}"
        )
    totals = np.array([r["estimate"] for r in fine])
    print(
        f"median estimate {np.median(totals):.0f}, true model chosen in "
        f"{sum(r['chosen'] == r['model'] for r in fine) / total:.3f}; "
        f"median CPU {statistics.median(r['cpu'] for r in rows):.2f} s per data set"
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=("run", "report"))
    parser.add_argument("results")
    parser.add_argument("--model", default="[123,25,34]")
    parser.add_argument("--method", default="bic", help="bic, stepwise or downhill")
    parser.add_argument("--datasets", type=int, default=500)
    parser.add_argument("--replicates", type=int, default=1000)
    parser.add_argument("--max-order", type=int, default=4)
    parser.add_argument("--seed", type=int, default=2013)
    options = parser.parse_args()
    (run if options.what == "run" else report)(options)


if __name__ == "__main__":
    main()
