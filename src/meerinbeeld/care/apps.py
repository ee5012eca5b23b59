# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "meerinbeeld.care"
    verbose_name = "care"
