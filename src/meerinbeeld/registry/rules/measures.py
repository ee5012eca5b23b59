# SPDX-License-Identifier: EUPL-1.2
"""The region counted by the measures of the national series, as near as the codes allow. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

SEXUAL: Final = frozenset({"sexual_exploitation"})
CRIMINAL: Final = frozenset({"criminal_exploitation", "forced_begging"})
LABOUR: Final = frozenset({"labour_exploitation", "forced_services"})
#: Notifiers that each measure of a series takes together.
BY: Final = {
    "by_police": frozenset({"police"}),
    "by_care": frozenset({"care_coordination", "shelter"}),
    "by_labour_inspectorate": frozenset({"labour_inspectorate"}),
    "by_border": frozenset({"border_police"}),
    "NP": frozenset({"police"}),
    "zorgcoordinatie": frozenset({"care_coordination"}),
    "FairWork": frozenset({"fairwork"}),
    "NLA": frozenset({"labour_inspectorate"}),
    "KMar": frozenset({"border_police"}),
}
NATIONALITY: Final = "nat_"


@dataclass(frozen=True)
class Counted:
    """One victim, by what the measures need."""

    forms: frozenset[str]
    sex: str
    age_band: str
    is_minor: bool
    nationalities: frozenset[str]
    notifiers: frozenset[str]


def counts(measure: str, person: Counted) -> bool:
    """Whether a victim falls under a measure. Raises `KeyError` for one that there is not."""
    if measure.startswith(NATIONALITY):
        return measure.removeprefix(NATIONALITY) in person.nationalities
    if measure in BY:
        return bool(person.notifiers & BY[measure])
    if measure.startswith("form_"):
        return _form(measure, person.forms)
    return {
        "victims": True,
        "minors": person.is_minor,
        "women": person.sex == "female",
        "age_18_22": person.age_band == "18_22",
    }[measure]


def _form(measure: str, forms: Collection[str]) -> bool:
    found = frozenset(forms)
    sexual, criminal, labour = (bool(found & one) for one in (SEXUAL, CRIMINAL, LABOUR))
    return {
        "form_sexual": sexual and not (criminal or labour),
        "form_labour": labour and not sexual,
        "form_criminal": criminal and not sexual,
        "form_labour_incl_criminal": (labour or criminal) and not sexual,
        "form_labour_and_crime": (labour or criminal) and not sexual,
        "form_both": sexual and (criminal or labour),
        "form_unknown": not (sexual or criminal or labour),
    }[measure]
