# SPDX-License-Identifier: EUPL-1.2
"""The page of a victim: which notifications it is made of and why, and taking one out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld.access import Verb, may, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.actions.judging import take_out as take_out_of
from meerinbeeld.registry.actions.reading import open_victim
from meerinbeeld.registry.forms.judging import TakeOutForm
from meerinbeeld.registry.queries.persons import whole
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.views.pair_words import PURPOSE_WORDS


@require_safe
def show(request: HttpRequest, victim: str) -> HttpResponse:
    found = in_reach(request, lambda actor: open_victim(actor, victim))
    if found.victim.reference != victim:
        messages.info(request, _("%(number)s was joined with this number.") % {"number": victim})
        return redirect("victim", found.victim.reference)
    context = {
        "whole": found,
        "sentence": sentence(len(found.told), len({row.organisation_id for row in found.told})),
        "may_judge": may(actor_of(request), Verb.MERGE, KIND, PURPOSE),
        "print_reference": found.victim.reference,
        "print_purpose": PURPOSE_WORDS,
    }
    return render(request, "registry/victim.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: HttpRequest, victim: str, notification: str) -> HttpResponse:
    """Say first what it means, then part it from the others."""
    require(actor_of(request), Verb.MERGE, KIND, PURPOSE)
    found = in_reach(request, lambda actor: whole(actor, victim))
    if len(found.told) < 2 or notification not in {row.reference for row in found.told}:
        raise Http404
    back = reverse("victim", args=[found.victim.reference])
    form = TakeOutForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            number = take_out_of(actor_of(request), notification, once=form.cleaned_data["once"])
            messages.success(request, _("Taken out. They count as %(number)d victims now.")
                             % {"number": number})  # fmt: skip
        except AlreadyDone:
            pass
        except ChangeError as error:
            messages.error(request, str(error))
        return redirect(back)
    context = {
        "question": _("Is %(notification)s about somebody else?") % {"notification": notification},
        "what_happens": [
            _("It gets its own number of a victim back, and counts by itself."),
            _("It is judged not to be the same person as the notifications it was joined with."),
            _("Notifications that were joined through this one only come apart as well."),
            _("You can take this back, pair by pair, under “Not the same person”."),
        ],
        "form": form,
        "submit_label": _("Take it out"),
        "cancel_url": back,
    }
    return render(request, "ui/confirm.html", context, status=422 if form.errors else 200)


def sentence(notifications: int, organisations: int) -> str:
    told = ngettext("%(number)d notification", "%(number)d notifications", notifications)
    by = ngettext("%(number)d organisation", "%(number)d organisations", organisations)
    return _("%(told)s of %(by)s, counted as one victim.") % {
        "told": told % {"number": notifications},
        "by": by % {"number": organisations},
    }
