# SPDX-License-Identifier: EUPL-1.2
"""What the `meerinbeeld journal` command calls. Each gives a status for the shell: 0 is good."""

from __future__ import annotations

import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO

from meerinbeeld.journal import export, handing, keys, proving, sealing, signing, verifying
from meerinbeeld.journal.models import Entry
from meerinbeeld.journal.sealing import signed_head
from meerinbeeld.journal.signing import NotACheckpoint, SignedHead, parse

#: What reading a file can end in that is damaged, locked or something else altogether.
_UNUSABLE: Final = (
    *(OSError, EOFError, ValueError, KeyError, TypeError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
)


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


def check_command(out: TextIO, handed: Path, public: Path | None = None) -> int:
    """Check the proofs that somebody was handed; 0 when each holds, 1 when not, 2 for no proofs.

    A proof has to hold for the line that it stands in. `public` is the file of a signing key;
    without it the keys of this installation are used.
    """
    try:
        looked = _looked(handed)
        told = [one for one in looked if one["proof"] is not None]
        proofs = [handing.from_json(one["proof"]) for one in told]
        trusted = keys.public_keys() if public is None else _trusted(public)
    except _UNUSABLE:
        print("The file or the key cannot be used.", file=out)
        return 2
    wrong = 0
    for number, (line, proof) in enumerate(zip(told, proofs, strict=True), 1):
        key = trusted.get(proof.checkpoint.key_id)
        fits = bool(proof.dossiers) and handing.says_the_same(line, proof)
        if key is None or not fits or not proving.verify_proof(proof, key):
            print(f"WRONG: proof {number} ({proof.fields.get('at', '?')!a})", file=out)
            wrong += 1
    on_list, waiting = sum(1 for proof in proofs if proof.places), len(looked) - len(proofs)
    good = f"{len(proofs) - wrong} of {len(proofs)} proofs hold, {on_list} on a list"
    print(f"{good}; {waiting} entries were not sealed yet.", file=out)
    return 1 if wrong or not proofs else 0


def rotate_signing_key() -> str:
    """Put a new signing key in use; earlier checkpoints stay verifiable. Gives the key id."""
    return keys.rotate()


def _between(since: datetime, until: datetime) -> Iterator[Entry]:
    period = Entry.objects.filter(at__gte=since, at__lt=until)
    return period.order_by("at", "id").iterator()


def _looked(handed: Path) -> list[dict[str, Any]]:
    """Who looked, of the package that a person was given, or of the JSON in it."""
    if zipfile.is_zipfile(handed):
        with zipfile.ZipFile(handed) as whole:
            told = json.loads(whole.read("inzage.json"))
    else:
        told = json.loads(handed.read_text("utf-8"))
    return list(told["looked"])


def _trusted(public: Path) -> dict[str, bytes]:
    key = signing.read_public(public)
    return {signing.key_id_of(key): key}


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
