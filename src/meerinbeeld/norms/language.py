# SPDX-License-Identifier: EUPL-1.2
"""The language a label is read in. The frame tells it; this package knows no frame."""

from __future__ import annotations

from collections.abc import Callable

DEFAULT = "nl"

Language = Callable[[], str | None]


def _default_language() -> str | None:
    return DEFAULT


_language: Language = _default_language


def use_language(language: Language | None) -> None:
    """Set the function that tells the active language; ``None`` goes back to Dutch."""
    global _language
    _language = language or _default_language


def active_language() -> str:
    """``"en"`` for any kind of English, else ``"nl"``: a label is never missing."""
    return "en" if (_language() or DEFAULT).lower().startswith("en") else DEFAULT


def pick(nl: str, en: str) -> str:
    """The text of the active language."""
    return en if active_language() == "en" else nl
