# SPDX-License-Identifier: EUPL-1.2
"""A table as an OpenDocument spreadsheet (ODF 1.3): numbers are numbers, nothing is a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from meerinbeeld.ui.cells import HOURS, Figure

MIME: Final = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_MANIFEST: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


def written(table: Iterable[Iterable[str]], title: str) -> bytes:
    """The file, with one sheet of that title."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        # the type stands first and unpacked, so that others know the file by its beginning
        package.writestr(zipfile.ZipInfo("mimetype"), MIME, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("content.xml", _content(table, title))
    return out.getvalue()


def _content(table: Iterable[Iterable[str]], title: str) -> str:
    rows = "".join(f"<table:table-row>{_cells(row)}</table:table-row>" for row in table)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content xmlns:office="{_OASIS}office:1.0" '
        f'xmlns:table="{_OASIS}table:1.0" xmlns:text="{_OASIS}text:1.0" office:version="1.3">'
        f"<office:body><office:spreadsheet><table:table table:name={quoteattr(title)}>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def _cells(row: Iterable[str]) -> str:
    return "".join(
        f"<table:table-cell {_type(cell)}>{_paragraphs(cell)}</table:table-cell>" for cell in row
    )


def _type(cell: str) -> str:
    if not isinstance(cell, Figure):
        return 'office:value-type="string"'
    if cell.style == HOURS:
        hours, minutes = divmod(round(cell.value * 24 * 60), 60)
        return f'office:value-type="time" office:time-value="PT{hours:02}H{minutes:02}M00S"'
    kind = "percentage" if cell.style.endswith("%") else "float"
    return f'office:value-type="{kind}" office:value="{cell.value}"'


def _paragraphs(cell: str) -> str:
    return "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
