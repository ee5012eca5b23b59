# SPDX-License-Identifier: EUPL-1.2
"""Where an invitation leads: choose a password, and go on to the second step."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import invitations, sessions
from meerinbeeld.access.forms.people import NewPasswordForm


@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, action="reset_password_from_key"
    )
    if limited:
        return limited
    try:
        invitation = invitations.find(token)
    except invitations.NotValid:
        return render(request, "access/invitation_over.html", status=410)
    form = NewPasswordForm(invitation.person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _enter(request, token, form.cleaned_data["password1"])
    return render(request, "access/invitation.html", {"form": form, "person": invitation.person})


def _enter(request: HttpRequest, token: str, password: str) -> HttpResponse:
    try:
        person = invitations.use(token, password)
    except invitations.NotValid:
        return render(request, "access/invitation_over.html", status=410)
    if sessions.has_second_factor(person):
        # a link by mail is no second factor
        return redirect("account_login")
    record_authentication(request, person, "password", reauthenticated=True)
    get_adapter(request).login(request, person)
    UserSession.objects.create_from_request(request)
    return redirect("after_login")
