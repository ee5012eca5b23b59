# SPDX-License-Identifier: EUPL-1.2
"""At no instant does a partner read without a valid grant, whatever became of that grant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from meerinbeeld.access import Verb
from meerinbeeld.access.models import Membership
from meerinbeeld.access.policy import Actor
from meerinbeeld.care.models import Case, Consent, Grant
from meerinbeeld.care.queries.scope import NotInReach, in_hand
from meerinbeeld.care.rules.sharing import GrantFacts, opens
from tests.care.making import SECRET_STORY
from tests.care.sharing_making import shared
from tests.people import Village

#: Minutes from now; 0 is the edge itself.
MINUTES = st.integers(-3, 3) | st.integers(-60 * 24 * 400, 60 * 24 * 400)


@dataclass(frozen=True)
class Fate:
    """What became of a grant."""

    begins: int = -5
    lasts: int = 60
    revoked: bool = False
    rests_on: str = "given"
    ended: bool = False
    purpose: str = "care"
    elsewhere: bool = False

    @property
    def opens(self) -> bool:
        """Said once more, apart from the code: in time, not taken back, on a yes that holds."""
        in_time = self.begins <= 0 < self.begins + self.lasts
        yes = self.rests_on == "nothing" or (self.rests_on == "given" and not self.ended)
        ours = self.purpose == "care" and not self.elsewhere
        return in_time and yes and ours and not self.revoked


FATES = st.builds(
    Fate,
    MINUTES,
    st.integers(1, 60 * 24 * 400),
    st.booleans(),
    st.sampled_from(("nothing", "given", "refused")),
    st.booleans(),
    st.sampled_from(("care", "safety")),
    st.booleans(),
)


@pytest.mark.django_db
@settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
@given(fate=FATES)
@example(fate=Fate())
@example(fate=Fate(begins=0))
@example(fate=Fate(begins=-60, lasts=60))
@example(fate=Fate(begins=1))
@example(fate=Fate(revoked=True))
@example(fate=Fate(ended=True))
@example(fate=Fate(rests_on="refused"))
@example(fate=Fate(rests_on="nothing", ended=True))
@example(fate=Fate(purpose="safety"))
@example(fate=Fate(elsewhere=True))
def test_a_partner_reads_exactly_while_the_grant_holds(
    fate: Fate, case: Case, village: Village
) -> None:
    Grant.objects.all().delete()
    Consent.objects.all().delete()
    grant, now = shared(case, village), timezone.now()
    _befall(grant, fate, now, village)
    reader = village.actor("chris")
    assert _reads(reader, case) == fate.opens
    assert opens(_facts(grant), reader.organisation_id, "care", now) == fate.opens


def _befall(grant: Grant, fate: Fate, now: datetime, village: Village) -> None:
    begins = now + timedelta(minutes=fate.begins)
    consent = grant.consent
    assert consent is not None
    if fate.rests_on != "nothing":
        consent.answer = fate.rests_on
    consent.ended_at = now if fate.ended else None
    consent.save()
    grant.consent = None if fate.rests_on == "nothing" else consent
    grant.valid_from, grant.valid_until = begins, begins + timedelta(minutes=fate.lasts)
    grant.revoked_at = now if fate.revoked else None
    grant.purpose = fate.purpose
    if fate.elsewhere:
        grant.organisation = village.organisations["politie"]
    grant.save()


def _facts(grant: Grant) -> GrantFacts:
    consent = grant.consent
    return GrantFacts(
        organisation=grant.organisation_id,
        purpose=grant.purpose,
        valid_from=grant.valid_from,
        valid_until=grant.valid_until,
        revoked_at=grant.revoked_at,
        rests_on_yes=consent.answer == Consent.Answer.GIVEN if consent else None,
        consent_ended_at=consent.ended_at if consent else None,
    )


def _reads(reader: Actor, case: Case) -> bool:
    try:
        hand = in_hand(reader, Verb.OPEN, case.reference)
    except NotInReach:
        return False
    return bool(hand.granted)


def test_who_left_the_organisation_reads_nothing_more(
    client_for: Any, case: Case, village: Village
) -> None:
    shared(case, village)
    chris, address = client_for("chris"), f"/zorg/{case.reference}/"
    assert SECRET_STORY in chris.get(address).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(person=village.people["chris"]).update(
        valid_from=yesterday, valid_to=yesterday
    )
    answer = chris.get(address)
    assert answer.status_code in {302, 403, 404}
    assert SECRET_STORY not in answer.content.decode()
