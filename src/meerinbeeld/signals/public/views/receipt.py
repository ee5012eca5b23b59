# SPDX-License-Identifier: EUPL-1.2
"""Sending, the seven words, and typing them back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld import norms
from meerinbeeld.signals.public import drafts, limits, sending
from meerinbeeld.signals.public.drafts import DraftGone
from meerinbeeld.signals.public.limits import Busy
from meerinbeeld.signals.public.sending import AlreadySettled, NoOwner
from meerinbeeld.vault.receipt import WORDS, ReceiptError, parse


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """POST sends the report and shows the words in this very answer; GET says that it was sent."""
    secret = drafts.secret_of(request)
    if secret is None:
        return redirect("report")
    return _send(request, secret) if request.method == "POST" else _sent(request, secret)


def _sent(request: HttpRequest, secret: bytes) -> HttpResponse:
    if not drafts.was_sent(secret):
        return redirect("report")
    unclaimed = sending.may_get_new_words(secret)
    response = render(request, "signals/public/sent.html", {"unclaimed": unclaimed})
    if not unclaimed:
        drafts.take_secret(response)
    return response


def _send(request: HttpRequest, secret: bytes) -> HttpResponse:
    address = limits.address_of(request)
    wait = limits.limiter.wait("report", address, settings.MIB_REPORTS_PER_TEN_MINUTES)
    if wait:
        return try_later(request, wait)
    try:
        accepted = sending.send(secret, get_language() or settings.LANGUAGE_CODE)
    except (Busy, NoOwner):
        return try_later(request, limits.WAIT_FOR_TURN_SECONDS)
    except AlreadySettled:
        return redirect("receipt")
    except DraftGone:
        return redirect("report")
    except ValueError:
        return redirect("report_check")
    limits.limiter.count("report", address)
    return _words_page(request, accepted.words, again=accepted.again)


def try_later(request: HttpRequest, seconds: int, *, wrong_words: bool = False) -> HttpResponse:
    """A limit. Nothing is lost: the text stays in the draft, and the page says until when."""
    secret = drafts.secret_of(request)
    context = {
        "minutes": -(-seconds // 60),
        "wrong_words": wrong_words,
        "draft": bool(secret and drafts.read(secret)),
        "kept_for": norms.term("draft").length,
    }
    response = render(request, "signals/public/later.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _words_page(
    request: HttpRequest,
    words: tuple[str, ...],
    *,
    again: bool = False,
    typed: str = "",
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "words": words,
        "again": again,
        "typed": typed,
        "problems": problems or [],
        "feedback": norms.term("feedback_to_reporter").length,
        "switch_to": reverse_in("receipt_confirm"),
    }
    return render(request, "signals/public/receipt.html", context, status=status)


def reverse_in(name: str) -> dict[str, str]:
    """The address of a page in each language."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = reverse(name)
    return found


@login_not_required
@require_POST
def receipt_confirm(request: HttpRequest) -> HttpResponse:
    """The words typed back. The page itself carries the words along: they are stored nowhere."""
    secret = drafts.secret_of(request)
    if secret is None or not drafts.was_sent(secret):
        return redirect("report")
    shown, typed = _shown(request), request.POST.get("typed", "")[:500]
    if request.POST.get("go") == "language":
        return _words_page(request, shown, typed=typed) if shown else redirect("receipt")
    problems = _problems(shown, typed)
    if problems:
        return _words_page(request, shown, typed=typed, problems=problems, status=400)
    try:
        matches = _confirmed(request, secret, parse(typed))
    except Busy:
        problems = [_("Very many people are busy here. Try again in a minute.")]
        return _words_page(request, shown, typed=typed, problems=problems, status=429)
    if not matches:
        # words of an earlier page, which stopped working
        return redirect("receipt")
    response = redirect("receipt_confirmed")
    drafts.take_secret(response)
    return response


def _confirmed(request: HttpRequest, secret: bytes, words: tuple[str, ...]) -> bool:
    """Raises `Busy` after too many wrong ones, each of which cost a derivation."""
    address = limits.address_of(request)
    if limits.limiter.wait("receipt", address, settings.MIB_RECEIPT_TRIES_PER_TEN_MINUTES):
        raise Busy
    matches = sending.confirm(secret, words)
    if not matches:
        limits.limiter.count("receipt", address)
    return matches


def _shown(request: HttpRequest) -> tuple[str, ...]:
    try:
        return parse(request.POST.get("shown", ""))
    except ReceiptError:
        return ()


def _problems(shown: tuple[str, ...], typed: str) -> list[str]:
    try:
        words = parse(typed)
    except ReceiptError as error:
        return error.explain()
    if not shown or words == shown:
        return []
    wrong = [str(place) for place in range(1, WORDS + 1) if words[place - 1] != shown[place - 1]]
    return [_("These words are different from the ones above: word %s.") % ", ".join(wrong)]


@login_not_required
@require_safe
def receipt_confirmed(request: HttpRequest) -> HttpResponse:
    context = {"feedback": norms.term("feedback_to_reporter").length}
    return render(request, "signals/public/confirmed.html", context)
