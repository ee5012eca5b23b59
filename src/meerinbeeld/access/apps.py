# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "meerinbeeld.access"
    verbose_name = "access"

    def ready(self) -> None:
        from meerinbeeld.access import checks  # noqa: F401
