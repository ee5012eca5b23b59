# SPDX-License-Identifier: EUPL-1.2
"""``{% load board %}``: who waits for a bed and who stays long. No template: thirty of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final
from uuid import UUID

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meerinbeeld.care.queries.board import Somebody
from meerinbeeld.ui import markup
from meerinbeeld.ui.markup import small
from meerinbeeld.ui.templatetags.ui import badge, when

register = template.Library()
#: Has the form of a reference, and is none.
EXAMPLE: Final = "Z-0000-0000"


@register.simple_tag
def who_wait(people: Sequence[Somebody]) -> SafeString:
    name = _names()
    return _listed((name(one), _wish(one), *_reason(one)) for one in people)


@register.simple_tag
def who_stay_long(people: Sequence[Somebody]) -> SafeString:
    name, missing = _names(), _missing()
    return _listed((name(one), _stay(one), *(_reason(one) or [missing(one)])) for one in people)


def _listed(lines: Iterable[Iterable[SafeString]]) -> SafeString:
    items = (markup.markup("<li>{}</li>", markup.joined(*parts)) for parts in lines)
    return markup.markup('<ul class="mib-plain mib-stack">{}</ul>', markup.joined(*items))


def _names() -> Callable[[Somebody], SafeString]:
    """By its alias for whoever can open the case; "somebody" for everybody else."""
    address, nobody = markup.addresses("case", EXAMPLE), _("Somebody")

    def name(one: Somebody) -> SafeString:
        if one.case is None:
            return markup.joined(nobody)
        reference = one.case.reference
        return markup.joined(markup.link(address(reference), one.case.alias), " ", small(reference))

    return name


def _wish(one: Somebody) -> SafeString:
    place = one.placement
    where = [" · ", place.facility.name] if place.facility else []
    asked = [" · ", _("asked"), " ", when(place.requested_at)]
    many = [" · ", _("%(count)s people") % {"count": place.beds}] if place.beds > 1 else []
    return small(one.kind, *where, *asked, *many, block=True)


def _stay(one: Somebody) -> SafeString:
    place = one.placement
    where = [place.facility.name, " · "] if place.facility else []
    since = [_("since"), " ", when(place.placed_at)] if place.placed_at else []
    return small(*where, *since, block=True)


def _reason(one: Somebody) -> list[SafeString]:
    return [small(one.reason, block=True)] if one.reason else []


def _missing() -> Callable[[Somebody], SafeString]:
    """That the reason is missing, and for whoever may, where to write it down."""
    missing, invitation = badge(_("reason is missing"), tone="today"), _("Write the reason down")
    address = markup.addresses("shelter_delay", EXAMPLE, UUID(int=0))

    def said(one: Somebody) -> SafeString:
        if not (one.is_ours and one.case):
            return small(missing, block=True)
        url = address(one.case.reference, one.placement.id)
        return small(missing, " ", markup.link(url, invitation), block=True)

    return said
