# SPDX-License-Identifier: EUPL-1.2
"""What a notification takes over from a case, in words, and what the person said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.care.models import Case, Consent
from meerinbeeld.care.queries import flows
from meerinbeeld.care.rules.grounds import GIVEN, NOT_ASKED, Advice
from meerinbeeld.parties.models import Municipality
from meerinbeeld.registry.actions.from_case import NOTIFIER, Known
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.choices import FLOW, registration_flow
from meerinbeeld.registry.rules.basis import advise_basis


@dataclass(frozen=True)
class Taken:
    """What is taken over: coded facts, and who it is."""

    facts: list[tuple[str, str]]
    details: list[tuple[str, str]] = field(repr=False)


def consent_of(case: Case) -> Consent | None:
    """What the person said last about the register, as long as it holds."""
    return flows.running_consents(case).get(FLOW)


def advised(said: Consent | None) -> Advice:
    notifier = norms.codelist("notifier_kind").get(NOTIFIER)
    return advise_basis(notifier, registration_flow(), said.answer if said else NOT_ASKED)


def proposed(said: Consent | None) -> dict[str, Any]:
    """What the form begins with: a yes that was given; else a count without a name."""
    if said is not None and said.answer == GIVEN:
        rest = Notification.Rest.CONSENT
        return {"rests_on": rest, "consent_on": timezone.localdate(said.at)}
    return {"rests_on": Notification.Rest.NONE}


def in_words(known: Known) -> Taken:
    town = Municipality.objects.filter(pk=known.municipality).values_list("name", flat=True).first()
    facts = [
        (words.field_label("forms"), ", ".join(words.labels("forms", known.forms))),
        *((words.field_label(name), words.code_label(name, code))
          for name, code in known.codes.items()),
        (words.field_label("municipality"), town or ""),
    ]  # fmt: skip
    kinds = norms.codelist("registry_detail")
    return Taken(facts, [(kinds.label(kind), text) for kind, text in known.details.items()])
