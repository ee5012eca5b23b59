# SPDX-License-Identifier: EUPL-1.2
"""What the forms of the plan offer: the goals that are open, and the partners in this case."""

from __future__ import annotations

from django.utils import timezone
from django.utils.text import Truncator

from meerinbeeld import norms, vault
from meerinbeeld.care.models import Goal
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.parties.models import Organisation


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
