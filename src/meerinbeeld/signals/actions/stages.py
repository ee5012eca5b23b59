# SPDX-License-Identifier: EUPL-1.2
"""What the reporter sees with the receipt: where it stands, in a word that gives nothing away."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from meerinbeeld.signals.models import Phase, PublicReport, Signal

STAGE_OF: Final = {
    Phase.RECEIVED: "received",
    Phase.ASSESSING: "being_read",
    Phase.ROUTED: "passed_on",
    Phase.FOLLOWING_UP: "followed_up",
    Phase.CLOSED: "finished",
}


def reports_of(signal: Signal) -> list[PublicReport]:
    """The public reports that this signal answers: its own, and those of signals merged into it."""
    return list(_reports(signal).defer("envelope").order_by("received_at"))


def tell_stage(signal: Signal, now: datetime, stage: str = "") -> None:
    """Show a reporter the new stage. One who withdrew keeps reading that they did."""
    _reports(signal).filter(withdrawn_at=None).update(
        stage=stage or STAGE_OF[Phase(signal.phase)], stage_at=now
    )


def _reports(signal: Signal) -> QuerySet[PublicReport]:
    merged = Signal.objects.filter(merged_into=signal).values_list("report_id", flat=True)
    return PublicReport.objects.filter(pk__in=[one for one in (signal.report_id, *merged) if one])
