# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "meerinbeeld.oversight"
    verbose_name = "oversight"
