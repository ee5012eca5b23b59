# SPDX-License-Identifier: EUPL-1.2
"""The journal: what was done, by whom and for which purpose, so that nobody can deny it.

`from meerinbeeld import journal` and then `journal.record(...)`. Names are looked up at their
first use, so that the package can be imported before Django's models are ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from meerinbeeld.journal.export import export_ldv
    from meerinbeeld.journal.models import Checkpoint, Entry, Leaf
    from meerinbeeld.journal.proving import (
        Growth,
        NotSealed,
        Place,
        Proof,
        growth_proof,
        inclusion_proof,
        inclusion_proofs,
        verify_growth,
        verify_proof,
    )
    from meerinbeeld.journal.recording import (
        PUBLIC,
        SYSTEM,
        Doer,
        Touched,
        record,
        record_list,
        record_many,
    )
    from meerinbeeld.journal.rolls import about, dossiers_of, listed
    from meerinbeeld.journal.sealing import (
        BrokenJournal,
        last_checkpoint,
        seal_pending,
        signed_head,
    )
    from meerinbeeld.journal.tracing import trace
    from meerinbeeld.journal.verifying import Problem, Verification, verify

_HOME: Final = {
    "export_ldv": "export",
    "Checkpoint": "models",
    "Entry": "models",
    "Leaf": "models",
    "Growth": "proving",
    "NotSealed": "proving",
    "Place": "proving",
    "Proof": "proving",
    "growth_proof": "proving",
    "inclusion_proof": "proving",
    "inclusion_proofs": "proving",
    "verify_growth": "proving",
    "verify_proof": "proving",
    "PUBLIC": "recording",
    "SYSTEM": "recording",
    "Doer": "recording",
    "Touched": "recording",
    "record": "recording",
    "record_list": "recording",
    "record_many": "recording",
    "about": "rolls",
    "dossiers_of": "rolls",
    "listed": "rolls",
    "BrokenJournal": "sealing",
    "last_checkpoint": "sealing",
    "seal_pending": "sealing",
    "signed_head": "sealing",
    "trace": "tracing",
    "Problem": "verifying",
    "Verification": "verifying",
    "verify": "verifying",
}

__all__ = [
    "PUBLIC",
    "SYSTEM",
    "BrokenJournal",
    "Checkpoint",
    "Doer",
    "Entry",
    "Growth",
    "Leaf",
    "NotSealed",
    "Place",
    "Problem",
    "Proof",
    "Touched",
    "Verification",
    "about",
    "dossiers_of",
    "export_ldv",
    "growth_proof",
    "inclusion_proof",
    "inclusion_proofs",
    "last_checkpoint",
    "listed",
    "record",
    "record_list",
    "record_many",
    "seal_pending",
    "signed_head",
    "trace",
    "verify",
    "verify_growth",
    "verify_proof",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
