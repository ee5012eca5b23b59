# SPDX-License-Identifier: EUPL-1.2
"""The pages of the requests of persons. Each begins with what its actor may read."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meerinbeeld.access import Actor, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError, Stale
from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.access.views import acting
from meerinbeeld.oversight.models import RightsRequest
from meerinbeeld.oversight.rights import actions, pages, queries
from meerinbeeld.oversight.rights.forms import (
    DecideForm,
    DeliverForm,
    ExtendForm,
    IdentifyForm,
    JudgeForm,
    LookForm,
    ReceiveForm,
)
from meerinbeeld.oversight.rights.package import access_package

PIECES_ON_A_PAGE = 20


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    actor, closed = actor_of(request), request.GET.get("soort") == "klaar"
    found = queries.requests(actor, closed=closed)
    page = Paginator(found, queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, queries.days_left(one)) for one in page],
        "tabs": pages.tabs(closed),
        "columns": pages.COLUMNS,
        "empty": pages.NOTHING,
    }
    return render(request, "oversight/rights/list.html", context)


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    queries.requests(actor)
    form = ReceiveForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                made = actions.receive(actor, **form.cleaned_data)
                return redirect("rights_request", made.reference)
            except ChangeError as error:
                form.add_error("received_on", str(error))
        status = acting.UNPROCESSABLE
    return render(request, "oversight/rights/receive.html", {"form": form}, status=status)


@require_GET
def one(request: HttpRequest, request_reference: str) -> HttpResponse:
    found, asked = _opened(actor_of(request), request_reference)
    context = {
        "found": found,
        "asked": asked,
        "days_left": queries.days_left(found),
        "dossiers": found.dossiers.all(),
        "progress": queries.progress(found),
        "main": pages.main_action(found),
        "norm_source": pages.source_of(found.norm),
        "look_form": LookForm(),
        "print_reference": found.reference,
        "print_purpose": _("oversight"),
    }
    return render(request, "oversight/rights/request.html", context)


@require_POST
def look(request: HttpRequest, request_reference: str) -> HttpResponse:
    """Look for dossiers of the person; what was typed stands in no address."""
    actor = actor_of(request)
    found, _asked = _opened(actor, request_reference)
    form = LookForm(request.POST)
    hits = queries.look_for(actor, form.cleaned_data["wanted"]) if form.is_valid() else []
    context = {"found": found, "form": form, "hits": hits, "looked": form.is_valid()}
    return render(request, "oversight/rights/look.html", context)


@require_POST
def add(request: HttpRequest, request_reference: str) -> HttpResponse:
    kind, named = request.POST.get("kind", ""), request.POST.get("named", "")
    return _done(
        request,
        request_reference,
        lambda actor: actions.add_dossier(actor, request_reference, kind, named),
        _("The dossier was added. It is kept while the request runs."),
    )


@require_POST
def remove(request: HttpRequest, request_reference: str, rights_dossier: uuid.UUID) -> HttpResponse:
    return _done(
        request,
        request_reference,
        lambda actor: actions.remove_dossier(actor, request_reference, rights_dossier),
        _("The dossier was taken off."),
    )


@require_POST
def erase(request: HttpRequest, request_reference: str, rights_dossier: uuid.UUID) -> HttpResponse:
    return _done(
        request,
        request_reference,
        lambda actor: actions.propose_erasure(actor, request_reference, rights_dossier),
        _("It stands on the list to destroy. Somebody else has to approve it."),
    )


@require_POST
def gather(request: HttpRequest, request_reference: str) -> HttpResponse:
    return _done(
        request,
        request_reference,
        lambda actor: actions.gather(actor, request_reference),
        _("All texts were gathered. Look at each of them."),
        back_to="rights_pieces",
    )


@require_GET
def pieces(request: HttpRequest, request_reference: str) -> HttpResponse:
    return _pieces(request, request_reference)


@require_POST
def judge(request: HttpRequest, request_reference: str, piece: uuid.UUID) -> HttpResponse:
    form = JudgeForm(request.POST, prefix=f"p{piece}")
    if not form.is_valid():
        return _pieces(request, request_reference, piece, form)
    given = form.cleaned_data
    try:
        actions.judge(
            actor_of(request),
            request_reference,
            piece,
            given["verdict"],
            words=form.blacked(),
            reason=given["reason"],
        )
    except RightsRequest.DoesNotExist:
        raise Http404 from None
    except ChangeError as error:
        form.add_error(None, str(error))
        return _pieces(request, request_reference, piece, form)
    page = request.GET.get("page", "1")
    url = reverse("rights_pieces", args=[request_reference])
    return redirect(f"{url}?page={page if page.isdecimal() else 1}#p{piece}")


def _pieces(
    request: HttpRequest,
    reference: str,
    wrong: uuid.UUID | None = None,
    form: JudgeForm | None = None,
) -> HttpResponse:
    found, _asked = _opened(actor_of(request), reference)
    page = Paginator(found.pieces.all(), PIECES_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = queries.pieces(found, only=found.pieces.filter(pk__in=[one.pk for one in page]))
    before = list(dict.fromkeys(word for one in shown for word in one.words))
    rows = [(one, form if one.id == wrong and form else _judging(one, before)) for one in shown]
    context = {
        "found": found,
        "page": page,
        "rows": rows,
        "progress": queries.progress(found),
        "print_reference": found.reference,
        "print_purpose": _("oversight"),
    }
    status = acting.UNPROCESSABLE if form else 200
    return render(request, "oversight/rights/pieces.html", context, status=status)


def _judging(one: queries.ShownPiece, before: list[str]) -> JudgeForm:
    """The words that were blacked out elsewhere on the page stand ready."""
    initial = {"verdict": one.verdict, "words": "\n".join(one.words or before)}
    return JudgeForm(prefix=f"p{one.id}", initial=initial)


@require_http_methods(["GET", "POST"])
def identify(request: HttpRequest, request_reference: str) -> HttpResponse:
    return _act(
        request,
        request_reference,
        IdentifyForm,
        lambda actor, given: actions.identify(
            actor, request_reference, given["how"], seen=given["seen"]
        ),
        pages.IDENTIFY,
    )


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, request_reference: str) -> HttpResponse:
    return _act(
        request,
        request_reference,
        ExtendForm,
        lambda actor, given: actions.extend(
            actor, request_reference, given["because"], seen=given["seen"]
        ),
        pages.EXTEND,
    )


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, request_reference: str) -> HttpResponse:
    return _act(
        request,
        request_reference,
        DecideForm,
        lambda actor, given: actions.decide(
            actor, request_reference, given["decision"], given["text"], seen=given["seen"]
        ),
        pages.DECIDE,
    )


@require_http_methods(["GET", "POST"])
def deliver(request: HttpRequest, request_reference: str) -> HttpResponse:
    return _act(
        request,
        request_reference,
        DeliverForm,
        lambda actor, given: actions.deliver(
            actor, request_reference, given["how"], seen=given["seen"]
        ),
        pages.DELIVER,
    )


@require_POST
@stepup.required
def package(request: HttpRequest, request_reference: str) -> HttpResponse:
    try:
        name, made = access_package(actor_of(request), request_reference)
    except RightsRequest.DoesNotExist:
        raise Http404 from None
    except ChangeError as error:
        messages.error(request, str(error))
        return redirect("rights_request", request_reference)
    response = HttpResponse(made, content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _opened(actor: Actor, reference: str) -> tuple[RightsRequest, queries.Asked]:
    try:
        return actions.open_request(actor, reference)
    except RightsRequest.DoesNotExist:
        raise Http404 from None


def _act(
    request: HttpRequest,
    reference: str,
    form_class: type[ActForm],
    do: Callable[[Actor, dict[str, Any]], None],
    words: dict[str, Any],
) -> HttpResponse:
    actor = actor_of(request)
    found, _asked = _opened(actor, reference)
    form = form_class(request.POST or None, record=found)

    def since(stale: Stale) -> list[object]:
        form.look_again(stale.hand)
        return []

    url = reverse("rights_request", args=[reference])
    return acting.answer(
        request,
        form,
        lambda _once, _seen: do(actor, form.cleaned_data),
        template="oversight/rights/act.html",
        shown=lambda now: {"found": now or found, "cancel_url": url, **words},
        since=since,
        back_to=url,
    )


def _done(
    request: HttpRequest,
    reference: str,
    act: Callable[[Actor], object],
    word: str,
    *,
    back_to: str = "rights_request",
) -> HttpResponse:
    try:
        act(actor_of(request))
    except RightsRequest.DoesNotExist:
        raise Http404 from None
    except ChangeError as error:
        messages.error(request, str(error))
        return redirect("rights_request", reference)
    messages.success(request, word)
    return redirect(back_to, reference)
