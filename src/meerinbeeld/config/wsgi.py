# SPDX-License-Identifier: EUPL-1.2
"""What gunicorn calls."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

# Almost nothing of what is loaded is thrown away again: looking for it takes a fifth of a start.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "meerinbeeld.config.settings")

application = get_wsgi_application()
# Load every page before the processes are forked: once instead of each, and a mistake stops the
# start instead of the first visitor.
_ = get_resolver().url_patterns
# What is loaded by now stays. Else the garbage collector walks through all of it every so many
# pages, and that page takes 20 to 40 ms longer; and the processes share this memory.
gc.freeze()
gc.enable()
