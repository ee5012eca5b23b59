# SPDX-License-Identifier: EUPL-1.2
"""What the account menu shows: who is signed in, their other roles, managing people."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from meerinbeeld.access.actor import NoMembership, actor_of
from meerinbeeld.access.models import Membership
from meerinbeeld.access.policy import Actor, may
from meerinbeeld.access.roles import Purpose, Role, Verb
from meerinbeeld.access.sessions import has_session
from meerinbeeld.ui.navigation import Account, Goal, NavEntry


def actor(request: HttpRequest) -> Actor | None:
    """Who acts, also on pages that are open to all. Without a session nothing is asked."""
    if not has_session(request) or not request.user.is_authenticated:
        return None
    try:
        return actor_of(request)
    except NoMembership:
        return None


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    found = []
    if may(actor, Verb.LIST, "person", Purpose.ADMINISTRATION):
        found.append(NavEntry(Goal.MANAGE, _("People and roles"), "people", order=10))
    if may(actor, Verb.LIST, "policy", Purpose.OVERSIGHT):
        found.append(NavEntry(Goal.MANAGE, _("Who may do what"), "permissions", order=20))
    return found


def account(actor: Actor | None) -> Account | None:
    if actor is None:
        return None
    acting = Membership.objects.values_list("person__name", "role", "organisation__name")
    name, role, organisation = acting.get(id=actor.membership_id)
    return Account(
        name=name,
        role=Role(role).label,
        organisation=organisation,
        links=((_("My account"), reverse("account")), (_("Act as"), reverse("act_as"))),
        sign_out_url=reverse("account_logout"),
    )
