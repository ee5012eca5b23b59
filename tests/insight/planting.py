# SPDX-License-Identifier: EUPL-1.2
"""A year with small counts in every source of the figures: coded facts only, nothing sealed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Final

from meerinbeeld.care.models import (
    Case,
    Facility,
    Goal,
    Placement,
    ReferralIn,
    Suspected,
    WorkedHours,
)
from meerinbeeld.registry.models import Notification, NotifiedForm, Passing, Victim
from meerinbeeld.signals.models import Route, Signal
from tests.insight import making
from tests.people import Village

YEAR: Final = 2025
_numbers = count(1)


def cases(
    village: Village, number: int, received: datetime, form: str = "sexual_exploitation",
    source: str = "partner", **facts: Any,
) -> list[Case]:  # fmt: skip
    """So many cases of the coordinator that differ in nothing but their number."""
    home, carla = village.organisations["veilig-thuis"], village.people["carla"]
    given: dict[str, Any] = {
        "municipality_id": "GM0193", "minor": "no", "received_at": received, "phase": "helping",
        "accepted_at": received + timedelta(days=2), "act_at": received + timedelta(days=9),
        "changed_at": received, "retention_from": received.date(),
        "retention_until": received.date() + timedelta(days=5479),
        "retention_norm": "retention_case@2019-01-01",
    }  # fmt: skip
    made = Case.objects.bulk_create(
        Case(
            reference=f"Z-{received.year}-T{next(_numbers):05d}", alias="Blauwe Merel",
            dossier=uuid.uuid4(), owner=home, coordinator=carla, **{**given, **facts},
        )
        for _number in range(number)
    )  # fmt: skip
    Suspected.objects.bulk_create(
        Suspected(case=one, form=form, norm="form_of_exploitation@2005-01-01", since=received)
        for one in made
    )
    ReferralIn.objects.bulk_create(
        ReferralIn(
            case=one, source=source, at=received, ground="avg_6_1_e", consent="given",
            contact_channel="organisation",
        )
        for one in made
    )  # fmt: skip
    return made


def notifications(
    village: Village, number: int, on: date, form: str = "sexual_exploitation",
    by: str = "politie", **facts: Any,
) -> list[Notification]:  # fmt: skip
    """So many notifications, each about somebody else."""
    given: dict[str, Any] = {
        "organisation": village.organisations[by], "notified_on": on, "coded_on": on,
        "source": "typed", "rests_on": "duty", "ground": "avg_6_1_c", "notifier": "police",
        "municipality_id": "GM0193", "sex": "female", "age_band": "18_22",
        "scope": "cross_border", "changed_at": making.at(on.year, on.month),
        "retention_from": on, "retention_until": on + timedelta(days=5479),
        "retention_norm": "retention_notification@2019-01-01",
    }  # fmt: skip
    made = []
    for _number in range(number):
        name = f"T{next(_numbers):05d}"
        victim = Victim.objects.create(reference=f"V-{name}")
        made.append(
            Notification.objects.create(
                reference=f"A-{name}",
                dossier=uuid.uuid4(),
                victim=victim,
                own_victim=victim,
                **(given | facts),
            )  # fmt: skip
        )
    NotifiedForm.objects.bulk_create(NotifiedForm(notification=one, form=form) for one in made)
    return made


def same_person(kept: Notification, other: Notification) -> None:
    Victim.objects.filter(pk=other.victim_id).update(retired_into=kept.victim_id)
    Notification.objects.filter(pk=other.pk).update(victim_id=kept.victim_id)


def help_of_the_year(village: Village) -> None:
    """34 cases and their hours; 3 of a rare form, 2 minors, 4 who came by themselves."""
    carla = village.people["carla"]
    plain = cases(village, 14, making.at(YEAR, 2))
    cases(village, 8, making.at(YEAR, 5), municipality_id="GM0150")
    cases(village, 3, making.at(YEAR, 6), "organ_removal")
    cases(village, 2, making.at(YEAR, 8), minor="yes")
    cases(village, 4, making.at(YEAR, 9), source="self", cooperation="neither")
    cases(
        village, 3, making.at(YEAR, 10), phase="closed", act_at=None, close_reason="goals_reached",
        closed_at=making.at(YEAR, 12),
    )  # fmt: skip
    home = Facility.objects.create(name="De Haven", kind="cosm", beds=9,
                                   provider=village.organisations["opvang"])  # fmt: skip
    for at, status in enumerate(("placed", "placed", "waiting", "left")):
        stays = status in {"placed", "left"}
        Placement.objects.create(
            case=plain[at], kind="cosm", status=status, requested_by=carla,
            facility=home if stays else None, placed_at=making.at(YEAR, 3) if stays else None,
            left_at=making.at(YEAR, 4) if status == "left" else None,
            left_to="own_home" if status == "left" else "",
        )  # fmt: skip
    for at, (first, second) in enumerate((("reached", "reached"), ("reached", "open"))):
        for status in (first, second):
            Goal.objects.create(case=plain[at], domain="housing", status=status, by=carla,
                                text=b"")  # fmt: skip
    for stream, minutes, town in (
        ("care", 30, "GM0193"), ("care", 45, "GM0193"), ("prevention", 60, "GM0193"),
        ("care", 500, "GM0150"), ("prevention", 25, None),
    ):  # fmt: skip
        WorkedHours.objects.create(
            person=carla, organisation=village.organisations["veilig-thuis"], stream=stream,
            minutes=minutes, on=date(YEAR, 2, 3), municipality_id=town,
        )  # fmt: skip


def register_of_the_year(village: Village) -> None:
    """36 notifications of 33 people; 3 told twice, 3 by a rare notifier, 2 without ground."""
    police = notifications(village, 16, date(YEAR, 3, 2))
    notifications(village, 8, date(YEAR, 6, 2), municipality_id="GM0150", sex="female")
    notifications(village, 3, date(YEAR, 9, 2), "organ_removal", age_band="16_17")
    notifications(village, 4, date(YEAR, 11, 2), sex="male", rests_on="consent")
    rare = notifications(village, 3, date(YEAR, 5, 2), by="opvang", notifier="shelter", scope="")
    notifications(village, 2, date(YEAR, 5, 20), rests_on="none", ground="")
    for first, second in zip(police, rare, strict=False):
        same_person(first, second)
    for at, one in enumerate(police[:7]):
        Passing.objects.create(
            notification=one, kind="registration", state="waits" if at < 4 else "ready"
        )


def routes_of_the_year(village: Village) -> None:
    """Some signals were put before another, two of them before two."""
    anna = village.people["anna"]
    some = list(Signal.objects.filter(received_at__year=YEAR).order_by("reference")[:30])
    for at, one in enumerate(some):
        for target, days in (
            (("police", 1),) if at > 1 else (("police", 1), ("care_coordinator", 9))
        ):
            Route.objects.create(
                signal=one, target=target, organisation=village.organisations[
                    "politie" if target == "police" else "veilig-thuis"
                ],
                reason="suspicion", ground="avg_6_1_e", norm="route@2019-01-01", asked_by=anna,
                asked_at=one.received_at + timedelta(days=days),
            )  # fmt: skip
