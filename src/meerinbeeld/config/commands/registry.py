# SPDX-License-Identifier: EUPL-1.2
"""The register of victims: find the same person in a file, and try out passing on."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from meerinbeeld.config.commands.shared import Commands, Problem, command, group, say


def register(commands: Commands) -> None:
    """Add `registry link` and `registry receive`."""
    registry = group(commands, "registry", "Persons registered more than once; passing on.")
    link_command = command(
        registry, "link", "Find the records of a file that are about the same person.", link
    )
    link_command.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX with persons")
    link_command.add_argument(
        "--map", type=Path, required=True, metavar="MAP.yaml", help="which column is what"
    )
    link_command.add_argument(
        "--out", type=Path, required=True, metavar="CLUSTERS.csv", help="who is the same person"
    )
    link_command.add_argument(
        "--probabilities", type=Path, metavar="PAIRS.csv", help="each pair with its probability"
    )
    link_command.add_argument(
        "--threshold",
        type=float,
        default=0.95,
        metavar="P",
        help="a pair is a link from this probability on (default: 0.95)",
    )
    link_command.add_argument(
        "--seed", type=int, default=0, metavar="N", help="for the draw of random pairs"
    )
    link_command.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default="duckdb",
        help="where pairs are compared (default: duckdb, in this process)",
    )
    receive_command = command(
        registry,
        "receive",
        "Answer a file for the national centre, as a stand-in of the centre, to practise with.",
        receive,
    )
    receive_command.add_argument(
        "file", type=Path, metavar="FILE.json", help="the file that was saved from the queue"
    )
    receive_command.add_argument(
        "--out",
        type=Path,
        metavar="ANSWERS.json",
        help="where the answers go (default: the screen)",
    )


def link(options: argparse.Namespace) -> None:
    """Needs no settings and no database of ours: it reads one file and writes one or two."""
    from meerinbeeld.registry.linkage import backend, files, job, mapping

    if not 0 < options.threshold < 1:
        raise Problem("The threshold is a probability between 0 and 1.")
    try:
        mapped = mapping.read_map(_text(options.map))
        persons = files.read_persons(options.file, mapped)
        say(options, f"{len(persons)} records read.")
        lists = set(mapped.unique_lists)
        every = set(persons.sources.values) if "all" in lists else lists
        with backend.opened(backend.Place(options.engine)) as place:
            linked = job.link(
                persons,
                unique_lists=every,
                threshold=options.threshold,
                seed=options.seed,
                backend=place,
                progress=lambda part: say(options, f"{part:3} %"),
            )
        files.write_clusters(options.out, linked, with_source=bool(mapped.source))
        if options.probabilities:
            files.write_pairs(options.probabilities, linked, with_source=bool(mapped.source))
    except (mapping.MapError, files.FileError, backend.NoPlace) as error:
        raise Problem(str(error)) from error
    except job.RefusedRecords as error:
        raise Problem(_twice(*error.name)) from error
    except MemoryError as error:
        raise Problem("There is not enough memory, and nothing is put on disk instead.") from error
    say(options, f"{len(persons)} records are about {linked.number_of_clusters} persons.")


def receive(options: argparse.Namespace) -> None:
    """Needs no settings and no database: it reads one file, answers it and keeps nothing."""
    from meerinbeeld.registry.exports import receiving

    try:
        answers = receiving.receive(json.loads(_text(options.file)), date.today())
    except json.JSONDecodeError as error:
        raise Problem(f"{options.file} is not JSON.") from error
    except receiving.NotOfTheFormat as error:
        lines = "\n  ".join(error.problems)
        raise Problem(f"{options.file} does not follow the format:\n  {lines}") from error
    text = json.dumps(answers, indent=1)
    if options.out is None:
        print(text)
        return
    options.out.write_text(text + "\n", "utf-8")
    say(options, f"{len(answers['answers'])} answers written to {options.out}.")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Problem(f"{path} is not in UTF-8.") from error


def _twice(source: str, name: str) -> str:
    where = f" in the list '{source}'" if source else ""
    return (
        f"The id '{name}' is there twice{where}. Make the ids different, or leave 'id' out of the "
        "map: the records are numbered then."
    )
