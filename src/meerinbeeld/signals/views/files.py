# SPDX-License-Identifier: EUPL-1.2
"""Files of a signal: a page with a picture, a download, adding and sharing. None touches a disk."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Verb
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.files import serving
from meerinbeeld.files.uploads import seals_uploads
from meerinbeeld.signals.actions import files as actions
from meerinbeeld.signals.forms.enrich import NoFieldsForm
from meerinbeeld.signals.public import kept_files
from meerinbeeld.signals.views.acting import answer, hold
from meerinbeeld.signals.views.assess import GET_POST


@require_safe
def show(request: HttpRequest, reference: str, attachment: UUID) -> HttpResponse:
    file = in_reach(
        request, lambda actor: actions.open_file(actor, reference, attachment, Verb.OPEN)
    )
    context = {
        "file": file,
        "signal": file.hand.signal,
        "hand": file.hand,
        "is_picture": file.stored.type in serving.PICTURES,
        "may_share": file.hand.may(Verb.CHANGE),
        "may_save": file.hand.may(Verb.EXPORT),
        "button_form": NoFieldsForm(signal=file.hand.signal),
        "print_reference": reference,
    }
    return render(request, "signals/file.html", context)


@require_safe
def picture(request: HttpRequest, reference: str, attachment: UUID) -> HttpResponseBase:
    """The picture itself, for the page around it."""
    file = in_reach(
        request, lambda actor: actions.open_file(actor, reference, attachment, Verb.OPEN)
    )
    if file.stored.type not in serving.PICTURES:
        raise Http404
    return serving.picture(file.stored)


@require_safe
def download(request: HttpRequest, reference: str, attachment: UUID) -> HttpResponseBase:
    file = in_reach(
        request, lambda actor: actions.open_file(actor, reference, attachment, Verb.EXPORT)
    )
    return serving.saved(file.stored)


@require_http_methods(GET_POST)
@seals_uploads
def add(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    form = NoFieldsForm(request.POST or None, signal=hand.signal)
    ready = kept_files.ready(request) if form.is_bound else kept_files.Ready()
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.add_files(
            hand.actor, reference, ready.keep, most=settings.MIB_MAX_FILES, once=once
        ),
        template="signals/file_add.html",
        done=_("The files were sealed and added."),
        context={"heading": _("Add files"), "problems": ready.explained()},
    )


@require_POST
def share(request: HttpRequest, reference: str, attachment: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    form = NoFieldsForm(request.POST, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.share_file(
            hand.actor,
            reference,
            attachment,
            shared=request.POST.get("shared") == "yes",
            once=once,
        ),
        context={"heading": _("Share a file"), "submit": _("Keep")},
    )
