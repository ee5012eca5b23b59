# SPDX-License-Identifier: EUPL-1.2
"""A municipality's own look: one CSS file on top of ours, named by ``MIB_THEME``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

THEME_CLASS = re.compile(r"\.([A-Za-z][\w-]*-theme)\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
#: Anything that would fetch from elsewhere: the browser would refuse it, so we say it at start-up.
OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True)
class Theme:
    css: str
    class_name: str
    version: str


def parse(text: str) -> Theme:
    """The theme in its own cascade layer.

    Raises ImproperlyConfigured when the file asks for something from another host.
    """
    bare = COMMENT.sub("", text)
    if OUTSIDE.search(bare):
        raise ImproperlyConfigured(
            "The file in MIB_THEME may not use @import or files of another host."
        )
    found = THEME_CLASS.search(bare)
    css = f"@layer municipality {{\n{bare.strip()}\n}}\n"
    digest = hashlib.sha256(css.encode()).hexdigest()[:12]
    return Theme(css, found.group(1) if found else "", digest)


@lru_cache(maxsize=4)
def _read(path: str) -> Theme:
    try:
        return parse(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ImproperlyConfigured(f"The theme in MIB_THEME cannot be read: {path}") from error


def current() -> Theme | None:
    path = str(getattr(settings, "MIB_THEME", "") or "")
    return _read(path) if path else None
