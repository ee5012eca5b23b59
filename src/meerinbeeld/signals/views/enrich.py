# SPDX-License-Identifier: EUPL-1.2
"""Adding, removing and putting back details."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld.access import Verb
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.signals.actions import enrich as actions
from meerinbeeld.signals.actions.opening import open_signal
from meerinbeeld.signals.forms.enrich import ItemForm, NoFieldsForm
from meerinbeeld.signals.views.acting import answer, hold
from meerinbeeld.signals.views.assess import GET_POST


@require_http_methods(GET_POST)
def enrich(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    # what is there already stands beside it: that is opening, and is journaled
    page = in_reach(request, lambda actor: open_signal(actor, reference))
    form = ItemForm(request.POST or None, signal=page.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.add_item(
            hand.actor,
            reference,
            form.cleaned_data["kind"],
            form.cleaned_data["text"],
            once=once,
        ),
        template="signals/enrich.html",
        done=_("The detail was added."),
        context={
            "heading": _("Add a detail"),
            "submit": _("Add"),
            "page": page,
            "button_form": NoFieldsForm(signal=page.signal),
        },
    )


@require_POST
def remove(request: HttpRequest, reference: str, item: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    form = NoFieldsForm(request.POST, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.remove_item(hand.actor, reference, item, once=once),
        done=_("The detail was removed. You can put it back under “Removed”."),
        context={"heading": _("Remove a detail"), "submit": _("Remove")},
    )


@require_POST
def restore(request: HttpRequest, reference: str, item: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    form = NoFieldsForm(request.POST, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.restore_item(hand.actor, reference, item, once=once),
        done=_("The detail is back."),
        context={"heading": _("Put a detail back"), "submit": _("Put back")},
    )
