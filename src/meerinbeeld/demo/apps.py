# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "meerinbeeld.demo"
    verbose_name = "synthetic region"
