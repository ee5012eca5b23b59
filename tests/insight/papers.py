# SPDX-License-Identifier: EUPL-1.2
"""What stands on a paper, read from the bytes of a tagged PDF: its lines of tables and its words.

The letters are read through the map that each font brings along, and put together by the tags, as
a screen reader does. The number of the page has no tag, and a picture is read by its description:
what is drawn in it can be read as SVG.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

_CHAR: Final = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_RANGE: Final = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_SECTION: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
Words = dict[tuple[Any, int], str]


@dataclass
class Paper:
    """Each line of each table cell by cell, and every other piece of text."""

    rows: list[list[str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read(data: bytes) -> Paper:
    found = Paper()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        words: Words = {}
        for page in pdf.pages:
            words |= {(page.obj.objgen, mark): said for mark, said in _marked(page).items()}
        _gather(pdf.Root.StructTreeRoot, None, words, found)
    return found


def _marked(page: Any) -> dict[int, str]:
    """What is written under each mark of a page."""
    letters = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    said: dict[int, str] = defaultdict(str)
    marks: list[int | None] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            about = operands[1] if len(operands) > 1 else {}
            inner = about.get("/MCID") if isinstance(about, pikepdf.Dictionary) else None
            marks.append(marks[-1] if inner is None and marks else inner)
        elif name == "EMC":
            marks.pop()
        elif name == "Tf":
            font = letters[str(operands[0])]
        elif name in ("Tj", "TJ") and marks and marks[-1] is not None:
            said[int(marks[-1])] += _said(operands[0], font)
        elif name == "ET" and marks and marks[-1] is not None:
            said[int(marks[-1])] += "\n"
    return said


def _said(shown: Any, font: dict[int, str]) -> str:
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    pairs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
    return "".join(font.get(code, "\ufffd") for code in pairs)


def _letters(font: Any) -> dict[int, str]:
    """The map of a font from its codes to letters."""
    found = {}
    for kind, section in _SECTION.findall(font.ToUnicode.read_bytes()):
        if kind == b"bfchar":
            found |= {int(code, 16): _text(text) for code, text in _CHAR.findall(section)}
        else:
            for first, last, text in _RANGE.findall(section):
                for place, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                    found[code] = chr(ord(_text(text)) + place)
    return found


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _gather(node: Any, page: Any, words: Words, found: Paper) -> None:
    """Take a line of a table as a line, and any other element with text of its own as a text."""
    for kid in _kids(node):
        page = kid.get("/Pg", page)
        if kid.get("/S") == "/TR":
            found.rows.append([_line(_whole(cell, page, words)) for cell in _kids(kid)])
        elif kid.get("/S") == "/Figure":
            found.texts.append(str(kid.get("/Alt", "")))
        elif kid.get("/S") in ("/P", "/H1", "/H2", "/H3", "/Caption", "/LBody"):
            found.texts.append(_line(_whole(kid, page, words)))
        else:
            _gather(kid, page, words, found)


def _kids(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def _whole(node: Any, page: Any, words: Words) -> str:
    """All the text below an element, in the order of reading."""
    page = node.get("/Pg", page)
    kids = node.get("/K", [])
    said = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            said.append(words.get((page.objgen, kid), ""))
        elif isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            said.append(_whole(kid, page, words))
        elif isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            said.append(words.get((kid.get("/Pg", page).objgen, int(kid.MCID)), ""))
    return "".join(said)


def _line(text: str) -> str:
    return " ".join(text.split())
