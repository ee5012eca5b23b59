# SPDX-License-Identifier: EUPL-1.2
"""Papers: PDF/UA-1 (ISO 14289-1) made in memory from a Typst source and plain data.

Data goes in as JSON and is set as text, never as markup, so that nothing somebody typed can change
the paper or read a file. Nothing is written to disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

_BASE = Path(__file__).resolve().parent / "base.typ"
#: For charts; typst's own types want one type for source and folders.
_FONTS: Any = [str(Path(__file__).resolve().parent.parent / "fonts")]


def pdf(source: Path, data: Mapping[str, Any], *, title: str, language: str) -> bytes:
    """The bytes of a tagged PDF. `source` is Typst and reads `data`; `base.typ` comes before it.

    The values of `data` are JSON. Raises `typst.TypstError` for a source that is wrong.
    """
    whole = _BASE.read_text(encoding="utf-8") + "\n" + source.read_text(encoding="utf-8")
    made: bytes = typst.compile(
        whole.encode(),
        sys_inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "title": title,
            "language": language,
        },
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        font_paths=_FONTS,
        timestamp=int(timezone.now().timestamp()),
    )
    return made
