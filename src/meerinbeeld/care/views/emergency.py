# SPDX-License-Identifier: EUPL-1.2
"""Breaking the glass of a case: a reason, a short while, and a review."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld.access import stepup
from meerinbeeld.access.views.emergency import Glass, ask, give_back
from meerinbeeld.care.actions.emergency import break_in
from meerinbeeld.care.forms.emergency import CaseEmergencyForm
from meerinbeeld.care.queries.scope import KIND, purpose_of
from meerinbeeld.care.views.sharing import GET_POST

GLASS: Final = Glass(
    kind=KIND,
    purpose_of=purpose_of,
    form=CaseEmergencyForm,
    break_in=break_in,
    page="case",
    around="caseload",
    around_label=_("Cases"),
    lead=_("For when somebody is in danger and waiting for the team would take too long."),
    opens=_("You can read this one case, for %(term)s."),
    hears=_("The privacy officer and the team hear of it at once. It is judged afterwards."),
    submit=_("Open this case now"),
    unknown=_("There is no case with this reference."),
)


@require_http_methods(GET_POST)
@stepup.required
def emergency(request: HttpRequest) -> HttpResponse:
    return ask(request, GLASS)


@require_POST
def end(request: HttpRequest, emergency: UUID) -> HttpResponse:
    return give_back(request, GLASS, emergency)
