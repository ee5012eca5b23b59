# SPDX-License-Identifier: EUPL-1.2
"""Named by ``ENGINE`` in the settings."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the server still holds this connection. Django asks with each page.

        A server that stops or ends a session says so, and what it said waits to be read: looking
        costs no statement there and back. On a line that is silent nothing ever waits.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN)
        return not waiting.poll(0)
