# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register

from meerinbeeld.ui import checks


class UiConfig(AppConfig):
    name = "meerinbeeld.ui"
    verbose_name = "look"

    def ready(self) -> None:
        register(checks.theme_can_be_used)
