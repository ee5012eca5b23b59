# SPDX-License-Identifier: EUPL-1.2
"""What linking costs: the whole job beside Splink alone.

    python bench/linkage.py [--records 100000 1000000] [--runs 3] [--sealed]

The persons are made up, a third of the records is another record of somebody with errors. Ours is
the command, from CSV to the file of clusters: reading, names in forms that can be compared,
training, scoring, clusters by verified merges, writing. Splink's is a run with the settings that
its guides advise, tuned by hand for these very columns, on the same records in memory: training
with `max_pairs`, predicting, connected components; it reads and writes nothing. Each run is a
process of its own. With `--sealed` the search of the application is measured as well, on the same
persons sealed in a register (`bench/sealed.py`): a third row, whose names are opened first and
whose pairs are stored. Status 1 when ours takes more than twice as long, or more than 2 GiB. What
likely matches cost while somebody types is measured by `bench/likely.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.filling import prepared  # noqa: E402

TIMES: Final = 2.0
MOST_MEMORY_MB: Final = 2048
COLUMNS: Final = (
    "id",
    "person",
    "given",
    "family",
    "born",
    "sex",
    "nationality",
    "place",
    "postcode",
    "phone",
    "email",
)
MAP: Final = """\
id: id
given_name: given
family_name: family
birth_date: born
sex: sex
nationality: nationality
place: place
postcode: postcode
phone: phone
email: email
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--records", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sealed", action="store_true", help="the search of a register as well")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one(options.one[0], Path(options.one[1]))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} CPUs, load {load}; Python {platform.python_version()}\n")
    good = True
    with tempfile.TemporaryDirectory(prefix="mib-linkage-") as folder:
        for records in options.records:
            good &= side_by_side(Path(folder), records, options.runs, options.sealed)
    return 0 if good else 1


# --- The whole job beside Splink ---------------------------------------------------------------


