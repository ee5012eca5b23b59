# SPDX-License-Identifier: EUPL-1.2
"""Named by ``ENGINE`` in the settings."""

from __future__ import annotations

import select
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg import ClientCursor

#: How many questions the server keeps ready for a connection: those of the pages of an hour.
PREPARED: Final = 300
#: How many values the protocol takes beside a question (its number of them has two bytes).
MOST_VALUES: Final = 65_535


class Cursor(base.ServerBindingCursor):
    """Sends the values apart from the question, so that the server knows the question again.

    Where a question names an expression twice, as by grouping, the values are written into it:
    apart, the server takes them for two values that may differ. So are more values than fit.
    """

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        if params and ("GROUP BY" in query or len(params) > MOST_VALUES):
            query, params = ClientCursor(self.connection).mogrify(query, params), None  # type: ignore[attr-defined]
        return super().execute(query, params, **how)  # type: ignore[misc]


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = PREPARED
        return connection

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
