# SPDX-License-Identifier: EUPL-1.2
"""The vault: sealed content, and keys that can be destroyed.

`from meerinbeeld import vault` and then `vault.unlocked(...)`. Names are looked up at their first
use, so that the package can be imported before Django's models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from meerinbeeld.vault import drafts, fields, hpke, intake, normalise, receipt
    from meerinbeeld.vault.aead import Place
    from meerinbeeld.vault.blobs import (
        BlobInfo,
        BlobWriter,
        adopt_blobs,
        delete_blob,
        new_blob_key,
        read_blob,
        sweep_unfinished,
    )
    from meerinbeeld.vault.box import Box, Column
    from meerinbeeld.vault.dossiers import (
        create_dossier,
        is_shredded,
        lately_shredded,
        new_dossiers,
        shred,
        shred_many,
        unlocked,
        unlocked_many,
        wrapped_key,
    )
    from meerinbeeld.vault.errors import (
        BoxClosed,
        InTransaction,
        KeeperError,
        NoIntakeKey,
        Shredded,
        UnknownDossier,
        Unreadable,
        VaultError,
    )
    from meerinbeeld.vault.index import blind_index, blind_keys, keyed_digest
    from meerinbeeld.vault.keeper import KeyKeeper

_HOME: Final = {
    "Place": "aead",
    "BlobInfo": "blobs",
    "BlobWriter": "blobs",
    "adopt_blobs": "blobs",
    "delete_blob": "blobs",
    "new_blob_key": "blobs",
    "read_blob": "blobs",
    "sweep_unfinished": "blobs",
    "Box": "box",
    "Column": "box",
    "create_dossier": "dossiers",
    "is_shredded": "dossiers",
    "lately_shredded": "dossiers",
    "new_dossiers": "dossiers",
    "shred": "dossiers",
    "shred_many": "dossiers",
    "unlocked": "dossiers",
    "unlocked_many": "dossiers",
    "wrapped_key": "dossiers",
    "BoxClosed": "errors",
    "InTransaction": "errors",
    "KeeperError": "errors",
    "NoIntakeKey": "errors",
    "Shredded": "errors",
    "UnknownDossier": "errors",
    "Unreadable": "errors",
    "VaultError": "errors",
    "blind_index": "index",
    "blind_keys": "index",
    "keyed_digest": "index",
    "KeyKeeper": "keeper",
}
_MODULES: Final = frozenset({"drafts", "fields", "hpke", "intake", "normalise", "receipt"})

__all__ = [
    "BlobInfo",
    "BlobWriter",
    "Box",
    "BoxClosed",
    "Column",
    "InTransaction",
    "KeeperError",
    "KeyKeeper",
    "NoIntakeKey",
    "Place",
    "Shredded",
    "UnknownDossier",
    "Unreadable",
    "VaultError",
    "adopt_blobs",
    "blind_index",
    "blind_keys",
    "create_dossier",
    "delete_blob",
    "drafts",
    "fields",
    "hpke",
    "intake",
    "is_shredded",
    "keyed_digest",
    "lately_shredded",
    "new_blob_key",
    "new_dossiers",
    "normalise",
    "read_blob",
    "receipt",
    "shred",
    "shred_many",
    "sweep_unfinished",
    "unlocked",
    "unlocked_many",
    "wrapped_key",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
