# SPDX-License-Identifier: EUPL-1.2
"""What people type, made safe to keep: without signs that nobody sees."""

from __future__ import annotations

import re
from typing import Final

#: What a draft keeps of one field, so that also a text that is too long is not lost.
MAX_KEPT: Final = 120_000
UNREADABLE: Final = "\ufffd"
# control characters but for tab and line end; and the bidirectional overrides, which can make a
# text read as something that it is not
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)


def cleaned(text: str) -> str:
    """One kind of line end, no control characters (PostgreSQL refuses NUL), no hidden signs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub("", lines)


def kept(text: str) -> str:
    """What a draft keeps of it."""
    return cleaned(text[:MAX_KEPT])
