# SPDX-License-Identifier: EUPL-1.2
"""The names that other rooms use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from meerinbeeld import vault


@pytest.mark.parametrize("name", vault.__all__)
def test_every_promised_name_is_there(name: str) -> None:
    assert getattr(vault, name) is not None


def test_the_package_can_be_imported_before_the_models_are_ready() -> None:
    code = "from meerinbeeld import vault, journal; vault.Place('t','c','r'); journal.trace"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError):
        vault.no_such_name  # noqa: B018
