# SPDX-License-Identifier: EUPL-1.2
"""What people type, made safe to keep: without signs that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: What a draft keeps of one field, so that also a text that is too long is not lost.
MAX_KEPT: Final = 120_000
UNREADABLE: Final = "\ufffd"
# the bidirectional overrides can make a text read as something that it is not
_HIDDEN: Final = re.compile("[\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_KEPT_CONTROLS: Final = frozenset("\n\t")


def cleaned(text: str) -> str:
    """One kind of line end, no control characters (PostgreSQL refuses NUL), no hidden signs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    visible = _HIDDEN.sub("", lines)
    return "".join(
        sign for sign in visible if sign in _KEPT_CONTROLS or unicodedata.category(sign) != "Cc"
    )


def kept(text: str) -> str:
    """What a draft keeps of it."""
    return cleaned(text[:MAX_KEPT])
