# SPDX-License-Identifier: EUPL-1.2
"""Codes as people write them in their own lists: by value or label, in either language. Pure."""

from __future__ import annotations

import re
import unicodedata

from meerinbeeld.norms.refs import CodeList


def labels(codes: CodeList) -> str:
    """The words of a list in the language of whoever asks, as people write them in a cell."""
    return ", ".join(code.label for code in codes)


def matching(text: str, codes: CodeList) -> str:
    """The code whose value or label this is, or whose label begins so; "" when there is none."""
    wanted = plain(text)
    if not wanted:
        return ""
    names = {
        code.value: {plain(code.value), plain(code.label_nl), plain(code.label_en)}
        for code in codes
    }
    for value, known in names.items():
        if wanted in known:
            return value
    if len(wanted) >= 5:
        begins = [
            value for value, known in names.items() if any(n.startswith(wanted) for n in known)
        ]
        if len(begins) == 1:
            return begins[0]
    return ""


def plain(text: str) -> str:
    """Lower case, without accents and signs, for comparing words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w?]+", " ", letters.replace("_", " ")).split())
