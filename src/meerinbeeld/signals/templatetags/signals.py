# SPDX-License-Identifier: EUPL-1.2
"""``{% load signals %}``: codes in words, clocks in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meerinbeeld import norms
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.forms.route import RouteForm
from meerinbeeld.signals.queries import words
from meerinbeeld.signals.queries.choices import Destination
from meerinbeeld.signals.rules import NextStep, State
from meerinbeeld.ui import moments
from meerinbeeld.ui.templatetags.ui import time_element

register = template.Library()

PHASES = 5
_TONES = {State.LATE: "late", State.TODAY: "today", State.RUNS: "runs", State.DONE: ""}


@register.filter
def code(value: str, name: str) -> str:
    """The words for a stored code of a list of norms."""
    return norms.codelist(name).label(value)


@register.filter
def next_step(value: str) -> Any:
    return words.NEXT.get(value, value)


@register.filter
def reason(value: str) -> Any:
    return words.reason_label(value)


@register.filter
def route_status(value: str) -> Any:
    return words.ROUTE_STATUS.get(value, value)


@register.filter
def tone(state: str) -> str:
    """Colour follows the word: late, today, or it runs."""
    return _TONES.get(State(state), "") if state in list(State) else ""


@register.filter
def norm(ref: str) -> str:
    """A stored norm as people name it: what it is, and since when."""
    found = norms.norm(ref)
    if found is None:
        return ref
    return _("%(name)s, since %(day)s") % {
        "name": _small(words.norm_label(ref)),
        "day": moments.exact(found.valid_from).split(" ", 1)[-1],
    }


def _small(name: str) -> str:
    """Within a sentence: only the first letter, because a route carries the name of a region."""
    return name[:1].lower() + name[1:]


@register.simple_tag
def deadline(step: NextStep) -> SafeString:
    """When it has to be done, with the exact moment on hover and in print."""
    if step.due_at is None:
        return SafeString("")
    return clock(step.due_at)


@register.simple_tag
def clock(due_at: datetime) -> SafeString:
    now = timezone.now()
    return time_element(due_at, _late(now - due_at) if due_at <= now else _ahead(due_at))


@register.simple_tag
def moment(at: datetime, with_time: bool = False) -> SafeString:
    """As `{% when %}`, without a template of its own: a list has many of them."""
    return time_element(at, moments.said(at, with_time=with_time))


def _late(over: timedelta) -> str:
    if over < timedelta(hours=24):
        hours = max(int(over.total_seconds() // 3600), 1)
        return ngettext("%(n)d hour over time", "%(n)d hours over time", hours) % {"n": hours}
    return ngettext("%(n)d day over time", "%(n)d days over time", over.days) % {"n": over.days}


def _ahead(due_at: datetime) -> str:
    local = timezone.localtime(due_at)
    days = (local.date() - timezone.localdate()).days
    hour = {"hour": f"{local:%H:%M}"}
    if days == 0:
        return _("today before %(hour)s") % hour
    if days == 1:
        return _("tomorrow before %(hour)s") % hour
    if days < 14:
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return _("before %(moment)s") % {"moment": moments.said(due_at)}


@register.filter
def over(due_at: datetime) -> str:
    """How far over time, for the badge beside the title."""
    return _late(timezone.now() - due_at)


_LINKS = {
    "split_from": gettext_lazy("Split from"),
    "part": gettext_lazy("Part of it"),
    "merged": gettext_lazy("Added to it"),
    "merged_into": gettext_lazy("Added to"),
}


@register.filter
def link_kind(kind: str) -> Any:
    return _LINKS[kind]


@register.inclusion_tag("signals/parts/route_radio.html")
def route_radio(form: RouteForm, option: Destination, organisation: Organisation) -> dict[str, Any]:
    """One organisation as a choice; all of them are one field."""
    value = f"{option.target}/{organisation.id}"
    return {
        "name": form["to"].html_name,
        "id": f"to-{option.target}-{organisation.id.hex}",
        "value": value,
        "checked": form["to"].value() == value,
        "organisation": organisation,
    }


@register.filter
def lasted(length: timedelta | None) -> str:
    """How long nothing happened, in days or hours."""
    if length is None:
        return ""
    if length.days:
        return ngettext("%(n)d day later", "%(n)d days later", length.days) % {"n": length.days}
    hours = max(length.seconds // 3600, 1)
    return ngettext("%(n)d hour later", "%(n)d hours later", hours) % {"n": hours}


@register.filter
def kilobytes(size: int) -> str:
    """How large a file is, as people say it."""
    if size >= 1024 * 1024:
        return _("%(n)s MB") % {"n": number_format(size / 1024 / 1024, 1)}
    return _("%(n)s kB") % {"n": max(size // 1024, 1)}
