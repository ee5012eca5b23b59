# SPDX-License-Identifier: EUPL-1.2
"""When a grant opens something, how a request stands, and who may never see what. Pure.

That a shelter address goes to nobody who investigates is no norm that a region can change: it is in
the code, and is checked when sharing and again at each read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

#: Who investigates or stops: never a strict fact, whatever the ground and whoever agreed.
NEVER_STRICT: Final = frozenset(
    {"police", "border_police", "labour_inspectorate", "prosecution_service", "riec"}
)
#: For this purpose the police may sit at the table, so nothing strict goes along either.
FOR_SAFETY: Final = "safety"


def may_hold_strict(organisation_kind: str, purpose: str) -> bool:
    """Whether an organisation may see, for this purpose, where somebody stays."""
    return organisation_kind not in NEVER_STRICT and purpose != FOR_SAFETY


@dataclass(frozen=True)
class GrantFacts:
    """All that decides whether a grant opens something."""

    organisation: UUID
    purpose: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None = None
    #: None: it rests on no consent. Else whether that consent is a yes, and when it ended.
    rests_on_yes: bool | None = None
    consent_ended_at: datetime | None = None


def opens(grant: GrantFacts, organisation: UUID, purpose: str, now: datetime) -> bool:
    """Whether a grant opens its items for this organisation and purpose, at this instant."""
    return (
        grant.organisation == organisation
        and grant.purpose == purpose
        and grant.revoked_at is None
        and grant.valid_from <= now < grant.valid_until
        and (grant.rests_on_yes is None or (grant.rests_on_yes and grant.consent_ended_at is None))
    )


ASKED, ACCEPTED, DECLINED, DONE, REVOKED = "asked", "accepted", "declined", "done", "revoked"
#: The grant it rested on has ended before somebody finished it.
ENDED: Final = "ended"
OPEN: Final = frozenset({ASKED, ACCEPTED})

#: Which answer may follow which, by the partner.
ANSWERS: Final = frozenset({(ASKED, ACCEPTED), (ASKED, DECLINED), (ACCEPTED, DONE)})


def standing(status: str, *, grant_opens: bool) -> str:
    """How a request stands now: with its grant, the part of the partner ends by itself."""
    return status if grant_opens or status not in OPEN else ENDED


def may_answer(status: str, then: str) -> bool:
    return (status, then) in ANSWERS
