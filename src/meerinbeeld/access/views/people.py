# SPDX-License-Identifier: EUPL-1.2
"""Managing people. Each view: guard, call one action, say what happened."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meerinbeeld.access import stepup
from meerinbeeld.access.actions import people as act
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.forms.people import AddPersonForm, PersonForm, RoleForm, TermForm
from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.policy import Actor, require
from meerinbeeld.access.queries import people as read
from meerinbeeld.access.roles import Purpose, Role, Verb
from meerinbeeld.parties.queries import active_organisations
from meerinbeeld.ui.parts import Column, EmptyState, Tile

PER_PAGE = 50
LINK = "invitation_link"


def _person(actor: Actor, person_id: uuid.UUID) -> Person:
    found = read.person(actor, person_id)
    if found is None:
        raise Http404
    return found


def _back(person: Person) -> HttpResponse:
    return redirect("person", person_id=person.id)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    wanted = read.Wanted(
        search=request.GET.get("q", ""),
        organisation=request.GET.get("organisation", ""),
        role=request.GET.get("role", ""),
        state=request.GET.get("state", ""),
    )
    page = Paginator(read.people(actor, wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "access/people/list.html",
        {
            "page": page,
            "wanted": wanted,
            "tiles": _tiles(actor, wanted.state),
            "organisations": active_organisations(),
            "roles": Role.choices,
            "today": timezone.localdate(),
            "columns": _columns(),
            "empty": EmptyState(
                _("Nobody fits this search."),
                _("Search for less, or take away a filter."),
                columns=4,
            ),
        },
    )


def _columns() -> list[Column]:
    return [Column(_("Name")), Column(_("Roles")), Column(_("Until")), Column(_("Signing in"))]


def _tiles(actor: Actor, current: str) -> list[Tile]:
    numbers = read.numbers(actor)
    labels = {
        "now": _("May work now"),
        "ending": _("End within 30 days"),
        "ended": _("Without a role now"),
        "invited": _("Invited, not here yet"),
        "blocked": _("May not sign in"),
    }
    return [
        Tile(
            numbers[state],
            label,
            f"{reverse('people')}?{urlencode({'state': state})}",
            tone="today" if state == "ending" and numbers[state] else "",
            current=state == current,
        )
        for state, label in labels.items()
    ]


@stepup.required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CREATE, act.THING, Purpose.ADMINISTRATION)
    form = AddPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = act.add(
                actor,
                email=data["email"],
                name=data["name"],
                language=data["language"],
                given=form.given(),
            )
        except act.NotPossible as error:
            form.add_error(None, str(error))
        else:
            _tell_invited(request, person, act.invite(actor, person))
            return _back(person)
    return render(request, "access/people/add.html", {"form": form})


@stepup.required
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = _person(actor, person_id)
    form = PersonForm(request.POST) if request.method == "POST" else PersonForm.of(found)
    if request.method == "POST" and form.is_valid():
        done = _try(request, lambda: act.change(actor, found, **form.cleaned_data), _("Saved."))
        if done:
            return _back(found)
    waiting = request.session.get(LINK) or {}
    link = request.session.pop(LINK)["link"] if waiting.get("person") == str(found.id) else ""
    return render(
        request,
        "access/people/person.html",
        {
            "person": found,
            "form": form,
            "link": link,
            "role_form": RoleForm(),
            "memberships": _with_forms(found),
            "sessions": read.session_count(actor, found),
            "invitation": found.invitations.first(),
            "is_oneself": found.id == actor.person_id,
            "today": timezone.localdate(),
        },
    )


def _with_forms(found: Person) -> list[tuple[Membership, TermForm]]:
    return [
        (m, TermForm(initial={"valid_to": m.valid_to}, prefix=f"m{m.id.hex[:6]}"))
        for m in found.memberships.all()
    ]


@stepup.required
@require_POST
def give(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = _person(actor, person_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return render(
            request, "access/people/give.html", {"form": form, "person": found}, status=422
        )
    _try(request, lambda: act.give(actor, found, form.given()), _("The role was given."))
    return _back(found)


@stepup.required
@require_http_methods(["GET", "POST"])
def term(request: HttpRequest, membership_id: uuid.UUID) -> HttpResponse:
    """Extend a role, let it end on a day, or end it now."""
    actor = actor_of(request)
    membership = read.membership(actor, membership_id)
    if membership is None:
        raise Http404
    if "end_now" in request.POST:
        _try(request, lambda: act.end_now(actor, membership), _("The role has ended."))
        return _back(membership.person)
    form = TermForm(request.POST or None, initial={"valid_to": membership.valid_to})
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["valid_to"]
        if _try(request, lambda: act.set_end(actor, membership, last), _("Saved.")):
            return _back(membership.person)
    context = {"form": form, "membership": membership, "person": membership.person}
    return render(request, "access/people/term.html", context)


@stepup.required
@require_POST
def invite(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = _person(actor, person_id)
    try:
        _tell_invited(request, found, act.invite(actor, found))
    except act.NotPossible as error:
        messages.error(request, str(error))
    return _back(found)


@stepup.required
@require_http_methods(["GET", "POST"])
def begin_again(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = _person(actor, person_id)
    if request.method == "POST":
        _tell_invited(request, found, act.begin_again(actor, found))
        return _back(found)
    return _ask(
        request,
        found,
        question=_("Let %(name)s start again?") % {"name": found.name},
        what_happens=[
            _("The password, the passkeys and the app stop working."),
            _("All sessions end."),
            _("A new invitation is made, valid for 48 hours."),
        ],
        submit_label=_("Start again"),
    )


@stepup.required
@require_POST
def end_sessions(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = _person(actor, person_id)
    act.end_sessions(actor, found)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": found.name})
    return _back(found)


@stepup.required
@require_http_methods(["GET", "POST"])
def set_active(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = _person(actor, person_id)
    if request.method == "POST":
        active = request.POST.get("active") == "yes"
        said = _("This person may sign in again.") if active else _("This person is out.")
        _try(request, lambda: act.set_active(actor, found, active=active), said)
        return _back(found)
    return _ask(
        request,
        found,
        question=_("Let %(name)s no longer sign in?") % {"name": found.name},
        what_happens=[
            _("All sessions end at once."),
            _("The roles stay as they are, and what this person did stays in the journal."),
            _("You can turn it back."),
        ],
        submit_label=_("No longer sign in"),
    )


def _ask(
    request: HttpRequest,
    found: Person,
    *,
    question: str,
    what_happens: list[str],
    submit_label: str,
) -> HttpResponse:
    context: dict[str, Any] = {
        "question": question,
        "what_happens": what_happens,
        "submit_label": submit_label,
        "cancel_url": reverse("person", args=[found.id]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


def _try(request: HttpRequest, action: Callable[[], object], said: str) -> bool:
    try:
        action()
    except act.NotPossible as error:
        messages.error(request, str(error))
        return False
    messages.success(request, said)
    return True


def _tell_invited(request: HttpRequest, found: Person, link: str) -> None:
    if link:
        request.session[LINK] = {"person": str(found.id), "link": link}
    else:
        messages.success(
            request, _("An invitation is on its way to %(email)s.") % {"email": found.email}
        )
