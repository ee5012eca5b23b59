# SPDX-License-Identifier: EUPL-1.2
"""What the public face may do in the database, as data: `meerinbeeld database roles` prints it.

The face takes in and cannot look back. It may add a report and may not read an envelope; it may
add a file and may not read one; a table that is not named here is closed to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

READ, ADD, CHANGE, REMOVE = "SELECT", "INSERT", "UPDATE", "DELETE"

#: Table → rights on the whole table.
TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "journal_entry": (ADD,),
    "journal_pending": (ADD,),
    "parties_municipality": (READ,),
    "parties_organisation": (READ,),
    "parties_organisation_serves": (READ,),
    "parties_region": (READ,),
    # sealed under the secret in the reporter's cookie
    "signals_draft": (READ, ADD, CHANGE, REMOVE),
    "signals_draftfile": (READ, ADD, CHANGE, REMOVE),
    # sealed to the intake key, or to the reporter
    "signals_letter": (READ, ADD),
    "signals_publicreport": (ADD,),
    "vault_blob": (ADD, REMOVE),
    "vault_blobchunk": (ADD, REMOVE),
}

#: Table → the columns it may not read, where it may read the others.
UNREADABLE: Final[Mapping[str, frozenset[str]]] = {
    "signals_publicreport": frozenset({"envelope"}),
    "vault_blob": frozenset({"dossier"}),
    "vault_blobchunk": frozenset({"sealed"}),
}

#: Table → the columns it may change: a new receipt, its confirmation, a withdrawal.
CHANGEABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "signals_letter": ("read_at",),
    "signals_publicreport": (
        "lookup_id",
        "reporter_key",
        "receipt_confirmed_at",
        "withdrawn_at",
        "stage",
        "stage_at",
    ),
}
