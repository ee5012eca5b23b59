# SPDX-License-Identifier: EUPL-1.2
"""The kinds of dossier that are kept for a while and then destroyed, each with its own rooms.

Whatever has a key of its own stands here: its list of what is past its period, the look-up by
reference, and the destruction of its content.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from meerinbeeld.access import Actor
from meerinbeeld.care.actions.retention import bury_case
from meerinbeeld.care.queries import retention as cases
from meerinbeeld.oversight.models import DossierKind
from meerinbeeld.oversight.rights import retention as requests
from meerinbeeld.registry.actions.retention import bury_notification
from meerinbeeld.registry.queries import retention as notifications
from meerinbeeld.signals.actions.retention import bury_signal
from meerinbeeld.signals.queries import retention as signals


@dataclass(frozen=True)
class Keeping:
    """How one kind of dossier is kept. Rows have `dossier`, `reference` and their dates."""

    past: Callable[[Actor, datetime.date], QuerySet[Any]]
    ready: Callable[[Actor, datetime.date], QuerySet[Any]]
    by_reference: Callable[[Actor, str], Any]
    bury: Callable[[Actor, Any], None]
    thing: str


KEEPING: Final[Mapping[str, Keeping]] = {
    DossierKind.SIGNAL: Keeping(
        signals.past_retention,
        signals.ready_to_destroy,
        signals.by_reference,
        bury_signal,
        "signals.signal",
    ),
    DossierKind.CASE: Keeping(
        cases.past_retention, cases.ready_to_destroy, cases.by_reference, bury_case, "care.case"
    ),
    DossierKind.NOTIFICATION: Keeping(
        notifications.past_retention,
        notifications.past_retention,
        notifications.by_reference,
        bury_notification,
        "registry.notification",
    ),
    DossierKind.REQUEST: Keeping(
        requests.past_retention,
        requests.ready_to_destroy,
        requests.by_reference,
        requests.bury_request,
        "oversight.rights",
    ),
}
