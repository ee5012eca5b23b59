# SPDX-License-Identifier: EUPL-1.2
"""Breaking the glass of a signal: a reason, a short while, and a review."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld.access import stepup
from meerinbeeld.access.views.emergency import Glass, ask, give_back
from meerinbeeld.signals.actions.emergency import break_in
from meerinbeeld.signals.forms.emergency import EmergencyForm
from meerinbeeld.signals.queries.scope import KIND, purpose_of
from meerinbeeld.signals.views.assess import GET_POST

GLASS: Final = Glass(
    kind=KIND,
    purpose_of=purpose_of,
    form=EmergencyForm,
    break_in=break_in,
    page="signal",
    around="work",
    around_label=_("What waits for you"),
    lead=_("For when somebody is in danger and waiting for the owner would take too long."),
    opens=_("You can read this one signal, for %(term)s."),
    hears=_("The privacy officer hears of it at once and judges it afterwards."),
    submit=_("Open this signal now"),
    unknown=_("There is no signal with this reference."),
)


@require_http_methods(GET_POST)
@stepup.required
def emergency(request: HttpRequest) -> HttpResponse:
    return ask(request, GLASS)


@require_POST
def end(request: HttpRequest, emergency_id: UUID) -> HttpResponse:
    return give_back(request, GLASS, emergency_id)
