# SPDX-License-Identifier: EUPL-1.2
"""The form of everything that changes a signal."""

from __future__ import annotations

from typing import Any

from meerinbeeld.access.forms import acting
from meerinbeeld.signals.models import Signal


class ActForm(acting.ActForm):
    """Give it the signal at hand; read `once` and `seen` when it is valid."""

    def __init__(self, data: Any = None, files: Any = None, *, signal: Signal) -> None:
        super().__init__(data, files, record=signal)
        self.signal = signal
