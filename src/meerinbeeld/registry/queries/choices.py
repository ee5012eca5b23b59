# SPDX-License-Identifier: EUPL-1.2
"""What a person can choose from when somebody is notified."""

from __future__ import annotations

from collections.abc import Callable

from meerinbeeld import norms
from meerinbeeld.access import Actor, Purpose
from meerinbeeld.care.queries import flows
from meerinbeeld.care.rules.grounds import GIVEN, NOT_ASKED, REFUSED, Advice
from meerinbeeld.norms.refs import Code
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.rules.basis import CONSENT_GROUND, DUTY_GROUND, advise_basis

FLOW = "registration"
Choices = list[tuple[str, str]]


def codes(name: str) -> Callable[[], Choices]:
    """The choices of a list of norms, for a form field."""
    return lambda: norms.codelist(name).choices()


def other_grounds() -> Choices:
    """Grounds for monitoring beside a duty and a consent; none for special data."""
    return [
        (code.value, code.label)
        for code in norms.codelist("ground")
        if Purpose.MONITORING in code.extra["purposes"]
        and not code.extra["special"]
        and code.value not in (DUTY_GROUND, CONSENT_GROUND)
    ]


def notifier_of(actor: Actor) -> str:
    """As what the organisation of the actor notifies; empty when no code says so."""
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=actor.organisation_id)
    found = (
        code.value
        for code in norms.codelist("notifier_kind")
        if kind in code.extra.get("organisation_kinds", ())
    )
    return next(found, "")


def has_duty(notifier: str) -> bool:
    """Whether this notifier is bound by law to notify."""
    code = norms.codelist("notifier_kind").get(notifier)
    return bool(code and code.extra.get("duty"))


def registration_flow() -> Code:
    """The flow to the national register. Raises `LookupError` when norms have none."""
    found = flows.flow(FLOW)
    if found is None:
        raise LookupError(FLOW)
    return found


def advices(notifier: str) -> list[tuple[str, Advice]]:
    """What the assistant says: one advice for a duty, else one for each answer of the person."""
    code, flow = norms.codelist("notifier_kind").get(notifier), registration_flow()
    answers = ("",) if has_duty(notifier) else (GIVEN, REFUSED, NOT_ASKED)
    return [(answer, advise_basis(code, flow, answer)) for answer in answers]
