# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "meerinbeeld.registry"
    verbose_name = "registry"

    def ready(self) -> None:
        from django.conf import settings

        if settings.HAS_OFFICE:
            from meerinbeeld.registry.queries.letter_notices import ABOUT, SUBJECT
            from meerinbeeld.signals.queries.notices import SUBJECTS

            SUBJECTS[ABOUT] = SUBJECT
