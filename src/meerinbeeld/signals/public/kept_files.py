# SPDX-License-Identifier: EUPL-1.2
"""Keeping the files of a form, not too many in a short time from one address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from meerinbeeld.files import kept
from meerinbeeld.files.kept import FIELD, WORDS, Ready
from meerinbeeld.signals.public import limits

__all__ = ["FIELD", "WORDS", "Ready", "ready", "room_left"]


def ready(request: HttpRequest) -> Ready:
    """Clean and seal the files of a request. Do this before a transaction begins."""
    address = limits.address_of(request)

    def may_take() -> bool:
        if limits.limiter.wait("file", address, limits.FILES_PER_TEN_MINUTES):
            return False
        limits.limiter.count("file", address)
        return True

    return kept.ready(request, may_take)


def room_left(count: int) -> int:
    return int(settings.MIB_MAX_FILES) - count
