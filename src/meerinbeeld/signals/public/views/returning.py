# SPDX-License-Identifier: EUPL-1.2
"""Coming back with the seven words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld import norms
from meerinbeeld.files.uploads import seals_uploads
from meerinbeeld.signals.models import PublicReport
from meerinbeeld.signals.public import kept_files as files
from meerinbeeld.signals.public import limits, mailbox, visit
from meerinbeeld.signals.public.limits import Busy
from meerinbeeld.signals.public.views.receipt import reverse_in, try_later
from meerinbeeld.ui.forms.text import Text
from meerinbeeld.ui.forms.typed import kept
from meerinbeeld.vault.receipt import Receipt, ReceiptError, parse

MESSAGES_PER_TEN_MINUTES: Final = 60
Visit = Callable[[HttpRequest, PublicReport, Receipt], HttpResponse]


class MessageForm(forms.Form):
    use_required_attribute = False
    text = Text(label=_("Your message"), most=settings.MIB_MAX_TEXT, rows=6)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _tried(request)
    if visit.of(request) is not None:
        return redirect("return_status")
    return _ask(request)


def _ask(
    request: HttpRequest, problems: list[str] | None = None, *, status: int = 200, waiting: str = ""
) -> HttpResponse:
    context = {
        "typed": request.POST.get("typed", "")[:500],
        "problems": problems or [],
        "waiting": waiting or kept(request.POST.get("waiting", "")),
        "switch_to": reverse_in("return"),
    }
    return render(request, "signals/public/return.html", context, status=status)


def _tried(request: HttpRequest) -> HttpResponse:
    if request.POST.get("go") == "language":
        return _ask(request)
    address = limits.address_of(request)
    most = settings.MIB_RECEIPT_TRIES_PER_TEN_MINUTES
    if wait := limits.limiter.wait("receipt", address, most):
        return try_later(request, wait, wrong_words=True)
    try:
        found = mailbox.find(parse(request.POST.get("typed", "")))
    except ReceiptError as error:
        return _ask(request, error.explain(), status=400)
    except Busy:
        return try_later(request, limits.WAIT_FOR_TURN_SECONDS)
    if found is None:
        limits.limiter.count("receipt", address)
        return _ask(request, [_unknown()], status=400)
    report, made = found
    waiting = kept(request.POST.get("waiting", ""))
    response = (
        _status(request, report, made, text=waiting) if waiting else redirect("return_status")
    )
    visit.hand(response, made)
    return response


def _unknown() -> str:
    return gettext(
        "We know no report with these seven words. Check the words and their order. "
        "When your report has been destroyed, its words stop working."
    )


# --- With a receipt -------------------------------------------------------------------------------


def with_receipt(view: Visit) -> Callable[..., HttpResponse]:
    """The report of this visit, or the page that asks for the words and keeps what was typed."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        made = visit.of(request)
        report = mailbox.by_lookup(made.lookup_id) if made else None
        if made is None or report is None:
            return _over(request)
        response = view(request, report, made)
        visit.hand(response, made)
        return response

    return wrapped


def _over(request: HttpRequest) -> HttpResponse:
    waiting = kept(request.POST.get("text", "")) if request.method == "POST" else ""
    if not waiting:
        return redirect("return")
    problem = gettext(
        "You were away for a while. Type your seven words again; your message is kept."
    )
    return _ask(request, [problem], status=403, waiting=waiting)


@login_not_required
@seals_uploads
@require_http_methods(["GET", "HEAD", "POST"])
@with_receipt
def status(request: HttpRequest, report: PublicReport, made: Receipt) -> HttpResponse:
    if request.method == "POST":
        return _written(request, report, made)
    return _status(request, report, made)


def _written(request: HttpRequest, report: PublicReport, made: Receipt) -> HttpResponse:
    if request.POST.get("go") == "language":
        return _status(request, report, made, text=kept(request.POST.get("text", "")))
    address = limits.address_of(request)
    if wait := limits.limiter.wait("message", address, MESSAGES_PER_TEN_MINUTES):
        return _too_many(request, report, made, wait)
    form = MessageForm(request.POST, label_suffix="")
    ready = files.ready(request)
    if not form.is_valid():
        return _status(request, report, made, form=form, code=400)
    text = form.cleaned_data["text"]
    if not text and not ready.uploads and not ready.problems:
        form.add_error("text", gettext("Write something, or add a file."))
        return _status(request, report, made, form=form, code=400)
    if ready.problems:
        # the text waits in the page until the files are right
        extra = ready.explained()
        return _status(request, report, made, text=text, problems=extra, code=ready.status)
    mailbox.write(report, _once(request), text, ready)
    limits.limiter.count("message", address)
    return redirect("return_status")


def _too_many(request: HttpRequest, report: PublicReport, made: Receipt, wait: int) -> HttpResponse:
    """What was typed stays in the page, which says when to try again."""
    words = gettext("You sent many messages in a short time. Try again in %(minutes)s minutes.")
    form = MessageForm(request.POST, label_suffix="")
    form.add_error("text", words % {"minutes": -(-wait // 60)})
    response = _status(request, report, made, form=form, code=429)
    response.headers["Retry-After"] = str(wait)
    return response


def _once(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid.uuid4()


def _status(
    request: HttpRequest,
    report: PublicReport,
    made: Receipt,
    *,
    form: MessageForm | None = None,
    text: str = "",
    problems: list[tuple[str, str]] | None = None,
    code: int = 200,
) -> HttpResponse:
    stage = norms.codelist("stage_for_reporter").get(report.stage)
    context = {
        "report": report,
        "stage": stage,
        "open": bool(stage and stage.extra.get("open")),
        "posts": mailbox.posts(report, made.keypair),
        "form": form or MessageForm(initial={"text": text}, label_suffix=""),
        "problems": problems or [],
        "once": _once(request),
        "switch_to": reverse_in("return_status"),
    }
    return render(request, "signals/public/status.html", context, status=code)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@with_receipt
def withdraw(request: HttpRequest, report: PublicReport, made: Receipt) -> HttpResponse:
    if request.method == "POST":
        mailbox.withdraw(report)
        return redirect("return_status")
    if report.withdrawn_at is not None:
        return redirect("return_status")
    kept_for = norms.term("retention_signal_withdrawn").length
    return render(request, "signals/public/withdraw.html", {"kept_for": kept_for})


@login_not_required
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Close the report on this device; the words open it again."""
    response = redirect("home")
    visit.end(response)
    return response
