# SPDX-License-Identifier: EUPL-1.2
"""How codes of norms are stored."""

from __future__ import annotations

from typing import Final

#: The longest code that norms may have.
CODE: Final = 40
