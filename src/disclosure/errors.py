# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong, in words for the person who has to act on it."""

from __future__ import annotations


class DisclosureError(Exception):
    """Base of every error this library raises on purpose."""


class DataError(DisclosureError, ValueError):
    """A table, a hierarchy or records are not valid; the message says what to change."""


class OptionError(DisclosureError, ValueError):
    """An option cannot be combined with another one, or asks what no table can give."""


class RefusalError(DisclosureError):
    """The asked protection could not be reached, so nothing is published; says why."""
