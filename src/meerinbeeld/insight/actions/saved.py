# SPDX-License-Identifier: EUPL-1.2
"""Keeping a page of figures with its filters under a name. The figures themselves are not kept."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.insight import gate
from meerinbeeld.insight.models import SavedView
from meerinbeeld.insight.models.keeping import LONGEST_ADDRESS
from meerinbeeld.insight.queries import saved

VIEWS = "meerinbeeld.insight.views."


def checked_address(address: str) -> str:
    """An address of a page of figures here, and nothing else. Raises `ChangeError`."""
    parts = urlsplit(address)
    ours = not parts.scheme and not parts.netloc and address.startswith("/")
    try:
        found = resolve(parts.path) if ours and len(address) <= LONGEST_ADDRESS else None
    except Resolver404:
        found = None
    if found is None or not found.func.__module__.startswith(VIEWS):
        raise ChangeError(_("This is not a page of figures that can be kept."))
    return address


def keep(actor: Actor, name: str, address: str, *, shared: bool) -> SavedView:
    """Raises `Refused`, or `ChangeError` for an address or a name that cannot be."""
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                name=name, address=checked_address(address), is_shared=shared,
                by_id=actor.person_id, organisation_id=actor.organisation_id,
            )  # fmt: skip
    except IntegrityError as error:
        raise ChangeError(_("You kept a view under this name already. Take another.")) from error


def share(actor: Actor, view: UUID, *, shared: bool) -> bool:
    """Whether there was such a view of one's own."""
    found = saved.own(actor, view)
    if found is not None:
        SavedView.objects.filter(pk=found.pk).update(is_shared=shared)
    return found is not None


def forget(actor: Actor, view: UUID) -> bool:
    """Whether there was such a view of one's own."""
    found = saved.own(actor, view)
    if found is not None:
        found.delete()
    return found is not None
