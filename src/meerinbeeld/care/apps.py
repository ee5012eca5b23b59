# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "meerinbeeld.care"
    verbose_name = "care"

    def ready(self) -> None:
        from django.conf import settings

        if settings.HAS_OFFICE:
            from meerinbeeld.care.queries.notices import SUBJECT
            from meerinbeeld.care.queries.scope import KIND
            from meerinbeeld.signals.queries.notices import SUBJECTS

            SUBJECTS[KIND] = SUBJECT
