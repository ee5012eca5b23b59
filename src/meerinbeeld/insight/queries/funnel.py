# SPDX-License-Identifier: EUPL-1.2
"""From signal to outcome: how many got how far, reckoned from the tables that are there anyway."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.insight.catalogue import Indicator, catalogue
from meerinbeeld.insight.gate import Shown, less, together
from meerinbeeld.insight.rules.grids import Grid
from meerinbeeld.insight.rules.numbers import Exact, Number

#: The indicators that the funnel is reckoned from.
NEEDS: Final = ("signals_first_look", "signals_route", "signals_stop")
#: Outcomes of `stop_reason` by which a signal led to something.
LED: Final = ("helped", "stopped", "passed_on")


@dataclass(frozen=True)
class Rung:
    """One step of the funnel."""

    label: str
    number: Number


def needed() -> list[Indicator]:
    return [one for one in catalogue().indicators if one.key in NEEDS]


def of_own(grids: Mapping[str, Grid]) -> list[Rung]:
    """From exact tables; empty when one of them is missing."""
    if not all(key in grids for key in NEEDS):
        return []

    def number(key: str, code: str) -> Number:
        if code == "*":
            return grids[key].whole.cells[-1]
        line = next((one for one in grids[key].lines if one.code == code), None)
        return line.cells[-1] if line else Exact(0)

    return _rungs(number)


def of_region(shown: Shown) -> list[Rung]:
    """From published tables; empty when one of them was not let out."""
    by_key = {one.key: one for one in needed()}
    if not all(shown.has(one) for one in by_key.values()):
        return []
    return _rungs(lambda key, code: shown.cell(by_key[key], code))


def _rungs(number: Callable[[str, str], Number]) -> list[Rung]:
    whole = number(NEEDS[0], "*")
    led = [number(NEEDS[2], code) for code in _led()]
    return [
        Rung(_("Came in"), whole),
        Rung(_("Looked at"), less(whole, number(NEEDS[0], "not_yet"))),
        Rung(_("Put before another"), less(whole, number(NEEDS[1], "none"))),
        Rung(_("Closed"), less(whole, number(NEEDS[2], "open"))),
        Rung(_("Led to help or was followed up"), together(led)),
    ]


def _led() -> list[str]:
    codes = norms.codelist("stop_reason")
    return [code.value for code in codes if code.extra.get("outcome") in LED]
