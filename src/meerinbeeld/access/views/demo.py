# SPDX-License-Identifier: EUPL-1.2
"""Sign in with one click as somebody of the made-up region: in demo mode, on this machine."""

from __future__ import annotations

import uuid

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import journaling, sessions
from meerinbeeld.access.demo_mode import DEMO_EMAIL_DOMAIN, demo_mode
from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.roles import WHAT_A_ROLE_DOES, Role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if not demo_mode():
        raise Http404
    if request.method == "POST":
        return _enter(request, request.POST.get("person", ""))
    return render(request, "access/demo.html", {"cards": _cards()})


def _enter(request: HttpRequest, person_id: str) -> HttpResponse:
    try:
        wanted = uuid.UUID(person_id)
    except ValueError:
        raise Http404 from None
    person = get_object_or_404(_people(), id=wanted)
    login(request, person, backend=BACKEND)
    sessions.begin(request, person, demo=True)
    UserSession.objects.create_from_request(request)
    journaling.signed_in(person, "demo")
    return redirect("after_login")


def _people() -> QuerySet[Person]:
    return Person.objects.filter(email__iendswith=f"@{DEMO_EMAIL_DOMAIN}", is_active=True)


def _cards() -> list[dict[str, object]]:
    memberships = (
        Membership.objects.filter(person__in=_people())
        .valid_on(timezone.localdate())
        .select_related("person", "organisation")
    )
    order = list(Role.values)
    return [
        {"membership": m, "does": WHAT_A_ROLE_DOES[Role(m.role)]}
        for m in sorted(memberships, key=lambda m: (order.index(m.role), m.organisation.name))
    ]
