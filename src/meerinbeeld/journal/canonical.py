# SPDX-License-Identifier: EUPL-1.2
"""The bytes of an entry that are hashed: JSON in the form of RFC 8785, all values strings.

Another program can make the same bytes from an export, so that a proof can be checked without
this code. `docs/reference/formats.md` holds a known answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

VERSION: Final = "1"


def instant(moment: datetime) -> str:
    """UTC with microseconds, always in the same length."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry_bytes(fields: Mapping[str, str]) -> bytes:
    """The canonical bytes of an entry's fields. Values are ASCII codes, ids and instants."""
    told = {**fields, "v": VERSION}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
