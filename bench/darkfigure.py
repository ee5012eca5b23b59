# SPDX-License-Identifier: EUPL-1.2
"""How fast darkfigure is, next to the R packages, as a Markdown table.

    python bench/darkfigure.py            about two minutes
    python bench/darkfigure.py --long     also all 7,785,061 models on six lists
    python bench/darkfigure.py --only latent

CPU seconds of one process on one core, the median of several runs after one that warms up; compiled
code comes from the cache. The R figures are CPU seconds measured on a machine of the same kind
(2 cores, R 4.2.2; MultipleSystemsEstimation 1.2.0, SparseMSE 2.0.1, LCMCR 0.4.14, dga 2.0.2,
modslavmse 2.0), see docs/reference/darkfigure.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

# bench/darkfigure.py has the name of the package: keep this folder out of the way of the import.
HERE = Path(__file__).resolve().parent
sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != HERE]

import numpy as np  # noqa: E402

from darkfigure import datasets, kernel_latent, streams  # noqa: E402
from darkfigure.bayes import estimate_bayes  # noqa: E402
from darkfigure.bicselect import estimate_bic  # noqa: E402
from darkfigure.bootstrap import select  # noqa: E402
from darkfigure.chains import chain_state  # noqa: E402
from darkfigure.decomposable import estimate_decomposable  # noqa: E402
from darkfigure.greedy import estimate_downhill, estimate_stepwise  # noqa: E402
from darkfigure.modelspace import fit_all  # noqa: E402

FIRST_CALL = """
import time; begun = time.process_time()
from darkfigure import datasets, estimate
estimate(datasets.load("UKdat_5"), replicates=10, seed=1, threads=1)
print(time.process_time() - begun)
"""


@dataclass(frozen=True)
class Case:
    """One line of the table: what is run, how often, what R takes and what was asked."""

    name: str
    run: Callable[[], object]
    r_seconds: float | None
    asked: str
    repeats: int = 3


def bic(name: str, threads: int = 1, **options: int) -> Callable[[], object]:
    """A bootstrap of 1,000 with jackknife and BCa."""
    data = datasets.load(name)
    return lambda: estimate_bic(data, replicates=1000, seed=1, threads=threads, **options)


def latent(name: str, classes: int, sweeps: int = 20_000) -> Callable[[], object]:
    """One chain of latent classes."""
    data = datasets.load(name)
    masks = np.flatnonzero(data.counts)
    kept = np.empty(sweeps // 100), np.empty(sweeps // 100)
    means = np.empty((sweeps // 100, data.counts.size))

    def run() -> object:
        kernel_latent.latent_chain(
            data.t, masks, data.counts[masks], classes, 20.0 * data.observed, 1, 0, sweeps, 100,
            chain_state(1, 0), *kept, means,
        )  # fmt: skip
        return None

    return run


def cases() -> list[Case]:
    """Everything that is claimed."""
    loaded = {name: datasets.load(name) for name in datasets.NAMES}
    found = [
        Case("UKdat_5, all 6,893 models, 1,000 replicates, BCa", bic("UKdat_5"), 5100, "8 s"),
        Case("Ned_5, the same", bic("Ned_5"), 5100, "8 s"),
        Case("UKdat_5, first 100 of order 3", bic("UKdat_5", max_order=3, top=100), 108.9, "1 s"),
        Case("Ned_5, first 100 of order 3", bic("Ned_5", max_order=3, top=100), 106.7, "1 s"),
        Case("UKdat_5, all 1,024 pairwise models", bic("UKdat_5", max_order=2), 952.0, ""),
        Case("Kosovo, all 113 models", bic("Kosovo"), 77.6, ""),
        Case("UKdat_4, all 113 models", bic("UKdat_4"), 76.7, ""),
    ]
    for name, r in (("UKdat", 77.3), ("Ned", 75.1)):
        found.append(
            Case(
                f"{name}, six lists, all 32,768 pairwise models",
                lambda d=loaded[name]: fit_all(d, 2, threads=1),  # type: ignore[misc]
                r,
                "0.4 s",
                9,
            )
        )
    for name, r in (("UKdat_4", 18.3), ("Kosovo", 27.0), ("UKdat_5", 49.5), ("Ned_5", 62.5),
                    ("UKdat", 144.6), ("Ned", 169.8)):  # fmt: skip
        found.append(
            Case(
                f"{name}, stepwise, 1,000 replicates",
                lambda d=loaded[name]: estimate_stepwise(  # type: ignore[misc]
                    d, replicates=1000, seed=1, threads=1
                ),
                r,
                "",
            )
        )
    uk5 = datasets.load("UKdat_5")
    found += [
        Case(
            "UKdat_5, downhill, 1,000 replicates",
            lambda: estimate_downhill(uk5, replicates=1000, seed=1, threads=1),
            None,
            "",
        ),
        Case(
            "UKdat_5, Bayesian thresholding, 100,000 draws (8 chains of 12,500)",
            lambda: estimate_bayes(uk5, draws=12_500, warm=1_000, thin=10, seed=1, threads=1),
            9.22,
            "",
        ),
        Case("UKdat_5, dga, 822 graphs", lambda: estimate_decomposable(uk5), 0.05, ""),
    ]
    # LCMCR: ten chains of 120,000 sweeps with K = 10, one of 110,000 with K = 5; here 20,000
    for name, classes, r in (
        ("Kosovo", 10, 34.54 / 1.2e6), ("UKdat_4", 10, 24.65 / 1.2e6),
        ("Ned_5", 10, 30.43 / 1.2e6), ("UKdat_5", 10, 29.59 / 1.2e6),
        ("UKdat_5", 5, 1.78 / 1.1e5), ("Ned", 10, 38.99 / 1.2e6),
    ):  # fmt: skip
        found.append(
            Case(
                f"{name}, latent classes K = {classes}, 20,000 sweeps",
                latent(name, classes),
                r * 20_000,
                "no slower",
            )
        )
    return found


def timed(case: Case) -> float:
    """Median seconds."""
    case.run()
    return statistics.median(spent(case.run, time.process_time) for _ in range(case.repeats))


def spent(run: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds of one run by a clock."""
    begun = clock()
    run()
    return clock() - begun


