# SPDX-License-Identifier: EUPL-1.2
"""Ties the norms to Django: the active language, and the overlay directory of the settings."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import get_language

from meerinbeeld.norms import checks as checks  # registers itself
from meerinbeeld.norms import reader


class NormsConfig(AppConfig):
    """``norms`` has no tables; it is an app for its language and its check."""

    name = "meerinbeeld.norms"

    def ready(self) -> None:
        """Raises NormsError when the region's own files are wrong: a web server runs no checks."""
        overlay = getattr(settings, "MIB_NORMS_DIR", "")
        reader.configure(overlay=overlay, active_language=get_language)
        if overlay:
            reader.norms()
