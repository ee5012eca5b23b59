# SPDX-License-Identifier: EUPL-1.2
"""The command ``darkfigure``.

Exit status: 0 a result, 2 the data or the options are not valid, 3 no number can be given, 130
stopped by the person.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from darkfigure.data import CaptureData
from darkfigure.errors import DarkFigureError, DataError, RefusalError
from darkfigure.parallel import Progress

USAGE_ERROR = 2
REFUSED = 3
STOPPED = 130
EVERY_ORDER = 16
MOST_REPLICATES = 100_000
MOST_SEED = 2**63 - 1
DIGITS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a list may have a name the terminal cannot show
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(options.run(options), flush=True)
    except RefusalError as refusal:
        print(f"darkfigure: no number is given. {refusal}", file=sys.stderr)
        return REFUSED
    except DarkFigureError as problem:
        print(f"darkfigure: {problem}", file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print("darkfigure: stopped, nothing was computed to its end.", file=sys.stderr)
        return STOPPED
    return 0


def _estimate(options: argparse.Namespace) -> str:
    from darkfigure.methods import estimate

    found = estimate(
        _data(options),
        options.method,
        max_order=_order(options),
        replicates=options.bootstrap,
        seed=options.seed,
        top=options.top,
        threads=options.threads,
        progress=_progress(options),
    )
    return found.to_json() if options.json else found.summary()


def _models(options: argparse.Namespace) -> str:
    from darkfigure.modelspace import fit_all

    data = _data(options)
    table = fit_all(data, _order(options), threads=options.threads, progress=_progress(options))
    rows = table.rows(options.show)
    total, fine = table.bits.size, int(table.admissible.sum())
    if options.json:
        return json.dumps({"models": total, "admissible": fine, "best": rows}, indent=2)
    lines = [f"{total} models up to order {table.max_order}, {fine} admissible", ""]
    lines.append(f"{'model':<36}{'total':>12}{'BIC':>12}{'parameters':>12}")
    for row in rows:
        lines.append(
            f"{row['model']:<36}{row['estimate']:>12.1f}{row['bic']:>12.3f}{row['parameters']:>12}"
        )
    return "\n".join(lines)


def _compare(options: argparse.Namespace) -> str:
    from darkfigure.comparison import compare

    found = compare(
        _data(options),
        max_order=_order(options),
        replicates=options.bootstrap,
        seed=options.seed,
        threads=options.threads,
        progress=_saying(options),
    )
    return found.to_json() if options.json else found.summary()


def _sensitivity(options: argparse.Namespace) -> str:
    from darkfigure.sensitivity import sensitivity

    found = sensitivity(
        _data(options),
        max_order=_order(options),
        threads=options.threads,
        progress=_saying(options),
    )
    return found.to_json() if options.json else found.summary()


def _plot(options: argparse.Namespace) -> str:
    from darkfigure.figures import save_figure

    return save_figure(
        _data(options),
        options.kind,
        Path(options.out),
        replicates=options.bootstrap,
        seed=options.seed,
        max_order=_order(options),
        threads=options.threads,
        progress=_saying(options),
    )


def _data(options: argparse.Namespace) -> CaptureData:
    from darkfigure import datasets
    from darkfigure.readers import read_csv

    if options.data in datasets.NAMES and not Path(options.data).exists():
        data = datasets.load(options.data)
    else:
        data = read_csv(options.data, count=options.count, sum_doubled=options.sum_doubled)
    for names in options.merge or ():
        first, *others = names.split("+")
        if not others:
            raise DataError("To merge, join the names of lists by a plus sign, as in --merge A+B.")
        data = data.merge(first, *others)
    if options.omit:
        data = data.omit(*options.omit)
    return data


def _order(options: argparse.Namespace) -> int | None:
    return EVERY_ORDER if options.all_models else options.max_order


def _saying(options: argparse.Namespace) -> Callable[[str], None] | None:
    """Tells on the terminal's error stream what is at work."""
    if _silent(options):
        return None
    return lambda message: print(message, file=sys.stderr, flush=True)


def _silent(options: argparse.Namespace) -> bool:
    return bool(options.quiet or (vars(options).get("json") and not sys.stderr.isatty()))


def _progress(options: argparse.Namespace) -> Progress | None:
    """A counter on the terminal's error stream, for work that takes long."""
    if _silent(options):
        return None
    shown = [-1]

    def tell(done: int, total: int) -> None:
        share = 100 * done // max(total, 1)
        if share != shown[0] and (sys.stderr.isatty() or share % 10 == 0):
            shown[0] = share
            end = "\n" if done >= total or not sys.stderr.isatty() else "\r"
            print(f"{share:>3} % of {total}", end=end, file=sys.stderr, flush=True)

    return tell


def _whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """Reads a whole number within limits."""
    words = f"write a whole number, {least} or more" + ("" if most is None else f", at most {most}")

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
            raise argparse.ArgumentTypeError(words)
        if int(text) < least or (most is not None and int(text) > most):
            raise argparse.ArgumentTypeError(words)
        return int(text)

    return read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="darkfigure",
        description="How many were not seen: multiple systems estimation from overlapping lists.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    estimate = _command(commands, "estimate", _estimate, "estimate the total with an interval")
    estimate.add_argument(
        "--method",
        default="bic",
        help="bic, stepwise, downhill, aic-average, aicc-average, bic-average, bayes, latent, "
        "dga, main-effects, chapman (default bic)",
    )
    estimate.add_argument(
        "--top", type=_whole(1), help="re-select among the first TOP models only, as published"
    )
    _add_bootstrap(estimate)
    models = _command(commands, "models", _models, "fit every model and list the best")
    models.add_argument("--show", type=_whole(1), default=20, help="models shown (default 20)")
    compare = _command(commands, "compare", _compare, "all methods side by side")
    _add_bootstrap(compare)
    _command(commands, "sensitivity", _sensitivity, "what if a list or a link were otherwise")
    plot = _command(commands, "plot", _plot, "draw a figure as SVG or PNG")
    plot.add_argument("--kind", choices=("intervals", "models", "overlap"), default="intervals")
    plot.add_argument("--out", required=True, help="file to write, ending in .svg or .png")
    _add_bootstrap(plot)
    return parser


def _command(
    commands: Any, name: str, run: Callable[[argparse.Namespace], str], words: str
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    command.add_argument("data", metavar="DATA", help="CSV file, or the name of a data set")
    command.add_argument("--count", default="count", help="name of the column with counts")
    command.add_argument("--sum-doubled", action="store_true", help="add up doubled histories")
    command.add_argument("--merge", action="append", metavar="A+B", help="treat lists as one")
    command.add_argument("--omit", action="append", metavar="A", help="leave a list out")
    command.add_argument("--max-order", type=_whole(1), help="highest order of interaction")
    command.add_argument("--all-models", action="store_true", help="every order of interaction")
    command.add_argument("--threads", type=_whole(1), help="threads (default: all processors)")
    command.add_argument("--quiet", action="store_true", help="no progress")
    if run is not _plot:
        command.add_argument("--json", action="store_true", help="print JSON")
    return command


def _add_bootstrap(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--bootstrap",
        type=_whole(0, MOST_REPLICATES),
        default=1000,
        metavar="B",
        help="bootstrap replicates (default 1000; 0 gives no interval)",
    )
    command.add_argument(
        "--seed", type=_whole(0, MOST_SEED), help="seed, to repeat a result exactly"
    )


if __name__ == "__main__":
    sys.exit(main())
