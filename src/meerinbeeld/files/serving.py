# SPDX-License-Identifier: EUPL-1.2
"""Giving a file out: to show inside a page of ours, or to save. It runs nowhere."""

from __future__ import annotations

from typing import Final

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from meerinbeeld.files.sealed import StoredFile

#: What a browser may show as a picture. Everything else but a PDF is saved.
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


def saved(file: StoredFile) -> StreamingHttpResponse:
    """To save on the device."""
    return _streamed(file, "application/octet-stream", as_attachment=True)


def picture(file: StoredFile) -> StreamingHttpResponse:
    """For an `img` of ours."""
    return _streamed(file, file.type, as_attachment=False)


def _streamed(file: StoredFile, content_type: str, *, as_attachment: bool) -> StreamingHttpResponse:
    response = StreamingHttpResponse(file.content(), content_type=content_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment, file.name) or "attachment"
    )
    # even when a cleaned file would hold a script, it runs nowhere
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
