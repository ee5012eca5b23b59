# SPDX-License-Identifier: EUPL-1.2
"""A date of birth, whole or in part: typed as people write it, kept with the year first."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from meerinbeeld.registry.queries.words import BIRTH_AS_KEPT
from meerinbeeld.ui.forms.text import Text

_TYPED: Final = re.compile(r"(?:(\d{1,2})[-./])?(\d{1,2})[-./](\d{4})\Z")


class BirthDate(Text):
    """What is no date stays as it was typed: "about 1990" says more than 1990."""

    def prepare_value(self, value: Any) -> Any:
        kept = BIRTH_AS_KEPT.match(value) if isinstance(value, str) else None
        if kept is None:
            return value
        return "-".join(str(int(part)) for part in reversed(kept.groups()) if part)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).strip()
        typed = _TYPED.match(text)
        if typed is None:
            return text
        day, month, year = (int(part or 1) for part in typed.groups())
        try:
            moment = date(year, month, day)
        except ValueError:
            return text
        return moment.isoformat() if typed[1] else f"{moment:%Y-%m}"
