# SPDX-License-Identifier: EUPL-1.2
"""The form of everything that changes a case."""

from __future__ import annotations

from typing import Any

from meerinbeeld.access.forms import acting
from meerinbeeld.care.models import Case


class CaseForm(acting.ActForm):
    """Give it the case at hand; read `once` and `seen` when it is valid."""

    def __init__(self, data: Any = None, files: Any = None, *, case: Case) -> None:
        super().__init__(data, files, record=case)
        self.case = case
