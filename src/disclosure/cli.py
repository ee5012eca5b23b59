# SPDX-License-Identifier: EUPL-1.2
"""The command ``disclosure``.

Exit status: 0 it holds, 2 the data or the options are not valid, 3 the asked protection could not
be reached (nothing is written), or the attack found something.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from disclosure.errors import DataError, DisclosureError, OptionError, RefusalError
from disclosure.hierarchy import Trees

USAGE_ERROR = 2
REFUSED = 3
SECRET = "DISCLOSURE_SECRET"  # noqa: S105 - the name of a variable


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        text, status = options.run(options)
        print(text)
    except RefusalError as refusal:
        print(f"disclosure: nothing is published. {refusal}", file=sys.stderr)
        return REFUSED
    except DisclosureError as problem:
        print(f"disclosure: {problem}", file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:
        return 0
    return int(status)


def _protect(options: argparse.Namespace) -> tuple[str, int]:
    from disclosure.protecting import protect

    out = _place(options.out, len(options.tables), [*options.tables, options.hierarchy])
    found = protect(
        _tables(options),
        _rules(options),
        method=options.method,
        seconds=options.seconds,
        seed=options.seed,
        base=options.base,
        secret=_secret(options),
        progress=_say if options.progress else None,
    )
    if out is not None:
        found.save(out)
    return (found.to_json() if options.json else found.summary()), 0


def _attack(options: argparse.Namespace) -> tuple[str, int]:
    from disclosure.attacking import Knowledge, attack
    from disclosure.attacking_noise import attack_noise, by_noise, by_rounding
    from disclosure.noise import noise_table
    from disclosure.problem import Rules
    from disclosure.published import read_file

    files = [read_file(path, count=options.count) for path in options.tables]
    trees, every = _trees(options), options.intervals is not None
    if options.rounded and options.noise:
        raise OptionError("Counts were rounded or made noisy, not both.")
    if options.rounded or options.noise:
        origins = (
            by_rounding(options.rounded, options.steps)
            if options.rounded
            else by_noise(noise_table(Rules(width=options.noise)))
        )
        found = attack_noise(files, origins, trees=trees, width=options.width, every=every)
    else:
        knowledge = Knowledge(options.at_most, options.threshold, options.zeros)
        found = attack(files, trees=trees, width=options.width, knowledge=knowledge, every=every)
    if options.intervals is not None:
        _save_intervals(found, options.intervals)
    return (found.to_json() if options.json else found.summary()), 0 if found.holds else REFUSED


def _save_intervals(report: Any, path: str) -> None:
    from disclosure.published import save

    rows = [
        {
            "cell": dict(zip(found.columns, found.codes, strict=True)),
            "status": found.status,
            "low": found.low,
            "high": found.high,
        }
        for found in report.intervals
    ]
    save(json.dumps(rows, indent=1, ensure_ascii=False).encode(), path)


def _choose(options: argparse.Namespace) -> tuple[str, int]:
    from disclosure.choice import choose

    found = choose(_tables(options), _rules(options), seconds=options.seconds)
    return (found.to_json() if options.json else found.summary()), 0


def _difference(options: argparse.Namespace) -> tuple[str, int]:
    from disclosure.differencing import difference
    from disclosure.published import read_file

    new, *earlier = (read_file(path, count=options.count) for path in options.tables)
    found = difference(
        new,
        earlier,
        trees=_trees(options),
        threshold=options.threshold,
        width=options.width,
        grows=options.grows,
    )
    return (found.to_json() if options.json else found.summary()), 0 if found.holds else REFUSED


def _microdata(options: argparse.Namespace) -> tuple[str, int]:
    from disclosure.microdata import assess
    from disclosure.texts import csv_rows

    header, rows = csv_rows(options.records)
    found = assess(
        [dict(zip(header, row, strict=True)) for row in _same_length(header, rows)],
        options.known.split(","),
        sensitive=options.sensitive,
        k=options.k,
        l=options.l,
    )
    return (found.to_json() if options.json else found.summary()), 0 if found.holds else REFUSED


def _same_length(header: list[str], rows: list[list[str]]) -> list[list[str]]:
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise DataError(f"Row {number} has {len(row)} cells and the header {len(header)}.")
    return rows


def _tables(options: argparse.Namespace) -> list[Any]:
    from disclosure.readers import read_csv
    from disclosure.records import read_records

    trees = _trees(options)
    if options.id or options.contributor:
        return [
            read_records(
                path,
                trees=trees,
                count=options.count,
                record=options.id,
                contributor=options.contributor,
                secret=_secret(options),
            )
            for path in options.tables
        ]
    tables = [
        read_csv(path, count=options.count, trees=trees, sum_doubled=options.sum_doubled)
        for path in options.tables
    ]
    columns = {name for table in tables for name in table.columns}
    for name in trees:
        if name and name not in columns:
            raise DataError(
                f"The hierarchy is about {name!r}, and there is no such column; there are "
                f"{', '.join(sorted(columns))}."
            )
    return tables


def _trees(options: argparse.Namespace) -> Trees:
    from disclosure.hierarchy import read_hierarchies

    return read_hierarchies(options.hierarchy) if options.hierarchy else {}


def _rules(options: argparse.Namespace) -> Any:
    from disclosure.problem import Rules

    return Rules(
        threshold=options.threshold,
        width=options.width,
        zeros=options.zeros,
        share=options.dominance,
        informed=options.attacker == "informed",
    )


def _secret(options: argparse.Namespace) -> bytes | None:
    """The secret of cell keys; without one the noise of this run stands alone, and that is said."""
    from disclosure.cellkey import SHORTEST

    if options.method != "cellkey":
        return None
    if options.secret_file:
        from disclosure.published import bytes_of

        found = bytes_of(options.secret_file).strip()
    else:
        found = os.environ.get(SECRET, "").encode()
    if not found and not options.secret_file:
        if not options.quiet:
            _say(
                "disclosure: no secret was given, so this noise is drawn for once. Give "
                "--secret-file, or another table of the same people gets other noise and the two "
                "together tell more than either."
            )
        return None
    if len(found) < SHORTEST:
        raise OptionError(f"The secret needs at least {SHORTEST} bytes.")
    return found


def _place(out: str | None, tables: int, given: Sequence[str | None]) -> Path | None:
    """Where to write; looked at before the work begins."""
    if out is None:
        return None
    path = Path(out)
    if any(
        g is not None and Path(g).exists() and path.exists() and path.samefile(g) for g in given
    ):
        raise OptionError(f"{out} is what is read; write the protected table elsewhere.")
    if not path.parent.is_dir():
        raise OptionError(f"There is no folder {path.parent}.")
    if tables == 1 and path.is_dir():
        raise OptionError(f"{out} is a folder; name the file to write.")
    if tables > 1 and path.exists() and not path.is_dir():
        raise OptionError(f"{out} is a file; several tables are written into a folder.")
    return path


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _whole(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"write {least} or more")
        return value

    return number


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError("write a number of seconds above 0")
    return value


def _percentage(text: str) -> float:
    value = float(text)
    if not 0 < value <= 100:
        raise argparse.ArgumentTypeError("write a percentage above 0, at most 100")
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="disclosure", description="Publish tables of counts without showing a person."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    protect = _command(commands, "protect", _protect, "protect tables that are published together")
    _table_options(protect)
    protect.add_argument(
        "--method", choices=("optimal", "fast", "round", "cellkey"), default="optimal"
    )
    protect.add_argument("--out", metavar="PROTECTED.csv", help="a folder for several tables")
    protect.add_argument("--base", type=_whole(2), help="round to multiples of it (width + 1)")
    protect.add_argument("--secret-file", help=f"secret of the cell keys; or {SECRET} is set")
    protect.add_argument("--seed", type=_whole(0), default=1, help="order of the search")
    protect.add_argument("--progress", action="store_true", help="tell of each round")
    protect.add_argument("--quiet", action="store_true", help="no word about a missing secret")
    _attack_options(_command(commands, "attack", _attack, "what published tables give away"))
    choose = _command(commands, "choose", _choose, "what each method costs, side by side")
    _table_options(choose)
    choose.set_defaults(method="choose")
    difference = _command(
        commands, "difference", _difference, "what a new table gives away beside earlier ones"
    )
    _file_options(difference, "NEW EARLIER")
    difference.add_argument("--threshold", type=_whole(1), default=5)
    difference.add_argument("--grows", action="store_true", help="counts were only added to")
    micro = _command(commands, "microdata", _microdata, "who is unique among records")
    micro.add_argument("records", metavar="RECORDS.csv")
    micro.add_argument("--known", required=True, help="columns the attacker knows, by commas")
    micro.add_argument("--sensitive", help="column that must stay diverse")
    micro.add_argument("--k", type=_whole(2), default=5, help="least number who look alike")
    micro.add_argument("--l", type=_whole(2), default=2, help="least number of sensitive values")
    return parser


def _table_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("tables", nargs="+", metavar="TABLE.csv")
    command.add_argument("--count", default="count", help="name of the column with counts")
    command.add_argument("--hierarchy", metavar="FILE.yaml", help="node to members, per dimension")
    command.add_argument("--threshold", type=_whole(1), default=5, help="1 to T-1 is hidden (5)")
    command.add_argument("--width", type=_whole(1), help="least interval (the threshold)")
    command.add_argument("--zeros", action="store_true", help="hide zeros as well")
    command.add_argument(
        "--dominance",
        type=_percentage,
        metavar="P",
        help="hide what one contributor fills for P %%",
    )
    command.add_argument(
        "--contributor", metavar="COL", help="column of contributors: rows are parts"
    )
    command.add_argument(
        "--id", metavar="COL", help="column of record identifiers: rows are records"
    )
    command.add_argument("--attacker", choices=("plain", "informed"), default="plain")
    command.add_argument("--sum-doubled", action="store_true", help="add up doubled cells")
    command.add_argument("--seconds", type=_seconds, help="processor time for the search")
    command.set_defaults(secret_file=None, quiet=False)


def _file_options(command: argparse.ArgumentParser, names: str) -> None:
    command.add_argument("tables", nargs="+", metavar=names)
    command.add_argument("--count", help="name of the column with counts (the one before status)")
    command.add_argument("--hierarchy", metavar="FILE.yaml", help="node to members, per dimension")
    command.add_argument("--width", type=_whole(1), default=5, help="least interval (5)")


def _attack_options(command: argparse.ArgumentParser) -> None:
    _file_options(command, "PROTECTED.csv")
    command.add_argument("--threshold", type=_whole(1), help="the attacker knows it, reads status")
    command.add_argument("--zeros", action="store_true", help="with --threshold: 0 was hidden too")
    command.add_argument("--at-most", type=_whole(0), help="no count exceeds it")
    command.add_argument("--rounded", type=_whole(2), metavar="BASE", help="counts were rounded")
    command.add_argument("--steps", type=_whole(1), default=1, help="so many bases away")
    command.add_argument(
        "--noise", type=_whole(1), metavar="WIDTH", help="cell-key noise for WIDTH"
    )
    command.add_argument("--intervals", metavar="FILE.json", help="write each interval")


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], tuple[str, int]], words: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    command.add_argument("--json", action="store_true", help="print JSON")
    return command


if __name__ == "__main__":
    sys.exit(main())
