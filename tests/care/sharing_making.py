# SPDX-License-Identifier: EUPL-1.2
"""Sharing, as a care coordinator does it: short ways for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.access.policy import Actor
from meerinbeeld.care.actions.consent import Answer, record_consent
from meerinbeeld.care.actions.grants import Wish, share
from meerinbeeld.care.actions.refer_out import Question, share_and_ask
from meerinbeeld.care.models import Case, Consent, Grant, ReferralOut
from tests.care.making import SECRET_QUESTION, fact_of
from tests.people import Village


def consent_to(actor: Actor, case: Case, flow: str = "shelter", answer: str = "given") -> Consent:
    given = Answer(flow, answer, "person", "talk", "nl")
    return record_consent(actor, case.reference, given)


def in_a_month() -> datetime:
    return norms.term("aftercare_first").after(timezone.now())


def wish(case: Case, village: Village, *kinds: str, **other: Any) -> Wish:
    """To share facts of these kinds with the shelter, on the ground that fits a yes."""
    slug = other.pop("to", "opvang")
    return Wish(
        **{
            "flow": "shelter",
            "organisation_id": village.organisations[slug].id,
            "items": frozenset(("fact", fact_of(case, kind).id) for kind in kinds or ("story",)),
            "ground": "avg_6_1_e",
            "until": in_a_month(),
            **other,
        }
    )


def shared(case: Case, village: Village, *kinds: str, **other: Any) -> Grant:
    """Asked, answered with yes, and shared with the shelter."""
    carla = village.actor("carla")
    consent_to(carla, case)
    return share(carla, case.reference, wish(case, village, *kinds, **other))


def asked(case: Case, village: Village, *kinds: str) -> ReferralOut:
    """Asked the shelter for a place, with what it needs to know."""
    carla = village.actor("carla")
    consent_to(carla, case)
    question = Question("place", SECRET_QUESTION)
    return share_and_ask(carla, case.reference, wish(case, village, *kinds), question)
