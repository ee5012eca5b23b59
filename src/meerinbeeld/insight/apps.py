# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "meerinbeeld.insight"
    verbose_name = "insight"

    def ready(self) -> None:
        from django.conf import settings

        if settings.HAS_OFFICE:
            from meerinbeeld.insight.actions.digests import ABOUT
            from meerinbeeld.insight.queries.digest_notices import SUBJECT
            from meerinbeeld.signals.queries.notices import SUBJECTS

            SUBJECTS[ABOUT] = SUBJECT
