# SPDX-License-Identifier: EUPL-1.2
"""The flows to partners: who they go to, what the person said, and what the assistant advises."""

from __future__ import annotations

from django.db.models import QuerySet

from meerinbeeld import norms
from meerinbeeld.care.models import Case, Consent
from meerinbeeld.care.rules.grounds import NOT_ASKED, Advice, FlowFacts, advise, usual_givers
from meerinbeeld.norms.refs import Code
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import active_organisations


def flow(code: str) -> Code | None:
    """A flow that is in force today."""
    return next((one for one in norms.codelist("care_flow") if one.value == code), None)


def recipients(case: Case, wanted: Code) -> QuerySet[Organisation]:
    """The organisations that a flow can go to; never the team itself."""
    kinds = wanted.extra.get("kinds", ())
    return active_organisations().filter(kind__in=kinds).exclude(pk=case.owner_id)


def running_consents(case: Case) -> dict[str, Consent]:
    """What the person said last about each flow, as long as it holds."""
    rows = case.consents.filter(ended_at=None).select_related("by")
    return {row.flow: row for row in rows}


def facts_of(
    case: Case, consent: Consent | None, *, danger: bool = False, special: bool = False
) -> FlowFacts:
    """What the advice looks at. What somebody chose towards the police is not among it."""
    return FlowFacts(
        consent=consent.answer if consent else NOT_ASKED,
        minor=case.minor,
        danger=danger,
        special=special,
    )


def advice_on_all(case: Case, *, danger: bool = False) -> list[tuple[Code, Advice]]:
    """What the assistant says about every flow, in the order of the norms; one query."""
    said = running_consents(case)
    return [
        (one, advise(one, facts_of(case, said.get(one.value), danger=danger)))
        for one in norms.codelist("care_flow")
    ]


def ages_of(wanted: Code) -> Code | None:
    """The rule that says who answers for this flow, by age."""
    return norms.codelist("consent_age").get(str(wanted.extra.get("ages", "general")))


def givers(case: Case, wanted: Code) -> tuple[str, ...]:
    """Who mostly answers for this person; everybody when the age is not known."""
    ages = ages_of(wanted)
    found = usual_givers(ages, case.age_band) if ages else ()
    return found or norms.codelist("consent_giver").values
