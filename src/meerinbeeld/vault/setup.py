# SPDX-License-Identifier: EUPL-1.2
"""Making the keys of a new installation. Needs no database and may run at each start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from meerinbeeld.vault import aead, intake, keyfiles
from meerinbeeld.vault.index import KEY_FILE as INDEX_FILE
from meerinbeeld.vault.keeper import FileKeyKeeper

JOURNAL_FILE = "journal.key"
INTAKE_PUBLIC_FILE = "intake.pub"


@dataclass(frozen=True)
class MadeKeys:
    """Which keys were made just now; all False when everything stood already."""

    kek: bool
    index: bool
    intake: bool
    journal: bool

    @property
    def any(self) -> bool:
        return self.kek or self.index or self.intake or self.journal


def make_keys(directory: Path, intake_public: Path | None = None) -> MadeKeys:
    """Make the keys that are missing; never touch one that stands.

    The directory becomes 0700 and each secret file 0600. The public half of the intake key goes
    to `intake_public`, or to `intake.pub` in the directory: it is all the public front needs.
    """
    keyfiles.make_directory(directory)
    return MadeKeys(
        kek=_make_kek(directory),
        index=keyfiles.write_new(directory / INDEX_FILE, aead.new_key()),
        intake=_make_intake(directory, intake_public or directory / INTAKE_PUBLIC_FILE),
        journal=keyfiles.write_new(directory / JOURNAL_FILE, aead.new_key()),
    )


def _make_kek(directory: Path) -> bool:
    keeper = FileKeyKeeper(directory)
    if keeper.ids():
        return False
    keeper.make_next()
    return True


def _make_intake(directory: Path, public_file: Path) -> bool:
    if public_file.exists():
        return False
    public_file.parent.mkdir(parents=True, exist_ok=True)
    intake.make_pair(directory, public_file)
    return True
