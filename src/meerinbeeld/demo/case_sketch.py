# SPDX-License-Identifier: EUPL-1.2
"""What one made-up case looks like, drawn from what is known of the work. Pure: no database.

15 to 30 cases a year in a region of this size (DOMAIN section 6.1); phases follow from how long ago
somebody was referred.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from meerinbeeld.demo import case_stories as stories
from meerinbeeld.demo.region import MUNICIPALITIES

DAY: Final = timedelta(days=1)
FORMS: Final = {
    "sexual_exploitation": 52,
    "criminal_exploitation": 24,
    "labour_exploitation": 18,
    "forced_services": 6,
}
SOURCES: Final = {"signal": 40, "partner": 48, "self": 12}
REFERRERS: Final = {
    "opvang-de-linde": 24,
    "ggd": 18,
    "politie": 26,
    "jeugdhulp-de-brug": 18,
    "ijsselcollege": 14,
}
LANGUAGES: Final = {"nl": 42, "en": 14, "ro": 12, "pl": 10, "bg": 7, "ar": 6, "ti": 5, "uk": 4}
CLOSED_BECAUSE: Final = {
    "goals_reached": 48,
    "on_own": 22,
    "transferred": 14,
    "out_of_sight": 9,
    "returned": 7,
}
DOMAINS: Final = (
    "safety", "housing", "income", "physical_health", "mental_health", "residence", "day", "people",
)  # fmt: skip
CHOICES: Final = {"undecided": 34, "complaint": 24, "other": 16, "neither": 26}


@dataclass(frozen=True)
class Course:
    """How long after the referral each phase began; None for what did not happen (yet)."""

    accepted_after: timedelta | None = None
    intake_done_after: timedelta | None = None
    aftercare_after: timedelta | None = None
    closed_after: timedelta | None = None
    declined: bool = False


@dataclass(frozen=True)
class Stay:
    """A place that was asked for, and when somebody came and left."""

    kind: str
    asked_after: timedelta
    placed_after: timedelta | None
    left_after: timedelta | None
    left_to: str


@dataclass(frozen=True)
class CaseSketch:
    """One case before it is written. Moments are aware; texts are plain until sealed."""

    received_at: datetime
    municipality: str
    form: str
    minor: bool
    source: str
    referrer: str
    language: str
    name: str
    cooperation: str
    close_reason: str
    course: Course
    stay: Stay | None
    reflection: str
    secret: bool
    level: str
    goals: tuple[str, ...]
    shares: tuple[tuple[str, str, str], ...]

    @property
    def needs_interpreter(self) -> bool:
        return self.language not in ("nl", "en")


def draw_case(rng: random.Random, received_at: datetime, now: datetime) -> CaseSketch:
    """Draw one case that was referred at that moment, as it stands now."""
    form = _pick(rng, FORMS)
    minor = rng.random() < {"criminal_exploitation": 0.7, "sexual_exploitation": 0.25}.get(form, 0)
    course = _course(rng, now - received_at)
    language = "nl" if minor and rng.random() < 0.8 else _pick(rng, LANGUAGES)
    stay = _stay(rng, course, minor, now - received_at)
    return CaseSketch(
        received_at=received_at,
        municipality=rng.choices([m[0] for m in MUNICIPALITIES], [m[2] for m in MUNICIPALITIES])[0],
        form=form,
        minor=minor,
        source=_pick(rng, SOURCES),
        referrer=_pick(rng, REFERRERS),
        language=language,
        name=f"{rng.choice(stories.FIRST_NAMES)} {rng.choice(stories.LAST_NAMES)}",
        cooperation=_pick(rng, CHOICES) if course.intake_done_after else "undecided",
        close_reason="declined" if course.declined else _pick(rng, CLOSED_BECAUSE),
        course=course,
        stay=stay,
        reflection=_reflection(rng, language, minor),
        secret=stay is not None and rng.random() < 0.7,
        level=rng.choices(("safe", "watch", "unsafe", "acute"), (40, 36, 20, 4))[0],
        goals=tuple(rng.sample(DOMAINS, rng.randint(1, 3))),
        shares=_shares(rng, course, minor, stay),
    )


def _course(rng: random.Random, age: timedelta) -> Course:
    accepted = rng.choice((4, 20, 26, 50)) * timedelta(hours=1)
    if age < accepted:
        return Course()
    if rng.random() < 0.08:
        return Course(declined=True, closed_after=accepted)
    intake = accepted + rng.randint(5, 16) * DAY
    helping = intake + rng.randint(80, 420) * DAY
    aftercare = helping + rng.randint(150, 190) * DAY
    return Course(
        accepted,
        intake if age > intake else None,
        helping if age > helping else None,
        aftercare if age > aftercare else None,
    )


def _stay(rng: random.Random, course: Course, minor: bool, age: timedelta) -> Stay | None:
    if course.accepted_after is None or rng.random() < 0.5:
        return None
    kind = "youth" if minor else rng.choice(("wmo", "wmo", "cosm", "omm", "sheltered_housing"))
    asked = course.accepted_after + timedelta(hours=6)
    placed = asked + rng.choice((1, 2, 5, 12, 20)) * DAY
    left = placed + rng.randint(40, 200) * DAY
    gone = age > left or bool(course.aftercare_after)
    if gone and course.aftercare_after:
        left = min(left, course.aftercare_after)
    came = age > placed
    return Stay(
        kind,
        asked,
        placed if came else None,
        left if came and gone and left > placed else None,
        rng.choice(("own_home", "other_shelter", "sheltered_housing", "family")),
    )


def _reflection(rng: random.Random, language: str, minor: bool) -> str:
    """Whether and how a reflection period was granted: for people who are not Dutch."""
    if language == "nl" or minor or rng.random() < 0.5:
        return ""
    return "reflection_granted_dublin" if rng.random() < 0.25 else "reflection_granted"


def _shares(
    rng: random.Random, course: Course, minor: bool, stay: Stay | None
) -> tuple[tuple[str, str, str], ...]:
    """Organisation, flow and what is asked; for whoever is being helped."""
    if course.intake_done_after is None:
        return ()
    found = []
    if stay:
        found.append(("opvang-de-linde", "shelter", "place"))
    if minor:
        found.append(("jeugdhulp-de-brug", "youth_care", "youth_help"))
    if rng.random() < 0.35:
        found.append(("politie", "police_safety", "protect"))
    if rng.random() < 0.3:
        found.append(("steunpunt-wilg", "support", "guidance"))
    return tuple(found)


def _pick(rng: random.Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]
