# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "meerinbeeld.parties"
    verbose_name = "parties"
