# SPDX-License-Identifier: EUPL-1.2
"""How sure the links behind an estimate are, and whether its intervals hold that doubt."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.insight.models import Estimate
from meerinbeeld.ui.charts.lines import number


def of_links(estimate: Estimate) -> list[str]:
    """What is said of the links; sentences for whoever reads the estimate."""
    if estimate.origin == Estimate.Origin.TABLE:
        return [
            _("These lists were linked elsewhere. How sure those links are stands in no interval.")
        ]
    pairs = estimate.doubt.get("pairs", [])
    said = _doubtful(pairs, estimate.result) if pairs else [_settled()]
    unsearched = estimate.doubt.get("unsearched", 0)
    if unsearched:
        said.append(
            ngettext(
                "%(many)s notification came in after the last search for the same people. It may "
                "be about somebody who is counted already: search, judge, and ask anew.",
                "%(many)s notifications came in after the last search for the same people. They "
                "may be about people who are counted already: search, judge, and ask anew.",
                unsearched,
            )
            % {"many": number(unsearched)}
        )
    return said


def _settled() -> str:
    return _("Every likely pair was judged: of no link it is unknown whether it is right.")


def _doubtful(pairs: list[list[Any]], result: dict[str, Any]) -> list[str]:
    likely = sum(chance for _one, _other, chance in pairs)
    said = [
        ngettext(
            "Of %(many)s pair of people it is not known whether they are one person.",
            "Of %(many)s pairs of people it is not known whether they are one person; by their "
            "chance about %(likely)s of these are.",
            len(pairs),
        )
        % {"many": number(len(pairs)), "likely": number(round(likely))}
    ]
    shares = [
        share
        for way in result.get("methods", [])
        if (share := (way.get("diagnostics") or {}).get("linkage_share")) is not None
    ]
    if shares:
        told = _(
            "The lists were linked %(draws)d times, each time anew by these chances. The ways that "
            "name linkages hold this doubt in their intervals: up to %(share)s of the uncertainty "
            "comes from it. The other ways take the likeliest links as certain."
        )
        share = f"{round(100 * max(shares))}%"
        said.append(told % {"draws": result["draws"], "share": share})
        said.append(_("Who judges these pairs first gets a narrower interval."))
    said.append(_("The picture of the lists shows people as they were judged."))
    return said
