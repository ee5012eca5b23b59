# SPDX-License-Identifier: EUPL-1.2
"""Personal details as people write them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from meerinbeeld.registry.queries.words import detail_in_words


@pytest.mark.parametrize(
    ("kind", "kept", "shown"),
    [
        ("birth_date", "2005-04-03", "3 april 2005"),
        ("birth_date", "2005-04", "april 2005"),
        ("birth_date", "2005", "2005"),
        ("birth_date", "2005-02-31", "2005-02-31"),
        ("birth_date", "3-4-2005", "3-4-2005"),
        ("birth_date", "ongeveer 2005", "ongeveer 2005"),
        ("phone", "2005-04-03", "2005-04-03"),
    ],
)
def test_only_a_date_of_birth_that_is_kept_in_digits_is_put_in_words(
    kind: str, kept: str, shown: str
) -> None:
    with override("nl"):
        assert detail_in_words(kind, kept) == shown


def test_the_month_is_in_the_language_of_the_reader() -> None:
    with override("en"):
        assert detail_in_words("birth_date", "2005-03-04") == "4 March 2005"
