# SPDX-License-Identifier: EUPL-1.2
"""How gunicorn serves us; `meerinbeeld serve` passes this file and the address to listen on."""

from __future__ import annotations

from pathlib import Path

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
