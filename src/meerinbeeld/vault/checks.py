# SPDX-License-Identifier: EUPL-1.2
"""System checks: a process has the keys it needs, and none that it must not have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("security")
def front_has_no_private_keys(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """The public front must not be able to read what it took in (invariant 4)."""
    configured = getattr(settings, "MIB_KEYS_DIR", None)
    if getattr(settings, "MIB_FACE", "both") != "public" or not configured:
        return []
    if not any(_readable_keys(Path(configured))):
        return []
    return [
        Error(
            "The public front can reach private keys.",
            hint="Leave MIB_KEYS_DIR empty there; the front needs only MIB_INTAKE_PUBLIC.",
            id="vault.E001",
        )
    ]


def _readable_keys(directory: Path) -> list[Path]:
    try:
        return [*directory.glob("*.key"), *directory.glob("*/*.key")]
    except OSError:
        return []
