# SPDX-License-Identifier: EUPL-1.2
"""What has to be right before the first page is shown."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from meerinbeeld.ui import theme


def theme_can_be_used(app_configs: object, **_options: object) -> list[CheckMessage]:
    """A theme that is missing or fetches from elsewhere is told at the start, not to a visitor."""
    try:
        theme.current()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="ui.E001")]
    return []
