# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of the register. Each room has a function of its own."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Verb, may
from meerinbeeld.care.models import Case, Phase
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.ui.navigation import Goal, Link, NavEntry


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    return [entry for room in ROOMS for entry in room(actor)]


def notifications(actor: Actor) -> list[NavEntry]:
    if not may(actor, Verb.LIST, KIND, PURPOSE):
        return []
    return [
        NavEntry(Goal.REGISTRY, _("Notifications"), "notifications", 10, also=("/registratie/",))
    ]


def same_person(actor: Actor) -> list[NavEntry]:
    if not may(actor, Verb.MERGE, KIND, PURPOSE):
        return []
    also = ("/registratie/dezelfde/", "/registratie/slachtoffer/")
    return [NavEntry(Goal.REGISTRY, _("The same person?"), "pairs", 30, also=also)]


def quality(actor: Actor) -> list[NavEntry]:
    if not may(actor, Verb.LIST, KIND, PURPOSE):
        return []
    return [NavEntry(Goal.REGISTRY, _("Quality"), "registry_quality", 50)]


def beside_case(actor: Actor, case: Case) -> list[Link]:
    """On the page of a case, for its team: notify the person, or what was notified."""
    if not may(actor, Verb.CREATE, KIND, PURPOSE) or case.owner_id != actor.organisation_id:
        return []
    found = case.notifications.filter(organisation_id=actor.organisation_id)
    reference = found.values_list("reference", flat=True).first()
    if reference:
        label = _("Notification %(reference)s") % {"reference": reference}
        return [Link(label, reverse("notification", args=[reference]))]
    if case.destroyed_at or case.phase == Phase.REFERRED:
        return []
    url = reverse("notification_of_case", args=[case.reference])
    return [Link(_("Notify to the register"), url)]


def lists(actor: Actor) -> list[NavEntry]:
    if not may(actor, Verb.IMPORT, KIND, PURPOSE):
        return []
    also = ("/registratie/indelingen/",)
    return [NavEntry(Goal.REGISTRY, _("Import a list"), "registry_lists", 20, also=also)]


def passing_on(actor: Actor) -> list[NavEntry]:
    if not may(actor, Verb.LIST, KIND, PURPOSE):
        return []
    also = ("/registratie/doorgeven/",)
    return [NavEntry(Goal.REGISTRY, _("Passing on"), "passing_queue", 40, also=also)]


def figures(actor: Actor) -> list[NavEntry]:
    if not may(actor, Verb.LIST, KIND, PURPOSE):
        return []
    also = ("/registratie/cijfers/",)
    return [NavEntry(Goal.REGISTRY, _("Figures and letters"), "registry_figures", 60, also=also)]


#: A new room stands here, with the order of its entry: 20 lists that are delivered, 30 the same
#: person, 40 passing on, 50 quality, 60 figures and letters.
ROOMS = (notifications, lists, same_person, passing_on, quality, figures)
