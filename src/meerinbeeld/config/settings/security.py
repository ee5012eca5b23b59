# SPDX-License-Identifier: EUPL-1.2
"""Closed by default: cookies, headers and the content security policy."""

from __future__ import annotations

from csp.constants import NONE, SELF

from meerinbeeld.config.settings import environment as env
from meerinbeeld.config.settings.base import HAS_PUBLIC, MIB_DATA

#: The address people type. Plain http is for this machine only.
MIB_ORIGIN = env.text("MIB_ORIGIN", "http://127.0.0.1:8000")
MIB_BEHIND_PROXY = env.flag("MIB_BEHIND_PROXY")
SECURE = MIB_ORIGIN.startswith("https://")

SECRET_KEY = env.secret(MIB_DATA / "secret.key")
ALLOWED_HOSTS = [
    MIB_ORIGIN.split("://", 1)[-1].split("/")[0].rsplit(":", 1)[0],
    *([] if SECURE else ["127.0.0.1", "localhost", "[::1]"]),
]
CSRF_TRUSTED_ORIGINS = [MIB_ORIGIN]

# __Host- cookies need Secure, which a browser refuses on http.
_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_PREFIX}session"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
MIB_DRAFT_COOKIE = f"{_PREFIX}draft"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# A year-old cookie on a borrowed phone is a trace: it goes with the browser window.
CSRF_COOKIE_AGE = None
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = (
    "meerinbeeld.signals.public.views.stale.csrf_failure"
    if HAS_PUBLIC
    else "meerinbeeld.ui.views.csrf_failure"
)

#: A session ends after this many seconds without a request, and in any case after a working day.
MIB_SESSION_IDLE = env.number("MIB_SESSION_IDLE", 30 * 60)
MIB_SESSION_MAX = env.number("MIB_SESSION_MAX", 10 * 60 * 60)
SESSION_COOKIE_AGE = MIB_SESSION_MAX

SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE and not MIB_BEHIND_PROXY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MIB_BEHIND_PROXY else None
# Nothing goes to another site. With "no-referrer" Chromium sends "Origin: null" along with our own
# forms, and Django then rightly refuses each of them.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS: list[str] = []
