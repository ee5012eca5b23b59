# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "meerinbeeld.signals"
    verbose_name = "signals"
