# SPDX-License-Identifier: EUPL-1.2
"""What the `meerinbeeld journal` command calls. Each gives a status for the shell: 0 is good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TextIO

from meerinbeeld.journal import export, keys, sealing, verifying
from meerinbeeld.journal.models import Entry
from meerinbeeld.journal.sealing import signed_head
from meerinbeeld.journal.signing import NotACheckpoint, SignedHead, parse


def seal_command(out: TextIO) -> int:
    """Seal what waits and say where the journal stands."""
    checkpoint = sealing.seal_pending()
    if checkpoint is None:
        print("Nothing was waiting.", file=out)
    else:
        print(f"Sealed. The journal holds {checkpoint.tree_size} entries now.", file=out)
    return 0


def verify_command(out: TextIO, known: Path | None = None) -> int:
    """Recompute the whole journal; 0 when all is well, 1 when not, 2 for an unusable checkpoint.

    `known` is a checkpoint file that was kept outside the database.
    """
    try:
        kept = _read(known)
    except (OSError, NotACheckpoint):
        print("The checkpoint file cannot be used.", file=out)
        return 2
    found = verifying.verify(kept)
    _tell(found, kept, out)
    return 0 if found.ok else 1


def checkpoint_command(out: TextIO) -> int:
    """Print the last checkpoint as a text to keep elsewhere; 1 when there is none yet."""
    last = sealing.last_checkpoint()
    if last is None:
        return 1
    out.write(signed_head(last).as_text())
    return 0


def export_command(out: TextIO, since: datetime, until: datetime) -> int:
    """Print the entries of a period in the form of Logboek dataverwerkingen."""
    for line in export.export_ldv(_between(since, until)):
        print(line, file=out)
    return 0


def rotate_signing_key() -> str:
    """Put a new signing key in use; earlier checkpoints stay verifiable. Gives the key id."""
    return keys.rotate()


def _between(since: datetime, until: datetime) -> Iterator[Entry]:
    period = Entry.objects.filter(at__gte=since, at__lt=until)
    return period.order_by("at", "id").iterator()


def _read(known: Path | None) -> SignedHead | None:
    return None if known is None else parse(known.read_text("utf-8"))


def _tell(found: verifying.Verification, kept: SignedHead | None, out: TextIO) -> None:
    for problem in found.problems:
        print(f"WRONG: {problem}", file=out)
    if found.more_problems:
        print(f"... and {found.more_problems} more.", file=out)
    verdict = "All is well" if found.ok else "The journal was tampered with or damaged"
    print(f"{verdict}: {found.entries} sealed entries, {found.waiting} waiting.", file=out)
    if kept is None:
        print("Compared with no checkpoint kept elsewhere; give one with --known.", file=out)
