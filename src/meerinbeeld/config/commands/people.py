# SPDX-License-Identifier: EUPL-1.2
"""The journal: seal it, prove that nothing was changed, hand it over."""

from __future__ import annotations

from meerinbeeld.config.commands.shared import Commands


def register(commands: Commands) -> None:
    """Nothing yet."""
