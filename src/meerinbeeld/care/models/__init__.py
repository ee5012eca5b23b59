# SPDX-License-Identifier: EUPL-1.2
"""The tables of care, a file per room. Everything hangs under a case and goes with it."""

from meerinbeeld.care.models.calendar import CalendarFeed
from meerinbeeld.care.models.case import (
    Case,
    CaseCounter,
    Cooperation,
    Fact,
    Mark,
    Phase,
    Step,
    Suspected,
)
from meerinbeeld.care.models.clock import Clock, Milestone
from meerinbeeld.care.models.documents import Claim, ClaimPiece, Document
from meerinbeeld.care.models.non_punishment import NonPunishment
from meerinbeeld.care.models.plan import Contact, Goal, Task, WorkedHours
from meerinbeeld.care.models.referral import ReferralIn, ReferralMessage, ReferralOut, ReferralWord
from meerinbeeld.care.models.safety import Assessment, Measure
from meerinbeeld.care.models.sharing import Consent, Grant, GrantedItem, GroundAdvice
from meerinbeeld.care.models.shelter import Facility, Placement

__all__ = [
    "Assessment",
    "CalendarFeed",
    "Case",
    "CaseCounter",
    "Claim",
    "ClaimPiece",
    "Clock",
    "Consent",
    "Contact",
    "Cooperation",
    "Document",
    "Fact",
    "Facility",
    "Goal",
    "Grant",
    "GrantedItem",
    "GroundAdvice",
    "Mark",
    "Measure",
    "Milestone",
    "NonPunishment",
    "Phase",
    "Placement",
    "ReferralIn",
    "ReferralMessage",
    "ReferralOut",
    "ReferralWord",
    "Step",
    "Suspected",
    "Task",
    "WorkedHours",
]
