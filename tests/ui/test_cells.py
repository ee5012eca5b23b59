# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.ui.cells import FORMULA, safe


@given(st.text(max_size=40))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not safe(text).startswith(FORMULA)


@pytest.mark.parametrize("sign", FORMULA)
def test_every_sign_is_guarded(sign: str) -> None:
    assert safe(f"{sign}1") == f"'{sign}1"


def test_what_is_no_formula_stays_as_it_was() -> None:
    assert safe("Zwolle, 3 + 4") == "Zwolle, 3 + 4"