class Turn(NamedTuple):
    """One run on one thread and one on two, straight after each other, in seconds."""

    one: float
    two: float
    busy: float

    @property
    def times(self) -> float:
        """How many times as fast two threads were."""
        return self.one / self.two


def turns(name: str, repeats: int = 25) -> list[Turn]:
    """One thread and two in turns, so that what else runs and a host's change of speed hit both.

    ``busy`` is the number of processors that the run on two threads kept at work on the average: it
    says how well the work is divided, also where the processors hinder each other.
    """
    one, two = bic(name, 1), bic(name, 2)
    one(), two()
    made = []
    for _ in range(repeats):
        alone = spent(one, time.perf_counter)
        begun = time.process_time()
        both = spent(two, time.perf_counter)
        made.append(Turn(alone, both, (time.process_time() - begun) / both))
    return made


def shown(made: Sequence[Turn]) -> str:
    """Medians of the turns, with the middle half of what they gave."""
    low, middle, high = statistics.quantiles((turn.times for turn in made), n=4)
    one, two, busy = (statistics.median(each) for each in zip(*made, strict=True))
    return (
        f"one thread {one:.3f}, two {two:.3f} s wall: {middle:.2f} times ({low:.2f} to {high:.2f} "
        f"in the middle half of {len(made)} turns), {busy:.2f} processors busy"
    )


def ceiling(repeats: int = 5) -> float:
    """How many times as much two processors do as one, with two copies of the same compiled work.

    No division of the work can do better. Virtual processors that share a core, or other programs,
    make it less than 2.
    """
    data = datasets.load("UKdat_5")
    table = fit_all(data, threads=1)
    samples = streams.resample(data.counts, 300, 1)

    def alone() -> None:
        select(table, samples, threads=1)

    def twice() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda _: alone(), range(2)))

    alone()
    pairs = [
        (spent(alone, time.perf_counter), spent(twice, time.perf_counter)) for _ in range(repeats)
    ]
    return 2 * statistics.median(a for a, _ in pairs) / statistics.median(b for _, b in pairs)


def first_calls() -> tuple[float, float]:
    """CPU seconds of import and first call without and with compiled code in the cache."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
        runs = [
            float(
                subprocess.run(
                    [sys.executable, "-c", FIRST_CALL],
                    env=environment,
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout
            )
            for _ in range(4)
        ]
    return runs[0], statistics.median(runs[1:])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How fast darkfigure is.")
    parser.add_argument("--long", action="store_true", help="also all six-list models (minutes)")
    parser.add_argument("--only", default="", help="only lines with this text")
    options = parser.parse_args()
    print("| run | darkfigure, CPU s | R, CPU s | ratio | asked |")
    print("|---|---:|---:|---:|---:|")
    for case in cases():
        if options.only.lower() in case.name.lower():
            own = timed(case)
            r = "" if case.r_seconds is None else f"{case.r_seconds:.3g}"
            ratio = "" if case.r_seconds is None else f"{case.r_seconds / own:,.1f}"
            print(f"| {case.name} | {own:.3f} | {r} | {ratio} | {case.asked} |", flush=True)
    if options.only.lower() in "two threads":
        for name in ("UKdat_5", "Ned_5"):
            print(f"| {name}, two threads | {shown(turns(name))} | | | 1.8 times |", flush=True)
        print(f"| what two processors of this machine give at most | {ceiling():.2f} times | | | |")
    if options.long:
        begun = time.process_time()
        table = fit_all(datasets.load("Ned"), 5, threads=1)
        taken = time.process_time() - begun
        print(f"| Ned, six lists, all {table.bits.size:,} models | {taken:.1f} | | | minutes |")
    if not options.only:
        cold, later = first_calls()
        print(f"| import and first call, nothing compiled | {cold:.1f} | | | 15 s |")
        print(f"| import and call, compiled code cached | {later:.2f} | | | 1.5 s |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"\nPeak memory {peak:.2f} GiB (asked: 1 GiB). Load {os.getloadavg()[0]:.1f}.")


if __name__ == "__main__":
    main()
