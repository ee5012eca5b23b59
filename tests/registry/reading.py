# SPDX-License-Identifier: EUPL-1.2
"""What two processes do that open a register together, in processes of their own.

Started as a program, with the name of a part; prints what came of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

NOTIFIED = 8


def register() -> Any:
    """Some notifications, and small steps; who may search them."""
    from meerinbeeld.registry.actions import unsealing
    from tests.registry.making import notify
    from tests.registry.processes import village

    people = village()
    unsealing.AT_ONCE, unsealing.MANY = 2, 1  # type: ignore[misc]
    for number in range(NOTIFIED):
        notify(people, "pim", details={"first_name": "Joy", "last_name": f"Naam{number}"})
    return people.actor("carla")


def children() -> list[int]:
    """The processes that this one started and that are there still."""
    return [
        int(one)
        for task in Path("/proc/self/task").iterdir()
        for one in (task / "children").read_text().split()
    ]


def from_outside(process: int) -> bytes:
    """What others on the machine may see of a process."""
    own = Path(f"/proc/{process}")
    return (own / "cmdline").read_bytes() + (own / "environ").read_bytes()


def both() -> dict[str, Any]:
    """All is opened, by two, and each dossier once."""
    from meerinbeeld import journal
    from meerinbeeld.registry.actions import unsealing
    from meerinbeeld.registry.models import Notification

    carla, parts, seen = register(), list[float](), b""

    def heard(part: float) -> None:
        nonlocal seen
        parts.append(part)
        seen += b"".join(map(from_outside, children()))

    persons = unsealing.persons_of(carla, heard)
    names = persons.columns["family_name"]
    entries = journal.Entry.objects.filter(verb="open", reason_code="linkage")
    opened = Counter(one for entry in entries for one in journal.dossiers_of(entry))
    rows = Notification.objects.order_by("pk")
    return {
        "all in order": persons.ids == [str(row.pk) for row in rows],
        "names": len({names.values[code] for code in names.codes}) == NOTIFIED,
        "each once": opened == Counter(row.dossier for row in rows),
        "lists": Counter(entry.thing_id.split(":")[1] for entry in entries),
        "for whoever asked": {entry.person_id for entry in entries} == {carla.person_id},
        "parts": parts,
        "seen from outside": b"second_reader" in seen and b"Naam" not in seen,
        "left": children(),
    }


def killed() -> dict[str, Any]:
    """The second process is killed under way."""
    return searched(lambda: [os.kill(one, signal.SIGKILL) for one in children()])


def moved() -> dict[str, Any]:
    """What only the second process opens was moved to another place."""
    from meerinbeeld.registry.models import Likeness

    asked = register()
    one, other = Likeness.objects.order_by("-notification")[:2]
    Likeness.objects.filter(pk=one.pk).update(told=other.told)
    return searched(lambda: None, asked)


def stopped() -> dict[str, Any]:
    """Somebody stops the search under way."""
    from meerinbeeld.registry.actions.runs import stop_run
    from meerinbeeld.registry.models import Run

    asked = register()
    return searched(lambda: stop_run(asked, Run.objects.get().pk), asked)


def searched(meanwhile: Callable[[], object], asked: Any = None) -> dict[str, Any]:
    """How a search ends when this happens after its first step, and what it leaves."""
    from meerinbeeld.registry.actions import runs, searching
    from meerinbeeld.registry.models import Pair

    run = runs.ask_run(asked or register())
    heard = searching._heard

    def once(*arguments: Any) -> None:
        searching._heard = heard  # type: ignore[assignment]
        meanwhile()
        heard(*arguments)

    searching._heard = once  # type: ignore[assignment]
    searching.carry_out(run.pk)
    run.refresh_from_db()
    return {
        "state": run.state,
        "problem": run.problem,
        "pairs": Pair.objects.count(),
        "left": children(),
    }


def alone() -> list[int]:
    """The second process is asked by one that is there still, and by one that is not; how many
    persons each time."""
    import subprocess

    import pyarrow as pa

    from meerinbeeld.registry.actions import second_reader

    carla = register()
    asked = {"person": str(carla.person_id), "organisation": str(carla.organisation_id)}
    asked |= {"role": carla.role, "trace": "", "after": ""}
    given = []
    for asker in (os.getpid(), os.getppid()):
        done = subprocess.run(
            second_reader.COMMAND,
            input=json.dumps(asked | {"process": asker}).encode(),
            capture_output=True,
            check=True,
        )
        given.append(len(pa.ipc.open_stream(done.stdout).read_all()) if done.stdout else 0)
    return given


def main() -> None:
    import django

    django.setup()
    print(json.dumps(globals()[sys.argv[1]]()))


if __name__ == "__main__":
    main()
