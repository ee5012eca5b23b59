# SPDX-License-Identifier: EUPL-1.2
"""A wrong norm stops the start, with a message per problem, and not the first reporter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from meerinbeeld.norms import reader
from meerinbeeld.norms.yamlfiles import NormsError


@register()
def norms_can_be_read(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """One error per problem, with what to do as its hint."""
    try:
        reader.norms()
    except NormsError as wrong:
        return [
            Error(f"{p.file}, line {p.line}, {p.entry}: {p.what}", hint=p.fix, id="norms.E001")
            for p in wrong.problems
        ]
    return []
