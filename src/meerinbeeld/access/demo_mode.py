# SPDX-License-Identifier: EUPL-1.2
"""One-click sign-in exists on this machine only: never at an address that others can reach."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
#: The people of this domain have one-click sign-in. The demo makes them.
DEMO_EMAIL_DOMAIN = "demo.example"


def is_loopback(origin: str) -> bool:
    return urlsplit(origin).hostname in LOOPBACK


def demo_mode() -> bool:
    return bool(settings.MIB_DEMO) and is_loopback(settings.MIB_ORIGIN)
