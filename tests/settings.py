# SPDX-License-Identifier: EUPL-1.2
"""The application's own settings on a throw-away data directory.

`MIB_TEST_DATABASE_URL` chooses the database; without it the tests run on SQLite.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path

_data = Path(os.environ.get("MIB_DATA") or tempfile.mkdtemp(prefix="mib-tests-"))
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _data.name != _worker:
    # Tests that run side by side inherit one folder: none may find another's key half written.
    _data /= _worker
_data.mkdir(parents=True, exist_ok=True)
os.environ["MIB_DATA"] = str(_data)
os.environ.setdefault("MIB_DATABASE_URL", os.environ.get("MIB_TEST_DATABASE_URL", ""))
(_data / "secret.key").write_text(secrets.token_hex(32), encoding="ascii")

from meerinbeeld.vault.setup import make_keys  # noqa: E402

make_keys(_data / "keys")

from meerinbeeld.config.settings import *  # noqa: E402, F403
from meerinbeeld.config.settings import DATABASES  # noqa: E402

DATABASES["default"]["TEST"] = (
    # A file, since a live server reads it from another thread than the test.
    {"NAME": str(_data / "test.sqlite3")} if "sqlite" in DATABASES["default"]["ENGINE"] else {}
)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIB_SECOND_FACTOR_REQUIRED = False
# The same hasher with a cheap setting: people's passwords are not what these tests try.
PASSWORD_HASHERS = ["tests.settings.QuickArgon2"]

from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402


class QuickArgon2(Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
