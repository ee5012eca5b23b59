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
from meerinbeeld.ui import sheets


@require_safe
@stepup.required
def export_inbox(request: HttpRequest, kind: str) -> HttpResponse:
    """The list with the same filter as on the screen; coded facts only."""
    actor, now = actor_of(request), timezone.now()
    require(actor, Verb.EXPORT, KIND, purpose_of(actor))
    if kind not in sheets.KINDS:
        raise Http404
    known = inbox.PARTNER_TILES if inbox.is_partner(actor) else inbox.OWNER_TILES
    tile = request.GET.get("wat", "")
    form = FilterForm(request.GET, inbox.municipalities_of(actor))
    wanted = form.wanted(tile if tile in known else "", 1)
    return sheets.download(actions.export_inbox(actor, wanted, now), "signalen", kind)
