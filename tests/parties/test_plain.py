# SPDX-License-Identifier: EUPL-1.2
"""Rows as the database keeps them."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from meerinbeeld.journal.models import Pending
from meerinbeeld.parties.plain import (
    id_as_text,
    ids_as_kept,
    insert_rows,
    rows_as_kept,
    rows_with_ids,
    update_rows,
)
from meerinbeeld.vault.models import DossierKey

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 120])
def test_rows_are_written_read_and_written_anew(number: int) -> None:
    ids = [uuid.uuid4() for _ in range(number)]
    insert_rows(Pending, ["entry"], [(key,) for key in ids_as_kept(ids)])
    assert set(Pending.objects.values_list("entry", flat=True)) == set(ids)
    kept = rows_as_kept(Pending.objects.values_list("entry"))
    assert {id_as_text(one) for (one,) in kept} == set(map(str, ids))


def test_rows_are_found_by_their_ids_and_no_others() -> None:
    ids = [uuid.uuid4() for _ in range(5)]
    Pending.objects.bulk_create(Pending(entry=one) for one in ids)
    asked = [*ids[:2], uuid.uuid4()]
    found = rows_with_ids(Pending, ("entry",), asked)
    assert {id_as_text(one) for (one,) in found} == {str(one) for one in ids[:2]}
    assert rows_with_ids(Pending, ("entry",), []) == []


def test_a_row_is_changed_by_its_id() -> None:
    one, other = (DossierKey.objects.create(wrapped=b"x", kek_id="kek-0001") for _ in range(2))
    update_rows(DossierKey, ("kek_id",), [("kek-0002", *ids_as_kept([one.pk]))])
    assert DossierKey.objects.get(pk=one.pk).kek_id == "kek-0002"
    assert DossierKey.objects.get(pk=other.pk).kek_id == "kek-0001"


def test_the_constraints_of_the_table_hold() -> None:
    twice = [tuple(ids_as_kept([uuid.UUID(int=1)]))] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Pending, ["entry"], twice)
    assert not Pending.objects.exists()


def test_an_id_reads_as_python_writes_it() -> None:
    one = uuid.UUID(int=7)
    assert {id_as_text(one), id_as_text(one.hex), id_as_text(str(one))} == {str(one)}
    [kept, told] = ids_as_kept([one, str(one)])
    assert told in (kept, str(one))
    assert ids_as_kept([None]) == [None]
