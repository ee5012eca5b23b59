# SPDX-License-Identifier: EUPL-1.2
"""Breaking the glass of one record: a reason, a short while, and a review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor, NotInReach, Verb, break_glass, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.views.acting import UNPROCESSABLE


@dataclass(frozen=True)
class Glass:
    """What stands between somebody and a record of one kind. The words are lazy translations."""

    kind: str
    purpose_of: Callable[[Actor], str]
    form: type[forms.Form]
    #: Opens the record with this reference for this reason.
    break_in: Callable[[Actor, str, str], object]
    #: The names of the address of the record, and of the list around it.
    page: str
    around: str
    around_label: Any
    lead: Any
    #: What can be read, with the term as `%(term)s`; and who hears of it.
    opens: Any
    hears: Any
    submit: Any
    unknown: Any


def ask(request: HttpRequest, glass: Glass) -> HttpResponse:
    """The page that asks for a reason, and opens the record. Raises `Refused` for other roles."""
    actor = actor_of(request)
    require(actor, Verb.BREAK_GLASS, glass.kind, glass.purpose_of(actor))
    wanted = {"reference": request.GET.get("kenmerk", "")[:20]}
    form = glass.form(request.POST or None, initial=wanted)
    if form.is_valid():
        given = form.cleaned_data
        try:
            glass.break_in(actor, given["reference"], given["reason"])
            return redirect(glass.page, given["reference"])
        except NotInReach:
            form.add_error("reference", str(glass.unknown))
        except break_glass.NotPossible as problem:
            form.add_error("reason", str(problem))
    opens = str(glass.opens) % {"term": norms.term("break_glass").length}
    context = {"form": form, "glass": glass, "opens": opens}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "access/emergency.html", context, status=status)


def give_back(request: HttpRequest, glass: Glass, emergency: UUID) -> HttpResponse:
    """End one's own emergency access before its time."""
    actor = actor_of(request)
    break_glass.end(actor, emergency, purpose=glass.purpose_of(actor))
    messages.success(request, _("Your emergency access has ended."))
    return redirect(glass.around)
