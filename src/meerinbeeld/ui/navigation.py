# SPDX-License-Identifier: EUPL-1.2
"""The menu is the five goals. Each app adds its own entries, so this floor knows no app above it.

An app offers, in its module ``navigation.py``, any of::

    def entries(actor) -> list[NavEntry]: ...
    def bell(actor) -> Bell | None: ...
    def account(actor) -> Account | None: ...
    def beside_<kind of record>(actor, record) -> list[Link]: ...
    def actor(request) -> object | None: ...

The last one is for the app that knows who acts; None means that nobody acts yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache, lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language, get_language_from_path, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Text = Any  # A str or a lazy translation of one.


class Goal(Enum):
    """The five goals of the regional approach, and what everyone may read."""

    PREVENTION = "prevention"
    SIGNALS = "signals"
    CARE = "care"
    REGISTRY = "registry"
    COOPERATION = "cooperation"
    PUBLIC = "public"
    #: Behind the account menu, not in the bar of goals.
    MANAGE = "manage"

    @property
    def label(self) -> Text:
        return GOAL_LABELS[self]


GOAL_LABELS: dict[Goal, Text] = {
    Goal.PREVENTION: pgettext_lazy("goal", "Preventing"),
    Goal.SIGNALS: pgettext_lazy("goal", "Signalling"),
    Goal.CARE: pgettext_lazy("goal", "Helping"),
    Goal.REGISTRY: pgettext_lazy("goal", "Registering"),
    Goal.COOPERATION: pgettext_lazy("goal", "Working together"),
    Goal.PUBLIC: pgettext_lazy("goal", "Public"),
    Goal.MANAGE: _("Manage"),
}


@dataclass(frozen=True)
class NavEntry:
    """One page in the menu: under which goal, its words and its url name."""

    goal: Goal
    label: Text
    url_name: str
    order: int = 100
    url_args: tuple[object, ...] = ()
    #: Beginnings of other addresses (without the language) that belong to this entry.
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bell:
    """How many notices wait, and the page that lists them."""

    count: int
    url: str


@dataclass(frozen=True)
class Account:
    """Who is signed in, as what and for whom; links of the account menu."""

    name: str
    role: Text
    organisation: str
    links: tuple[tuple[Text, str], ...] = ()
    sign_out_url: str = ""


@dataclass(frozen=True)
class Link:
    label: Text
    url: str
    current: bool = False


@dataclass
class Navigation:
    """What the office header shows to this person on this page."""

    goals: list[Link] = field(default_factory=list)
    pages: list[Link] = field(default_factory=list)
    manage: list[Link] = field(default_factory=list)
    current_goal: Text = ""
    bell: Bell | None = None
    account: Account | None = None


@cache
def _modules() -> list[ModuleType]:
    """The `navigation` of each app that has one; the apps stay the same while we run."""
    names = [
        f"{config.name}.navigation"
        for config in apps.get_app_configs()
        if config.name.startswith("meerinbeeld.")
        and module_has_submodule(config.module, "navigation")
    ]
    return [import_module(name) for name in names if name != __name__]


def _offered(name: str) -> Iterator[Callable[..., Any]]:
    for module in _modules():
        if function := getattr(module, name, None):
            yield function


def _first(name: str, actor: object) -> Any:
    return next((found for ask in _offered(name) if (found := ask(actor))), None)


@dataclass(frozen=True)
class Placed:
    """An entry of the menu, its address, and the beginnings of addresses that belong to it."""

    entry: NavEntry
    url: str
    covers: tuple[str, ...]


def _placed(actor: object) -> list[Placed]:
    """Entries with their address; a page that this face does not serve is left out."""
    served = get_language(), get_script_prefix(), get_urlconf()
    placed = []
    for ask in _offered("entries"):
        for entry in ask(actor):
            if found := _address(entry.url_name, entry.url_args, *served):
                url, bare = found
                placed.append(Placed(entry, url, (bare, *entry.also)))
    return sorted(placed, key=lambda one: one.entry.order)


@lru_cache(maxsize=1000)
def _address(name: str, args: tuple[object, ...], *served: object) -> tuple[str, str] | None:
    """The address of a page of the menu, and the same without its language: as it is `served`."""
    try:
        url = reverse(name, args=args)
    except NoReverseMatch:
        return None
    return url, _without_language(url)


def _current(placed: list[Placed], path: str) -> NavEntry | None:
    """The entry whose address, or one it covers, is the longest beginning of this page."""
    bare = _without_language(path)
    matching = [
        (len(beginning), -place)
        for place, one in enumerate(placed)
        for beginning in one.covers
        if bare.startswith(beginning)
    ]
    return placed[-max(matching)[1]].entry if matching else None


def _without_language(path: str) -> str:
    code = get_language_from_path(path)
    return path.removeprefix(f"/{code}") if code else path


def beside(kind: str, actor: object, thing: object) -> list[Link]:
    """What higher floors offer on the page of one record: each app's ``beside_<kind>``.

    So the page of a signal can lead to the help for its person, and knows nothing of it.
    """
    return [link for ask in _offered(f"beside_{kind}") for link in ask(actor, thing)]


def for_request(request: HttpRequest) -> Navigation:
    """The menu of this request; empty of entries while nobody acts."""
    actor = _first("actor", request)
    return build(actor, request.path) if actor is not None else Navigation()


def build(actor: object, path: str) -> Navigation:
    placed = _placed(actor)
    here = _current(placed, path)
    first_url = {one.entry.goal: one.url for one in reversed(placed)}
    shown = [goal for goal in Goal if goal in first_url]

    def pages(goal: Goal | None) -> list[Link]:
        found = [one for one in placed if one.entry.goal is goal]
        return [Link(one.entry.label, one.url, one.entry is here) for one in found]

    return Navigation(
        goals=[
            Link(goal.label, first_url[goal], here is not None and here.goal is goal)
            for goal in shown
            if goal is not Goal.MANAGE
        ],
        pages=pages(here.goal) if here else [],
        manage=pages(Goal.MANAGE),
        current_goal=here.goal.label if here else "",
        bell=_first("bell", actor),
        account=_first("account", actor),
    )
