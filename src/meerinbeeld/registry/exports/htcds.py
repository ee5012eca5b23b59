# SPDX-License-Identifier: EUPL-1.2
"""The register in the terms of HTCDS v2, as JSON and as CSV. Coded facts only, no personal details.

What has no place in the standard goes along under a name that begins with `nl_`: criminal
exploitation is `Other` there, and age is kept as a band and not in years
(docs/reference/registry-exports.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from meerinbeeld import norms
from meerinbeeld.registry.exports import standard
from meerinbeeld.registry.queries.victims import Person
from meerinbeeld.ui import sheets

JOIN: Final = ";"
_INDUSTRY: Final = "vic_ForcedLabourIndustry"
Record = dict[str, Any]


class NotOfTheStandard(ValueError):
    """A record that the standard does not allow; nothing is written."""


def record(person: Person) -> Record:
    """One victim. Fields that say nothing are left out."""
    found: Record = {
        "prs_Gender": _value("sex", person.one["sex"]),
        "prs_Citizenship": [
            code for code in person.many["nationalities"] if len(code) == len("NL")
        ],
        "vic_TraffickingStatus": _value("victim_standing", person.one["standing"]),
        "vic_TraffickingStatusDecisionMakingOrg": _value("notifier_kind", person.notifiers[0]),
        "vic_MethodOfRecruitment": _values("recruitment_way", person.many["recruitment"]),
        "vic_RecruitmentWebsitesAndApps": _values(
            "online_platform", person.many["platforms_recruiting"]
        ),
        "vic_ExploitationWebsitesAndApps": _values(
            "online_platform", person.many["platforms_exploiting"]
        ),
        "vic_MethodsOfControl": _values("means_of_coercion", person.many["means"]),
        "vic_TypeOfExploitation": _values("form_of_exploitation", person.forms),
        _INDUSTRY: _industry(person.one["sector"]),
        "vic_TypeOfSexExploitation": _values("exploitation_sector", [person.one["sector"]]),
        "nl_VictimNumber": person.reference,
        "nl_FormOfExploitation": list(person.forms),
        "nl_Group": person.group,
        "nl_AgeBand": person.one["age_band"],
        "nl_AgeBandWhenTrafficked": person.one["age_band_at_start"],
        "nl_FirstNotifiedOn": person.first_on.isoformat(),
    }
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def records(persons: Iterable[Person]) -> list[Record]:
    """Every victim. Raises `NotOfTheStandard` when one record does not pass the check."""
    found = [record(person) for person in persons]
    wrong = sorted({problem for one in found for problem in standard.problems(one)})
    if wrong:
        raise NotOfTheStandard("; ".join(wrong))
    return found


def as_json(found: list[Record]) -> bytes:
    """With the standard's name and version at its head."""
    whole = {"standard": "HTCDS", "version": standard.VERSION, "victims": found}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode()


def as_table(found: list[Record]) -> sheets.Table:
    """A row for each victim; several values stand in one cell, joined by semicolons."""
    columns = sorted({name for one in found for name in one})
    return sheets.table(columns, ([_cell(one.get(name)) for name in columns] for one in found))


def _cell(value: Any) -> str:
    return JOIN.join(value) if isinstance(value, list) else str(value or "")


def _value(codelist: str, code: str) -> str:
    found = norms.codelist(codelist).get(code) if code else None
    return str(found.extra.get("htcds") or "") if found else ""


def _values(codelist: str, codes: Iterable[str]) -> list[str]:
    found = (_value(codelist, code) for code in codes)
    return sorted({value for value in found if value})


def _industry(sector: str) -> str:
    """The section of ISIC as the standard writes it: a letter and its name."""
    code = norms.codelist("exploitation_sector").get(sector) if sector else None
    letter = code.extra.get("isic") if code else None
    named: Mapping[str, str] = {one[0]: one for one in standard.fields()[_INDUSTRY].values}
    return named.get(str(letter), "") if letter else ""
