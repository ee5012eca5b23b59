# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "meerinbeeld.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
