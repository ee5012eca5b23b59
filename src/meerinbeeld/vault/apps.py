# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "meerinbeeld.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from meerinbeeld.vault import checks  # noqa: F401  (registers the system checks)
