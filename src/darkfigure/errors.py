# SPDX-License-Identifier: EUPL-1.2
"""What can go wrong, in words for the person who has to act on it."""

from __future__ import annotations


class DarkFigureError(Exception):
    """Base of every error this library raises on purpose."""


class DataError(DarkFigureError, ValueError):
    """The data are not valid capture histories; the message says what to change."""


class ModelError(DarkFigureError, ValueError):
    """A model or an option is not valid for these data."""


class RefusalError(DarkFigureError):
    """The data cannot carry a number, so none is given; the message says why."""
