# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "meerinbeeld.signals"
    verbose_name = "signals"

    def ready(self) -> None:
        from django.conf import settings

        if settings.HAS_OFFICE:
            from meerinbeeld.access.notify import WHEN_GLASS_BREAKS
            from meerinbeeld.network.actions.organisations import STILL_NEEDED
            from meerinbeeld.signals.actions.notices import tell_of_emergency
            from meerinbeeld.signals.queries.choices import owns_open_signals

            if tell_of_emergency not in WHEN_GLASS_BREAKS:
                WHEN_GLASS_BREAKS.append(tell_of_emergency)
            if owns_open_signals not in STILL_NEEDED:
                STILL_NEEDED.append(owns_open_signals)
