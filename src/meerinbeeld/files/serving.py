# SPDX-License-Identifier: EUPL-1.2
"""Giving a file out: to show inside a page of ours, or to save. It runs nowhere.

Each function raises `Unreadable` when the beginning of the file is damaged or not there.
"""

from __future__ import annotations

import itertools
from typing import Final

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from meerinbeeld.files.sealed import StoredFile

#: What a browser may show as a picture. Everything else, but for a PDF, is saved.
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
PDF: Final = "application/pdf"


def saved(file: StoredFile) -> StreamingHttpResponse:
    """To save on the device."""
    return _streamed(file, "application/octet-stream", as_attachment=True)


def picture(file: StoredFile) -> StreamingHttpResponse:
    """For an `img` of ours."""
    return _streamed(file, file.type, as_attachment=False)


def framed_pdf(file: StoredFile) -> StreamingHttpResponse:
    """For a frame in a page of ours, and for no other site's. The browser draws it, in the sandbox
    that it keeps for PDF: a hostile file is never read by a process that holds keys.
    """
    response = _streamed(file, PDF, as_attachment=False)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; sandbox; frame-ancestors 'self'"
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _streamed(file: StoredFile, content_type: str, *, as_attachment: bool) -> StreamingHttpResponse:
    pieces = file.content()
    # before the answer begins: what is damaged gets a page that says so, not a broken connection
    first = next(pieces)
    response = StreamingHttpResponse(itertools.chain([first], pieces), content_type=content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment, file.name) or "attachment"
    )
    # even when a cleaned file would hold a script, it runs nowhere
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
