# SPDX-License-Identifier: EUPL-1.2
"""What one made-up signal looks like, drawn from the shares that are known. Pure: no database.

Shares: DOMAIN figures of forms, reporters and outcomes (CoMensha and National Rapporteur 2019-2024,
Drenthe for "no trafficking, but other help"), rounded, and more criminal exploitation because
signals of young people are the focus of the note.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from meerinbeeld.demo import stories
from meerinbeeld.demo.region import MUNICIPALITIES

FORMS = {
    "sexual_exploitation": 38,
    "criminal_exploitation": 26,
    "labour_exploitation": 20,
    "unknown": 9,
    "forced_services": 3,
    "forced_begging": 2,
    "forced_marriage": 2,
}
REPORTERS = {
    "anonymous": 22,
    "school": 14,
    "care": 16,
    "municipality_staff": 12,
    "supervisor": 8,
    "resident": 12,
    "youth_work": 6,
    "health": 4,
    "victim_self": 3,
    "relative": 3,
}
STOP_REASONS = {
    "no_trafficking_other_help": 30,
    "no_trafficking": 15,
    "not_enough_information": 17,
    "passed_on_followed_by_other": 20,
    "care_case_opened": 12,
    "resolved_exploitation_stopped": 4,
    "person_does_not_want_help": 2,
}
PUBLIC_REPORTERS = {"anonymous", "resident", "victim_self", "relative"}
#: form: the target it usually goes to
TARGETS = {
    "sexual_exploitation": ("police", "care_coordinator"),
    "criminal_exploitation": ("police", "safe_home"),
    "labour_exploitation": ("labour_inspectorate", "labour_inspectorate"),
}


BUSY = timedelta(days=21)
#: What is urgent is done sooner: the share of the time that anything else takes.
PACE = {"acute": 0.08, "day": 0.25}


@dataclass(frozen=True)
class Life:
    """How far a signal got: how long after receipt each step was, None for what did not happen."""

    opened_after: timedelta | None = None
    routed_after: timedelta | None = None
    accepted_after: timedelta | None = None
    feedback_after: timedelta | None = None
    closed_after: timedelta | None = None


@dataclass(frozen=True)
class Sketch:
    """One signal before it is written. Moments are aware; texts are plain until sealed."""

    received_at: datetime
    municipality: str
    form: str
    also: str
    reporter_kind: str
    subject_kind: str
    minor: str
    urgency: str
    danger: bool
    items: tuple[tuple[str, str], ...]
    indicators: tuple[str, ...]
    life: Life
    target: str
    stop_reason: str
    note: str = ""
    question: tuple[str, str] | None = None

    @property
    def is_public(self) -> bool:
        return self.reporter_kind in PUBLIC_REPORTERS


def draw(
    rng: random.Random, received_at: datetime, now: datetime, indicators: dict[str, tuple[str, ...]]
) -> Sketch:
    """Draw one signal that was received at that moment, as it stands now."""
    form = _pick(rng, FORMS)
    minor = _minor(rng, form)
    danger = rng.random() < 0.04
    urgency = "acute" if danger else rng.choices(("day", "week", "none"), (5, 4, 1))[0]
    life = _life(rng, now - received_at, PACE.get(urgency, 1.0))
    target = TARGETS.get(form, ("police", "care_coordinator"))[minor == "yes"]
    if minor == "yes" and form != "labour_exploitation":
        target = "safe_home"
    subject = "place" if form in stories.ABOUT_PLACES and rng.random() < 0.35 else "person"
    return Sketch(
        received_at=received_at,
        municipality=rng.choices([m[0] for m in MUNICIPALITIES], [m[2] for m in MUNICIPALITIES])[0],
        form=form,
        also=_also(rng, form),
        reporter_kind=_pick(rng, REPORTERS),
        subject_kind=subject,
        minor=minor if subject == "person" else "unknown",
        urgency=urgency,
        danger=danger,
        items=_items(rng, form, subject),
        indicators=_indicators(rng, form, minor, indicators),
        target=target,
        stop_reason=_pick(rng, STOP_REASONS),
        note=rng.choice(stories.TEAM_NOTES) if rng.random() < 0.6 else "",
        question=_question(rng) if rng.random() < 0.25 else None,
        life=life,
    )


def fresh(sketch: Sketch, municipality: str) -> Sketch:
    """The same signal as if nobody had opened it yet, in a municipality of choice."""
    return replace(sketch, municipality=municipality, life=Life())


def moments(rng: random.Random, count: int, start: datetime, end: datetime) -> list[datetime]:
    """So many moments between two, more by day than by night, in order.

    The last three weeks are busy, as after a theme week: the inbox has something of everything.
    """
    drawn = []
    for at in range(count):
        since = max(start, end - BUSY) if at % 8 == 0 else start
        moment = since + timedelta(seconds=rng.random() * (end - since).total_seconds())
        if moment.hour < 7 and rng.random() < 0.7:
            moment += timedelta(hours=8)
        drawn.append(min(moment, end))
    return sorted(drawn)


def _pick(rng: random.Random, shares: dict[str, int]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def _minor(rng: random.Random, form: str) -> str:
    shares = (5, 4, 1) if form == "criminal_exploitation" else (2, 6, 2)
    return rng.choices(("yes", "no", "unknown"), shares)[0]


def _also(rng: random.Random, form: str) -> str:
    """Drug crime can turn into criminal exploitation, sexual violence into sexual exploitation."""
    pairs = {
        "criminal_exploitation": "sexual_exploitation",
        "sexual_exploitation": "criminal_exploitation",
    }
    return pairs.get(form, "") if rng.random() < 0.15 else ""


def _items(rng: random.Random, form: str, subject: str) -> tuple[tuple[str, str], ...]:
    seen = stories.ABOUT_PLACES if subject == "place" else stories.ABOUT_PERSONS
    items = [
        ("story", rng.choice(seen[form])),
        ("when", rng.choice(stories.WHEN)),
        ("place_detail", _place(rng)),
        ("people", rng.choice(stories.PEOPLE.get(form, stories.ANYBODY))),
    ]
    if rng.random() < 0.45:
        items.append(
            ("person_name", f"{rng.choice(stories.FIRST_NAMES)} {rng.choice(stories.LAST_NAMES)}")
        )
    if rng.random() < 0.25:
        items.append(("plate", _plate(rng)))
    if rng.random() < 0.15:
        items.append(("phone", f"06{rng.randrange(10**8):08d}"))
    return tuple(items)


def _place(rng: random.Random) -> str:
    return f"{rng.choice(stories.WHERE)}, {rng.choice(stories.STREETS)} {rng.randrange(1, 120)}"


def _plate(rng: random.Random) -> str:
    """Now and then a car that was seen before."""
    if rng.random() < 0.2:
        return rng.choice(stories.CARS_SEEN_BEFORE)
    letters = "BDFGHJKLNPRSTVXZ"
    first, last = (("".join(rng.choices(letters, k=2))) for _ in range(2))
    return f"{first}-{rng.randrange(100, 1000)}-{last[0]}"


def _indicators(
    rng: random.Random, form: str, minor: str, known: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    choices = [*known.get(form, ()), *known.get("general", ())]
    return tuple(rng.sample(choices, min(len(choices), rng.randint(1, 4))))


def _question(rng: random.Random) -> tuple[str, str]:
    at = rng.randrange(len(stories.QUESTIONS))
    return stories.QUESTIONS[at], stories.ANSWERS[at]


def _life(rng: random.Random, age: timedelta, pace: float) -> Life:
    """How far a signal of this age got. A few are slow: those are late on purpose."""
    slow = (4 if rng.random() < 0.2 else 1) * pace
    opened = timedelta(hours=rng.uniform(1, 30) * slow)
    routed = opened + timedelta(hours=rng.uniform(4, 90) * slow)
    accepted = routed + timedelta(hours=48 * pace)
    feedback = routed + timedelta(days=rng.uniform(1, 6) * (4 if slow > pace else 1))
    closed = feedback + timedelta(days=rng.expovariate(1 / 30))
    still_open = rng.random() < 0.02
    return Life(
        opened_after=opened if opened < age else None,
        routed_after=routed if routed < age else None,
        accepted_after=accepted if accepted < age else None,
        feedback_after=feedback if feedback < age else None,
        closed_after=closed if closed < age and not still_open else None,
    )
