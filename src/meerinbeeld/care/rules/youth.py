# SPDX-License-Identifier: EUPL-1.2
"""Whom to turn to for a minor, by what is known. Pure: the rows come from norms, people decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One row of norms: with which answers a party comes into view."""

    target: str
    minor: frozenset[str]
    #: With which authority over the minor it fits; empty: with any.
    guardian: frozenset[str]


def advise(minor: str, guardian: str, rules: Iterable[Rule]) -> list[str]:
    """The parties that come into view, in the order of the rows; none for an adult."""
    return [
        rule.target
        for rule in rules
        if minor in rule.minor and (not rule.guardian or guardian in rule.guardian)
    ]
