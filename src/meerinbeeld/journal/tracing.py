# SPDX-License-Identifier: EUPL-1.2
"""The trace id that ties the entries of one request together (W3C Trace Context)."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar
from typing import Final

#: sixteen bytes in hexadecimal, or "" outside a request
trace: Final[ContextVar[str]] = ContextVar("meerinbeeld_trace", default="")

_TRACEPARENT: Final = re.compile(r"(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}\Z")


def new_trace() -> str:
    return secrets.token_hex(16)


def trace_of(traceparent: str) -> str | None:
    """The trace id in a `traceparent` header, or None when the header is not valid."""
    match = _TRACEPARENT.match(traceparent)
    if match is None or not int(match[1], 16) or not int(match[2], 16):
        return None
    return match[1]


def traceparent(trace_id: str) -> str:
    """A header for the next system, with a span of our own, not sampled."""
    return f"00-{trace_id}-{secrets.token_hex(8)}-00"
