# SPDX-License-Identifier: EUPL-1.2
"""A connection is kept between pages, and one that the server ended is not used again."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import Count, Value
from django.db.models.functions import Coalesce

from meerinbeeld.config.postgresql.base import MOST_VALUES
from meerinbeeld.config.settings import environment
from meerinbeeld.parties.models import Organisation, Region


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


@pytest.mark.django_db
@pytest.mark.usefixtures("on_postgresql")
def test_the_server_keeps_what_it_worked_out_for_a_question_that_comes_again() -> None:
    for number in range(7):
        list(Organisation.objects.filter(name=f"Number {number}"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
                       ["SELECT%parties_organisation%"])  # fmt: skip
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_a_question_may_group_by_an_expression_with_a_value_in_it() -> None:
    Organisation.objects.create(slug="one", name="50% of 'all'", kind="police")
    Organisation.objects.create(slug="two", name="two", kind="police")
    place = Coalesce("municipality_id", Value("no '%' place"))
    rows = Organisation.objects.filter(name__contains="%").annotate(place=place).order_by()
    assert list(rows.values_list("place").annotate(Count("id"))) == [("no '%' place", 1)]


@pytest.mark.django_db
@pytest.mark.usefixtures("on_postgresql")
def test_more_rows_are_written_at_once_than_their_values_fit_beside_a_question() -> None:
    names = [f"{number}% of 'all'" for number in range(MOST_VALUES // 2)]
    regions = [Region(code=str(number), name=name) for number, name in enumerate(names)]
    Region.objects.bulk_create([*regions, Region(code="more", name="one more")])
    assert Region.objects.filter(name__in=[*names, *names, "one more"]).count() == len(names) + 1


@pytest.mark.parametrize(
    ("query", "kept"), [("", 5), ("?prepare_threshold=none", None), ("?prepare_threshold=2", 2)]
)
def test_an_address_may_say_that_nothing_is_kept_ready(query: str, kept: int | None) -> None:
    found = environment.database(f"postgresql://mib@db/mib{query}")
    assert found["OPTIONS"]["prepare_threshold"] == kept
    assert found["OPTIONS"]["server_side_binding"]
