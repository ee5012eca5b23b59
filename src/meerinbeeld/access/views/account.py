# SPDX-License-Identifier: EUPL-1.2
"""One's own account: name, language, notices, password, and in which role to act."""

from __future__ import annotations

import uuid

from allauth.account import views as allauth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from meerinbeeld.access import sessions
from meerinbeeld.access.actor import NoMembership, actor_of, choose_membership, memberships_of
from meerinbeeld.access.forms.account import AccountForm
from meerinbeeld.access.models import Person
from meerinbeeld.access.roles import Role

#: Whose first screen is not the work on signals.
DESKS = {
    Role.CARE_COORDINATOR: ("caseload",),
    Role.PRIVACY_OFFICER: ("oversight", "permissions"),
    Role.ADMINISTRATOR: ("people",),
    Role.PROGRAMME_LEAD: ("directory",),
    Role.POLICY_OFFICER: ("directory",),
    Role.COUNCIL_READER: ("directory",),
}


def signed_in(request: HttpRequest) -> Person:
    """The person of a closed page; the middleware saw to it that there is one."""
    if not isinstance(request.user, Person):
        raise NoMembership
    return request.user


@require_GET
def after_login(request: HttpRequest) -> HttpResponse:
    """To the work of one's role, in one's own language."""
    person = signed_in(request)
    if sessions.second_factor_missing(request, person):
        return redirect("mfa_index")
    role = actor_of(request).role
    with override(person.language):
        return redirect(_desk(role))


def _desk(role: str) -> str:
    for name in (*DESKS.get(Role(role), ()), "work", "account"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/"


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = AccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        with override(person.language):
            return redirect("account")
    return render(
        request,
        "access/account.html",
        {"form": form, "memberships": memberships_of(person), "person": person},
    )


@require_http_methods(["GET", "POST"])
def act_as(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    actor = actor_of(request)
    if request.method == "POST":
        if choose_membership(request, _uuid(request.POST.get("membership", ""))):
            return redirect("after_login")
        messages.error(request, _("That role is not yours, or it has ended."))
        return redirect("act_as")
    return render(
        request,
        "access/act_as.html",
        {"memberships": memberships_of(person), "acting": actor.membership_id},
    )


def password_change(request: HttpRequest) -> HttpResponseBase:
    """Somebody without a password signs in through their organisation, or asks for a link."""
    if not signed_in(request).has_usable_password():
        messages.info(
            request, _("Your account has no password. You can ask for a link to make one.")
        )
        return redirect("account_reset_password")
    response: HttpResponseBase = allauth.password_change(request)
    return response


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
