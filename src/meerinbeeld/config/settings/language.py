# SPDX-License-Identifier: EUPL-1.2
"""Dutch first, English complete."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from meerinbeeld.config.settings.base import PUBLIC_FACE

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
LOCALE_PATHS = [PUBLIC_FACE / "locale", PUBLIC_FACE.parent / "professional" / "locale"]
LANGUAGE_COOKIE_AGE = None
