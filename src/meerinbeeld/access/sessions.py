# SPDX-License-Identifier: EUPL-1.2
"""A session ends: without activity, after a working day, or when its person may no longer sign in.

Nothing typed is lost: a form that meets an ended session waits, sealed, for the same person
(`kept`). People without a second factor can only set one up (ASVS 5.0, 6.3.3 and 7.3).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from meerinbeeld.access import kept, who
from meerinbeeld.access.demo_mode import demo_mode
from meerinbeeld.access.models import Person

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SECOND_FACTOR = "second_factor"
DEMO = "demo"
#: Activity is noted once a minute: a row written for every request would cost more than it tells.
NOTE_EVERY = 60
#: What a person without a second factor may do: set one up, confirm who they are, leave.
SETTING_UP = {
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "set_language",
    "totp_picture",
}

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def passive(view: View) -> View:
    """Mark a view that a page calls by itself: it does not keep a session alive."""
    view.is_passive = True  # type: ignore[attr-defined]
    return view


def begin(
    request: HttpRequest, person: Person, *, strong: bool = False, demo: bool = False
) -> None:
    """Note how and when this session began. Call it right after signing in."""
    now = int(time.time())
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[SECOND_FACTOR] = strong
    request.session[DEMO] = demo
    earlier = who.of(request)
    if earlier is not None and earlier.person_id != person.id:
        kept.drop(request)
    who.ensure(request, person.id)


def is_demo(request: HttpRequest) -> bool:
    return bool(request.session.get(DEMO)) and demo_mode()


class SessionRulesMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        who.write(request, response)
        return response

    # After CsrfViewMiddleware: a form of somebody else's making is never kept.
    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        reason, owner = "", who.of(request)
        if has_session(request) and isinstance(request.user, Person):
            reason = why_ended(request)
            if not reason:
                return _going_on(request, request.user, view)
            owner = owner or who.Who(request.user.id, b"")
            logout(request)
        if not getattr(view, "login_required", True) or owner is None:
            return None
        return _sign_in_again(request, owner, reason)


def has_session(request: HttpRequest) -> bool:
    """Without the cookie there is nothing to look up: a reporter's page asks no database."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def why_ended(request: HttpRequest) -> str:
    """`idle`, `day` or `demo` when this session is over by its rules; "" when it goes on."""
    now = time.time()
    session = request.session
    if session.get(DEMO) and not demo_mode():
        return "demo"
    if now - session.get(SIGNED_IN_AT, now) > settings.MIB_SESSION_MAX:
        return "day"
    if now - session.get(SEEN_AT, now) > settings.MIB_SESSION_IDLE:
        return "idle"
    return ""


def _going_on(
    request: HttpRequest, person: Person, view: Callable[..., Any]
) -> HttpResponseBase | None:
    who.ensure(request, person.id)
    if not getattr(view, "is_passive", False):
        _note_activity(request)
    if kept.sent_again(request):
        kept.drop(request)
    if second_factor_missing(request, person) and not _is_setting_up(request, view):
        return redirect("mfa_index")
    return None


def _note_activity(request: HttpRequest) -> None:
    now = int(time.time())
    request.session.setdefault(SIGNED_IN_AT, now)
    if now - request.session.get(SEEN_AT, 0) < NOTE_EVERY:
        return
    request.session[SEEN_AT] = now
    UserSession.objects.filter(session_key=request.session.session_key).update(
        last_seen_at=timezone.now()
    )


def second_factor_missing(request: HttpRequest, person: Person) -> bool:
    if not settings.MIB_SECOND_FACTOR_REQUIRED or request.session.get(SECOND_FACTOR):
        return False
    if is_demo(request):
        return False
    if has_second_factor(person):
        request.session[SECOND_FACTOR] = True
        return False
    return True


def has_second_factor(person: Person) -> bool:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=person, type__in=kinds).exists())


def _is_setting_up(request: HttpRequest, view: Callable[..., Any]) -> bool:
    match = request.resolver_match
    is_open = not getattr(view, "login_required", True)
    return is_open or (match is not None and match.url_name in SETTING_UP)


def _sign_in_again(request: HttpRequest, owner: who.Who, reason: str) -> HttpResponseBase:
    destination = request.get_full_path()
    if request.method == "POST" and owner.secret:
        kept.put(request, owner)
        destination = reverse("kept")
    messages.info(request, _words(reason, typed=request.method == "POST"))
    return go_to(request, f"{reverse('account_login')}?{urlencode({'next': destination})}")


def _words(reason: str, *, typed: bool) -> str:
    why = {
        "idle": _("You were signed out because nothing happened for a while."),
        "day": _("You were signed out: a session ends after a working day."),
        "demo": _("The demonstration has ended."),
    }.get(reason, _("You are no longer signed in."))
    if not typed:
        return why
    return why + " " + _("What you typed is kept. Sign in and you can send it.")


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect that a fragment request follows with the whole page."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(url)
    return HttpResponseRedirect(url)
