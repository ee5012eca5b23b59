# SPDX-License-Identifier: EUPL-1.2
"""Managing keys: what the `meerinbeeld keys` command and the keeper's desk call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Count, QuerySet

from meerinbeeld.vault import intake
from meerinbeeld.vault.errors import KeeperError
from meerinbeeld.vault.keeper import FileKeyKeeper, KeyKeeper, key_keeper, keys_dir
from meerinbeeld.vault.models import DossierKey

BATCH: Final = 200

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Rotation:
    """What a rotation did. `finished_earlier` tells that it completed one that broke off."""

    kek_id: str
    rewrapped: int
    finished_earlier: bool


@dataclass(frozen=True)
class KeyStatus:
    """What the keeper's desk shows: identities and counts, never a key."""

    current_kek: str
    keys_by_kek: dict[str, int]
    unused_keks: tuple[str, ...]
    shredded: int
    intake_in_use: str
    intake_older: tuple[str, ...]


def rotate_keys(progress: Progress | None = None) -> Rotation:
    """Put a new key-encryption key in use and rewrap every dossier key with it.

    Others may read and write meanwhile. When it breaks off, running it again completes it
    without making yet another key. `progress` gets (done, total). Raises `KeeperError`.
    """
    keeper = key_keeper()
    unfinished = _outdated(keeper.current_id()).exists()
    kek_id = keeper.current_id() if unfinished else keeper.make_next()
    rewrapped = _rewrap_all(keeper, kek_id, progress or _silent)
    return Rotation(kek_id, rewrapped, unfinished)


def destroy_old_keks() -> list[str]:
    """Destroy the key-encryption keys that wrap nothing any more. Gives their names.

    From then on, older backups of the wrapped keys are worthless, also to who has our disk.
    Raises `KeeperError` when a rotation is unfinished or the keeper is not a key directory.
    """
    keeper = key_keeper()
    if not isinstance(keeper, FileKeyKeeper):
        raise KeeperError("a transit engine destroys its own old keys (min_decryption_version)")
    if _outdated(keeper.current_id()).exists():
        raise KeeperError("finish the rotation first: meerinbeeld keys rotate")
    old = [kek_id for kek_id in keeper.ids() if kek_id != keeper.current_id()]
    for kek_id in old:
        keeper.destroy(kek_id)
    return old


def rotate_intake() -> str:
    """Put a new intake key in use; older private halves stay. Gives the new key's id.

    On a front with its own machine the new public file must be copied there; until then the
    front seals to the older key, which keeps working.
    """
    return intake.make_pair(keys_dir(), Path(settings.MIB_INTAKE_PUBLIC))


def destroy_intake(key_id: str) -> None:
    """Destroy an older private intake key. Raises `KeeperError` for the one in use."""
    intake.destroy(keys_dir(), key_id)


def key_status() -> KeyStatus:
    """Raises `KeeperError` where the keys are not at hand."""
    keeper = key_keeper()
    by_kek = dict(
        DossierKey.objects.exclude(wrapped=None)
        .values_list("kek_id")
        .annotate(number=Count("id"))
        .order_by("kek_id")
    )
    in_use = intake.public_half().key_id
    return KeyStatus(
        current_kek=keeper.current_id(),
        keys_by_kek=by_kek,
        unused_keks=_unused(keeper, set(by_kek)),
        shredded=DossierKey.objects.filter(wrapped=None).count(),
        intake_in_use=in_use,
        intake_older=tuple(name for name in intake.key_ids(keys_dir()) if name != in_use),
    )


def _unused(keeper: KeyKeeper, used: set[str]) -> tuple[str, ...]:
    if not isinstance(keeper, FileKeyKeeper):
        return ()
    return tuple(name for name in keeper.ids() if name not in used | {keeper.current_id()})


def _outdated(kek_id: str) -> QuerySet[DossierKey]:
    return DossierKey.objects.exclude(wrapped=None).exclude(kek_id=kek_id)


def _rewrap_all(keeper: KeyKeeper, kek_id: str, progress: Progress) -> int:
    total = _outdated(kek_id).count()
    done = 0
    while page := list(_outdated(kek_id).order_by("id")[:BATCH]):
        for row in page:
            _rewrap(keeper, row)
        done += len(page)
        progress(min(done, total), total)
    return done


def _rewrap(keeper: KeyKeeper, row: DossierKey) -> None:
    old = bytes(row.wrapped or b"")
    new = keeper.rewrap(old, row.pk.bytes)
    # only where the row is as it was read: a dossier shredded meanwhile must stay shredded
    DossierKey.objects.filter(pk=row.pk, wrapped=old).update(wrapped=new, kek_id=keeper.id_of(new))


def _silent(done: int, total: int) -> None:
    """No progress is shown."""
