# SPDX-License-Identifier: EUPL-1.2
"""What gunicorn calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meerinbeeld.config.settings")

application = get_wsgi_application()