def side_by_side(folder: Path, records: int, runs: int, sealed: bool) -> bool:
    """Run all in turns; print a table. Whether ours are within their limits."""
    file = folder / f"{records}.csv"
    (folder / "map.yaml").write_text(MAP)
    make(file, records)
    took: dict[str, list[dict[str, Any]]] = {"ours": [], "splink": []}
    if sealed:
        took["sealed"] = []
        register = prepared(folder / f"register-{records}", "")
        register.run("-m", "bench.sealed", "fill", str(file))
    for _ in range(runs):
        for kind, rows in took.items():
            if kind == "sealed":
                rows.append(
                    json.loads(register.run("-m", "bench.sealed", "search").splitlines()[-1])
                )
            else:
                rows.append(in_a_process(kind, file))
    print(f"{records:,} records, {runs} runs, medians\n")
    print("| | wall s | CPU s | peak MB | pairs P | pairs R | pairs F1 | B-cubed F1 |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for kind, rows in took.items():
        print(f"| {kind} {_in_a_line(rows)}")
    held = [_within(kind, rows, took["splink"]) for kind, rows in took.items() if kind != "splink"]
    return all(held)


def _in_a_line(rows: list[dict[str, Any]]) -> str:
    """The medians of a row of the table; of a register there is no truth to hold against."""
    middle = {name: statistics.median(row[name] for row in rows) for name in rows[0]}
    costs = f"| {middle['wall']:.2f} | {middle['cpu']:.2f} | {middle['mb']:.0f} "
    quality = [f"{middle[name]:.4f}" if name in middle else "" for name in ("p", "r", "f", "b")]
    return f"{costs}| {' | '.join(quality)} |"


def _within(kind: str, rows: list[dict[str, Any]], splink: list[dict[str, Any]]) -> bool:
    ratios = {
        name: statistics.median(
            one[name] / two[name] for one, two in zip(rows, splink, strict=True)
        )
        for name in ("wall", "cpu")
    }
    memory = max(row["mb"] for row in rows)
    good = ratios["wall"] <= TIMES and memory <= MOST_MEMORY_MB
    print(
        f"\n{'yes' if good else 'NO'}: {kind} takes {ratios['wall']:.2f} times Splink's time and "
        f"{ratios['cpu']:.2f} times its CPU seconds, {memory:.0f} MB at most"
    )
    return good


def in_a_process(kind: str, file: Path) -> dict[str, Any]:
    line = [sys.executable, __file__, "--one", kind, str(file)]
    done = subprocess.run(line, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(kind: str, file: Path) -> int:
    """One run of one kind: its figures as JSON on the last line."""
    done = ours(file) if kind == "ours" else splink(file)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    figures = done | {"mb": usage.ru_maxrss / 1024}
    print(json.dumps(figures))
    return 0


def ours(file: Path) -> dict[str, Any]:
    from meerinbeeld.config.cli import run

    out = file.with_suffix(".out")
    begun, cpu = time.perf_counter(), time.process_time()
    arguments = ["registry", "link", str(file), "--map", str(file.with_name("map.yaml"))]
    if run([*arguments, "--out", str(out), "--quiet"]):
        raise SystemExit("the command failed")
    took = {"wall": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
    with out.open() as rows:
        found = {row["id"]: row["cluster"] for row in csv.DictReader(rows)}
    return took | quality(file, found)


def splink(file: Path) -> dict[str, Any]:
    import pyarrow as pa
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    with file.open() as rows:
        table = pa.Table.from_pylist(
            [{name: value or None for name, value in row.items()} for row in csv.DictReader(rows)]
        )
    begun, cpu = time.perf_counter(), time.process_time()
    api = DuckDBAPI()
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=[
            block_on("given", "family"),
            block_on("given", "born"),
            block_on("family", "born"),
            block_on("phone"),
            block_on("email"),
            block_on("postcode", "born"),
            block_on("family", "postcode"),
        ],
        comparisons=[
            cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            cl.JaroWinklerAtThresholds("family", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            cl.DateOfBirthComparison("born", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("nationality").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode", [1]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("phone", [1]),
        ],
    )
    linker = Linker(api.register(table, table_name="persons"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given", "family", "born"), block_on("phone", "born")], recall=0.8
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("born", "sex"), block_on("given", "family")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=1e6)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=0.9
    )
    found = clusters.as_pyarrow_table().select(["id", "cluster_id"])
    took = {"wall": time.perf_counter() - begun, "cpu": time.process_time() - cpu}
    return took | quality(
        file, dict(zip(found["id"].to_pylist(), found["cluster_id"].to_pylist(), strict=True))
    )


def quality(file: Path, found: dict[str, str]) -> dict[str, float]:
    """Pairs and B-cubed against the truth."""
    from tests.registry.quality import measured

    with file.open() as rows:
        truth = {row["id"]: row["person"] for row in csv.DictReader(rows)}
    got = measured(list(truth.values()), [found[name] for name in truth])
    return {"p": got.precision, "r": got.recall, "f": got.f1, "b": got.bcubed_f1}


# --- Made-up persons ----------------------------------------------------------------------------


def make(file: Path, records: int, seed: int = 1) -> None:
    """Write a file of made-up persons."""
    draw = random.Random(seed)
    given, family = names(draw, 4_000), names(draw, 60_000)
    given_weights = [1 / (rank + 8) for rank in range(len(given))]
    family_weights = [1 / (rank + 20) for rank in range(len(family))]
    batch = records
    givens = iter(draw.choices(given, given_weights, k=batch))
    families = iter(draw.choices(family, family_weights, k=batch))
    lands = iter(draw.choices(("NL", "PL", "RO", "BG", "NG", "SY"), (60, 9, 8, 7, 8, 8), k=batch))
    with file.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        written = person = 0
        while written < records:
            fields = somebody(draw, next(givens), next(families), next(lands))
            for copy in range(1 + (draw.random() < 0.35) + (draw.random() < 0.12)):
                if written < records:
                    row = fields if not copy else with_errors(draw, fields)
                    writer.writerow([f"r{written}", f"p{person}", *row])
                    written += 1
            person += 1


def names(draw: random.Random, number: int) -> list[str]:
    """Words that can be said, each once."""
    found: dict[str, None] = {}
    while len(found) < number:
        parts = draw.choices(("ba", "de", "ki", "lo", "ma", "ne", "ri", "sa", "to", "vu"), k=3)
        ends = draw.choice(("n", "r", "s", "l", "ska", "man", "ov", "sen", "", "t"))
        found[draw.choice("abcdefghjklmnprstvw") + "".join(parts) + ends] = None
    return list(found)


def somebody(draw: random.Random, given: str, family: str, land: str) -> list[str]:
    born = f"{draw.randrange(1940, 2015)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"
    place = draw.randrange(400)
    postcode = (
        f"{1000 + place * 20 + draw.randrange(20)}{draw.choice('ABCDEFGH')}{draw.choice('KLMNPR')}"
    )
    phone = f"06{draw.randrange(10**8):08}" if draw.random() < 0.6 else ""
    email = f"{given}.{family}{draw.randrange(100)}@mail.example" if draw.random() < 0.4 else ""
    return [given, family, born, draw.choice("mv"), land, f"town{place}", postcode, phone, email]


def with_errors(draw: random.Random, fields: list[str]) -> list[str]:
    """Another record of the same person."""
    row = list(fields)
    for at, chance in ((0, 0.12), (1, 0.12), (2, 0.08), (7, 0.05), (8, 0.05)):
        if row[at] and draw.random() < chance:
            row[at] = slip(draw, row[at])
    if draw.random() < 0.02:
        row[0], row[1] = row[1], row[0]
    if draw.random() < 0.15:
        row[5:7] = somebody(draw, "", "", "")[5:7]
    for at, chance in ((2, 0.06), (4, 0.1), (6, 0.1), (7, 0.3), (8, 0.4)):
        if draw.random() < chance:
            row[at] = ""
    return row


def slip(draw: random.Random, text: str) -> str:
    at = draw.randrange(len(text))
    if text[at] == "-":
        at -= 1
    new = draw.choice("0123456789" if text[at].isdigit() else "abcdefghijklmnoprstuvwz")
    return text[:at] + new + text[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
