# SPDX-License-Identifier: EUPL-1.2
"""Slow work stays out of database transactions."""

from __future__ import annotations

from django.db import connections

from meerinbeeld.vault.errors import InTransaction


def refuse_inside_transaction() -> None:
    """Raise `InTransaction` when any connection of this thread is in an atomic block.

    The blocks that Django's TestCase (and pytest-django's `db`) wrap around a test are not
    counted; Django marks them itself, for `atomic(durable=True)`.
    """
    for connection in connections.all(initialized_only=True):
        blocks = connection.atomic_blocks
        if any(not getattr(block, "_from_testcase", False) for block in blocks):
            raise InTransaction("derive the receipt before the transaction begins")
