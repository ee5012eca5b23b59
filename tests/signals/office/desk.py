# SPDX-License-Identifier: EUPL-1.2
"""A desk to try things at: reports that were taken in, and forms as a browser sends them."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meerinbeeld.access.changing import Seen
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions.route import RouteWish
from meerinbeeld.signals.actions.take_in import take_in_waiting_reports
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.public.envelope import Answers
from meerinbeeld.vault import hpke
from tests.people import Village
from tests.signals.public.reports import accepted

ZWOLLE, DEVENTER = "gemeente-zwolle", "gemeente-deventer"


def taken_in(
    village: Village,
    owner: str = ZWOLLE,
    answers: Answers | None = None,
    keypair: hpke.KeyPair | None = None,
) -> Signal:
    """A signal that came in through the public form."""
    report = accepted(village.organisations[owner], answers, keypair=keypair)
    take_in_waiting_reports()
    return Signal.objects.get(report=report)


def sent(signal: Signal, **fields: Any) -> dict[str, Any]:
    """What a form sends along: a fresh token, and the version that was looked at."""
    return {"once": str(uuid.uuid4()), "seen": seen(signal), **fields}


def seen(signal: Signal) -> str:
    return str(Seen.of(Signal.objects.get(pk=signal.pk)))


def post(client: Client, name: str, signal: Signal, *args: Any, **fields: Any) -> HttpResponse:
    url = reverse(name, args=[signal.reference, *args])
    return client.post(url, sent(signal, **fields))  # type: ignore[return-value]


def words(response: Any) -> str:
    """The text of a page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def entries(signal: Signal) -> list[tuple[str, str, str]]:
    """What the journal says about a signal: verb, purpose, outcome."""
    found = Entry.objects.filter(dossier=signal.dossier).order_by("at", "id")
    return list(found.values_list("verb", "purpose", "outcome"))


def to_safe_home(village: Village) -> RouteWish:
    return wish(village, "safe_home", "veilig-thuis")


def wish(village: Village, target: str, slug: str) -> RouteWish:
    return RouteWish(
        target=target,
        organisation_id=village.organisations[slug].id,
        reason="as_advised",
        ground="avg_6_1_e",
        note="Graag vandaag nog bellen",
    )
