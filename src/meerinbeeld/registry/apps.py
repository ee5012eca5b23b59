# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "meerinbeeld.registry"
    verbose_name = "registry"
