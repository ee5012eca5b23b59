# SPDX-License-Identifier: EUPL-1.2
"""Where data, keys, tasks and mail live."""

from __future__ import annotations

from meerinbeeld.config.settings import environment as env
from meerinbeeld.config.settings.base import MIB_DATA

DATABASES = {
    "default": env.database(
        env.text("MIB_DATABASE_URL", f"sqlite:///{MIB_DATA / 'meerinbeeld.sqlite3'}")
    )
}

MIB_KEYS_DIR = env.path("MIB_KEYS_DIR", MIB_DATA / "keys")
#: The public face has only this file; the private half stays with the office.
MIB_INTAKE_PUBLIC = env.path("MIB_INTAKE_PUBLIC", MIB_KEYS_DIR / "intake.pub")
MIB_KEY_KEEPER = env.choice("MIB_KEY_KEEPER", "file", ("file", "transit"))
MIB_TRANSIT_URL = env.text("MIB_TRANSIT_URL")
MIB_TRANSIT_TOKEN_FILE = env.text("MIB_TRANSIT_TOKEN_FILE")
MIB_TRANSIT_KEY = env.text("MIB_TRANSIT_KEY", "meerinbeeld")

#: Where records of persons are compared: in this process, or on Spark.
MIB_LINKAGE_ENGINE = env.choice("MIB_LINKAGE_ENGINE", "duckdb", ("duckdb", "spark"))

#: Where the register of processing activities stands; the journal's export points to its entries.
MIB_LDV_REGISTER = env.text("MIB_LDV_REGISTER")

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "config_cache",
    }
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("MIB_MAIL_HOST")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = env.text("MIB_MAIL_HOST")
EMAIL_PORT = env.number("MIB_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("MIB_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("MIB_MAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("MIB_MAIL_TLS", True)
DEFAULT_FROM_EMAIL = env.text("MIB_MAIL_FROM", "meerinbeeld@localhost")

#: Limits of a public report; larger is refused with words that say so.
MIB_MAX_FILE_BYTES = 25 * 1024 * 1024
MIB_MAX_FILES = 10
MIB_MAX_TEXT = 20_000
#: Per address and ten minutes; an address is never stored (see signals/public/limits.py).
MIB_REPORTS_PER_TEN_MINUTES = env.number("MIB_REPORTS_PER_TEN_MINUTES", 600)
MIB_RECEIPT_TRIES_PER_TEN_MINUTES = env.number("MIB_RECEIPT_TRIES_PER_TEN_MINUTES", 20)
#: No file is ever written to a disk as it is: see files/uploads.py.
FILE_UPLOAD_HANDLERS = ["meerinbeeld.files.uploads.UploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = MIB_MAX_FILES
