# SPDX-License-Identifier: EUPL-1.2
"""When the non-punishment question is asked, and when it is asked again. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

#: Forms in which somebody is made to commit offences. Begging is often counted with them.
CRIMINAL: Final = frozenset({"criminal_exploitation", "forced_begging"})


def is_asked(forms: Iterable[str]) -> bool:
    """Whether the case asks the question, by what is suspected."""
    return not CRIMINAL.isdisjoint(forms)


def follow_up(*, puts_before: bool, ends: bool) -> bool:
    """Whether somebody has to come back to it: much points to it, and nothing came of it yet."""
    return puts_before and not ends
