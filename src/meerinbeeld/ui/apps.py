# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "meerinbeeld.ui"
    verbose_name = "look"
