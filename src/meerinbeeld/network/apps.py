# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "meerinbeeld.network"
    verbose_name = "network"
