# SPDX-License-Identifier: EUPL-1.2
"""Which of the two views a page shows: one's own work, or the region behind the gate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.insight.queries import own
from meerinbeeld.ui.parts import Tab

VIEW: Final = "blik"
OWN, REGION = "eigen", "regio"
THING: Final = "insight.figures"


def looks_at_own(request: HttpRequest, actor: Actor, sources: Iterable[str]) -> bool:
    """Whether exact figures are asked and there are any for this actor."""
    return request.GET.get(VIEW) != REGION and any(own.has_own(actor, one) for one in sources)


def journaled(actor: Actor, what: str, verb: str = Verb.OPEN) -> None:
    """Exact figures were looked at or taken along; `what` is an indicator, a goal or a screen."""
    require(actor, verb, own.KIND, own.PURPOSE)
    with transaction.atomic():
        journal.record(actor, verb, purpose=own.PURPOSE, thing=THING, reason_code=what)


def tabs(request: HttpRequest, actor: Actor, sources: Iterable[str], exact: bool) -> list[Tab]:
    """Both views; none for who has only the region."""
    if not any(own.has_own(actor, one) for one in sources):
        return []
    return [
        Tab(_("Our own work"), _address(request, OWN), current=exact, audience="team"),
        Tab(
            _("The region, protected"),
            _address(request, REGION),
            current=not exact,
            audience="chain",
        ),
    ]


def _address(request: HttpRequest, view: str) -> str:
    """The same page in the other view; the rest of the filter stays."""
    query: QueryDict = request.GET.copy()
    query[VIEW] = view
    return f"?{query.urlencode()}"
