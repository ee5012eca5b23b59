# SPDX-License-Identifier: EUPL-1.2
"""Mistakes in the settings that would open a door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from meerinbeeld.access.demo_mode import is_loopback
from meerinbeeld.access.providers import domains_of


@register("security")
def demo_stays_on_this_machine(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    if not settings.MIB_DEMO or is_loopback(settings.MIB_ORIGIN):
        return []
    return [
        Error(
            "MIB_DEMO is on, but MIB_ORIGIN is not an address of this machine: "
            "anybody could sign in with one click.",
            hint="Unset MIB_DEMO, or set MIB_ORIGIN to http://127.0.0.1:8000.",
            id="access.E001",
        )
    ]


@register("security")
def second_factor_is_required(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    if settings.MIB_SECOND_FACTOR_REQUIRED or is_loopback(settings.MIB_ORIGIN):
        return []
    return [
        Warning(
            "MIB_SECOND_FACTOR_REQUIRED is off: a stolen password is enough to read signals.",
            hint="Leave it on, unless your identity provider asks for a second factor.",
            id="access.W001",
        )
    ]


@register("security")
def providers_answer_for_their_own_people(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    return [
        Warning(
            f"The identity provider {name} may name an address of anybody, of every organisation.",
            hint='List its mail domains in MIB_OIDC: "domains": ["example.org"].',
            id="access.W002",
        )
        for name, domains in domains_of().items()
        if not domains
    ]
