# SPDX-License-Identifier: EUPL-1.2
"""A connection is kept between pages, and one that the server ended is not used again."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection, connections


def test_each_thread_keeps_its_connection_for_a_while() -> None:
    assert connection.settings_dict["CONN_MAX_AGE"] == 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_postgresql")
def test_a_session_that_the_server_ended_is_noticed_before_the_next_page() -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            ours = connection.connection.info.backend_pid
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ours])
    finally:
        other.close()
    assert not connection.is_usable()
    connection.health_check_enabled = True
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("on_postgresql")
def test_a_closed_connection_is_not_usable() -> None:
    connection.ensure_connection()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
