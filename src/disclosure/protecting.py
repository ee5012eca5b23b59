# SPDX-License-Identifier: EUPL-1.2
"""Protects a release and lets nothing out that the attack can open."""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from disclosure.attacking import Knowledge, Report, attack
from disclosure.errors import OptionError, RefusalError
from disclosure.noise import protect_by_key, protect_by_rounding
from disclosure.parts import parts
from disclosure.problem import Mask, Problem, Rules, problem
from disclosure.published import SECONDARY, read
from disclosure.result import Protection
from disclosure.search import Pattern, Progress, Search
from disclosure.table import Release, Table, identity, release, trees_of
from disclosure.writing import written

OPTIMAL, FAST, ROUND, CELLKEY = "optimal", "fast", "round", "cellkey"
METHODS = (OPTIMAL, FAST, ROUND, CELLKEY)
#: Processor time for the search; a large table goes over it when its first pattern takes longer.
SECONDS = {OPTIMAL: 60.0, FAST: 20.0, ROUND: 30.0, CELLKEY: 0.0}


def protect(
    tables: Table | Sequence[Table],
    rules: Rules | None = None,
    *,
    method: str = OPTIMAL,
    seconds: float | None = None,
    seed: int = 1,
    base: int | None = None,
    secret: bytes | None = None,
    progress: Progress | None = None,
) -> Protection:
    """Protect tables that are published together.

    ``optimal`` searches the least loss and proves it as far as ``seconds`` of processor time allow;
    ``fast`` stops earlier; both give the gap. ``round`` rounds to multiples of ``base`` so that all
    sums stay right; ``cellkey`` adds noise by the keys of ``secret``. Raises RefusalError when the
    asked protection cannot be reached.
    """
    if method not in METHODS:
        raise OptionError(f"There is no method {method!r}; choose from {', '.join(METHODS)}.")
    begun = time.process_time()
    rules = rules or Rules()
    joined = release([tables] if isinstance(tables, Table) else _named(tables))
    limit = SECONDS[method] if seconds is None else seconds
    if method == ROUND:
        found = protect_by_rounding(joined, rules, base=base, seconds=limit)
    elif method == CELLKEY:
        found = protect_by_key(joined, rules, secret=secret or secrets.token_bytes(32))
    else:
        found = _suppressed(joined, rules, method, limit, seed, progress)
    return replace(found, seconds=time.process_time() - begun)


def _named(tables: Sequence[Table]) -> list[Table]:
    """The tables under names that do not repeat."""
    names: dict[str, int] = {}
    found = []
    for table in tables:
        names[table.name] = names.get(table.name, 0) + 1
        again = names[table.name] > 1
        found.append(replace(table, name=f"{names[table.name]}-{table.name}") if again else table)
    return found


def _suppressed(
    joined: Release,
    rules: Rules,
    method: str,
    seconds: float,
    seed: int,
    progress: Progress | None,
) -> Protection:
    task = problem(joined, rules)
    search = Search(task, seconds=seconds, seed=seed, progress=progress)
    pattern = search.run(prove=method == OPTIMAL, parts=parts(joined))
    hidden = pattern.hidden
    for _ in range(5):
        files = _files(joined, task, hidden)
        report = attack_files(joined, files, rules)
        known = _needless(joined, report)
        if not known.any():
            break
        # The attacker computes these anyway, and they are not primary: hiding them hides nothing.
        hidden = hidden & ~known
    if not report.holds:
        raise RefusalError(refusal(report))
    return _protection(joined, task, pattern, hidden, files, report, method, rules)


def attack_files(joined: Release, files: dict[str, bytes], rules: Rules) -> Report:
    """Attack the bytes of a release as the rules describe the attacker."""
    knowledge = Knowledge(
        at_most=joined.total,
        threshold=rules.threshold if rules.informed else None,
        zeros=rules.zeros,
    )
    published = [read(data, name, count=_count(joined, name)) for name, data in files.items()]
    return attack(published, trees=trees_of(joined), width=rules.asked, knowledge=knowledge)


def refusal(report: Report) -> str:
    """Why nothing is published, with the worst cell."""
    worst = report.exposed()[0]
    where = ", ".join(f"{n}={c}" for n, c in zip(worst.columns, worst.codes, strict=True))
    return (
        f"The attack on the protected table finds {report.exact} exact counts and "
        f"{report.narrow} intervals narrower than {report.width}, among them {where}."
    )


def _count(joined: Release, name: str) -> str:
    return next(table.count for table in joined.tables if table.name == name)


def _files(joined: Release, task: Problem, hidden: Mask) -> dict[str, bytes]:
    status = np.where(task.primary, 1, np.where(hidden, 2, 0)).astype(np.int8)
    return {
        table.name: written(table, status[where].reshape(table.shape), table.counts)
        for table, where in zip(joined.tables, joined.where, strict=True)
    }


def _needless(joined: Release, report: Report) -> Mask:
    """Secondary cells that the attacker computes exactly."""
    known = np.zeros(joined.counts.size, bool)
    exact = [i for i in report.intervals if i.status == SECONDARY and i.width < 1]
    if exact:
        places = _places(joined)
        for interval in exact:
            known[places[identity(interval.columns, interval.codes)]] = True
    return known


def _places(joined: Release) -> dict[frozenset[tuple[str, str]], int]:
    return {
        identity(table.columns, codes): int(cell)
        for table, where in zip(joined.tables, joined.where, strict=True)
        for codes, cell in zip(table.rows(), where, strict=True)
    }


def _protection(
    joined: Release,
    task: Problem,
    pattern: Pattern,
    hidden: NDArray[np.bool_],
    files: dict[str, bytes],
    report: Report,
    method: str,
    rules: Rules,
) -> Protection:
    further = hidden & ~task.primary
    loss = task.loss(hidden)
    final = replace(pattern, hidden=hidden, loss=loss, at_least=min(pattern.at_least, loss))
    return Protection(
        files=files,
        method=method,
        cells=joined.counts.size,
        primary=int(task.primary.sum()),
        secondary=int(further.sum()),
        suppressed_sum=int(joined.counts[further].sum()),
        min_interval_width=report.min_interval_width,
        exact=report.exact,
        narrow=report.narrow,
        gap=final.gap,
        width=rules.asked,
        seconds=0.0,
        details={
            "at_least": int(final.at_least),
            "threshold": rules.threshold,
            "attacker": "informed" if rules.informed else "plain",
        },
    )
