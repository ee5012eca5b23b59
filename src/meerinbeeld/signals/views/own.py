# SPDX-License-Identifier: EUPL-1.2
"""One's own signals: where they stand, what was promised, and writing with the team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.signals.actions import own as actions
from meerinbeeld.signals.forms.own import ToTeamForm
from meerinbeeld.signals.queries import own as queries
from meerinbeeld.ui.parts import Column, EmptyState


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The first screen of a reporter; for others their own reports beside their work."""
    typed = request.GET.get("page", "1")
    page = min(max(int(typed), 1), 400) if typed.isdecimal() and len(typed) < 4 else 1
    rows, more = queries.listing(actor_of(request), page)
    context = {
        "rows": rows,
        "page": page,
        "previous": page - 1,
        "next": page + 1,
        "more": more,
        "may_record": True,
        "asked": sum(row.asked for row in rows),
        "columns": [
            Column(_("Reference")),
            Column(_("About")),
            Column(_("Where it stands")),
            Column(_("Who has it")),
            Column(_("Word to you")),
        ],
        "empty": EmptyState(
            _("You have not reported anything yet"),
            _("Did you see or hear something? A feeling is enough to report it."),
        ),
    }
    return render(request, "signals/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def own_signal(request: HttpRequest, reference: str) -> HttpResponse:
    form = ToTeamForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            in_reach(
                request,
                lambda actor: actions.write_to_team(
                    actor, reference, given["text"], once=given["once"]
                ),
            )
            messages.success(request, _("Your message is with the team."))
            return redirect("own_signal", reference)
        except AlreadyDone:
            return redirect("own_signal", reference)
        except ChangeError as error:
            form.add_error("text", str(error))
    page = in_reach(request, lambda actor: actions.open_own(actor, reference))
    context = {"page": page, "signal": page.signal, "form": form}
    return render(request, "signals/own_signal.html", context, status=422 if form.errors else 200)
