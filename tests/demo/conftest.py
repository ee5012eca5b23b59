# SPDX-License-Identifier: EUPL-1.2
"""The whole synthetic region, filled once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from meerinbeeld.demo.fill import fill


@pytest.fixture(scope="package")
def filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """Filled outside the transaction of each test, and gone after the last; how many signals."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(progress=lambda line: None)
        transaction.set_rollback(True)


@pytest.fixture
def region(filled: int, db: None) -> int:
    """How many signals were written."""
    return filled
