# SPDX-License-Identifier: EUPL-1.2
"""How gunicorn serves us; `meerinbeeld serve` passes this file and the address to listen on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Final

#: After so many seconds of serving the drawing of charts is started, so that nobody who opens the
#: monitor waits a second for it, and the first visitor does not wait for it either.
WARM_AFTER: Final = 3.0

wsgi_app = "meerinbeeld.config.wsgi"
workers = 2
threads = 4
#: Load once, then fork: half the start-up time and half the memory.
preload_app = True
#: A large upload over a slow phone line is not a hung worker: threads keep the heartbeat.
timeout = 60
graceful_timeout = 10
#: No access log. The address of somebody who reports is written down nowhere.
accesslog = None
errorlog = "-"
loglevel = "warning"
#: Nobody manages a running server over a socket; restart it instead.
control_socket_disable = True
#: The heartbeat file stays in memory: on a slow disk it would stop a healthy worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def post_worker_init(worker: Any) -> None:
    """Start the drawing of charts a little later."""
    from django.conf import settings

    if settings.HAS_OFFICE:
        from meerinbeeld.ui.charts.drawing import warm

        timer = threading.Timer(WARM_AFTER, warm)
        timer.daemon = True
        timer.start()
