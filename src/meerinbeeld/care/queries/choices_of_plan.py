# SPDX-License-Identifier: EUPL-1.2
"""What the forms of the plan offer: the goals that are open, the partners in this case, and what
a form is about, in coded words.
"""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.text import Truncator

from meerinbeeld import norms, vault
from meerinbeeld.care.models import Goal
from meerinbeeld.care.queries.scope import InHand, NotInReach
from meerinbeeld.care.rules.clocks import said_as
from meerinbeeld.parties.models import Organisation
from meerinbeeld.ui import moments


def open_goals(hand: InHand) -> list[tuple[str, str]]:
    """Each by its domain and the first words of it."""
    domains = norms.codelist("life_domain")
    rows = list(hand.case.goals.filter(status=Goal.Status.OPEN))
    with vault.unlocked(hand.case.dossier) as box:
        return [
            (
                str(row.pk),
                f"{domains.label(row.domain)}: {Truncator(box.text(row, 'text')).chars(60)}",
            )
            for row in rows
        ]


def partners(hand: InHand) -> list[Organisation]:
    """Organisations with a grant that is valid now."""
    now = timezone.now()
    valid = hand.case.grants.filter(revoked_at=None, valid_from__lte=now, valid_until__gt=now)
    found = Organisation.objects.filter(pk__in=valid.values("organisation_id"))
    return list(found.order_by("name"))


def task_in_words(hand: InHand, task_id: UUID) -> str:
    """What kind of task and for which day; nothing sealed is opened. Raises `NotInReach`."""
    row = hand.case.tasks.filter(pk=task_id).first()
    if row is None:
        raise NotInReach
    day = moments.exact(row.due_at if row.at_time else said_as(row.due_at))
    return f"{norms.codelist('care_task').label(row.kind)} · {day}"


def goal_in_words(hand: InHand, goal_id: UUID) -> str:
    """In which domain of life a goal lies; nothing sealed is opened. Raises `NotInReach`."""
    row = hand.case.goals.filter(pk=goal_id).first()
    if row is None:
        raise NotInReach
    return norms.codelist("life_domain").label(row.domain)
