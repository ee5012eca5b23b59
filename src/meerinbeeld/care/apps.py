# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "meerinbeeld.care"
    verbose_name = "care"

    def ready(self) -> None:
        from django.conf import settings

        if settings.HAS_OFFICE:
            from meerinbeeld.access.notify import WHEN_GLASS_BREAKS
            from meerinbeeld.care.actions.emergency import tell_of_emergency
            from meerinbeeld.care.queries.notices import SUBJECT
            from meerinbeeld.care.queries.scope import KIND
            from meerinbeeld.signals.queries.notices import SUBJECTS

            SUBJECTS[KIND] = SUBJECT
            if tell_of_emergency not in WHEN_GLASS_BREAKS:
                WHEN_GLASS_BREAKS.append(tell_of_emergency)
