# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from tests.browsing import enter, translations

__all__ = ["enter", "translations"]
