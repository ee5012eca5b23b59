# SPDX-License-Identifier: EUPL-1.2
"""Saving the inbox as a table, after somebody confirmed who they are."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meerinbeeld.access import Verb, require, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.signals.actions import export as actions
from meerinbeeld.signals.forms.inbox import FilterForm
from meerinbeeld.signals.queries import inbox
from meerinbeeld.signals.queries.scope import KIND, purpose_of

KINDS = {
    "csv": (actions.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        actions.as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@require_safe
@stepup.required
def export_inbox(request: HttpRequest, kind: str) -> HttpResponse:
    """The list with the same filter as on the screen; coded facts only."""
    actor, now = actor_of(request), timezone.now()
    require(actor, Verb.EXPORT, KIND, purpose_of(actor))
    if kind not in KINDS:
        raise Http404
    known = inbox.PARTNER_TILES if inbox.is_partner(actor) else inbox.OWNER_TILES
    tile = request.GET.get("wat", "")
    form = FilterForm(request.GET, inbox.municipalities_of(actor))
    wanted = form.wanted(tile if tile in known else "", 1)
    write, content_type = KINDS[kind]
    response = HttpResponse(
        write(actions.export_inbox(actor, wanted, now)), content_type=content_type
    )
    name = f"signalen-{timezone.localdate():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
