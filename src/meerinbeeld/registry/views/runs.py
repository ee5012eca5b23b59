# SPDX-License-Identifier: EUPL-1.2
"""Having the register looked through: ask, watch, stop."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.actions import runs as actions
from meerinbeeld.registry.actions.unheard import KILLED, STOPPED
from meerinbeeld.registry.forms.judging import SearchForm
from meerinbeeld.registry.models import Run
from meerinbeeld.registry.queries import pairs as queries

UNPROCESSABLE: Final = 422
#: Why a search failed, in words; for anything else see `problem_words`.
PROBLEMS: Final = {
    STOPPED: gettext_lazy("Somebody stopped it. Nothing was changed."),
    KILLED: gettext_lazy(
        "The background process ended while it ran. Nothing was changed; start a new search."
    ),
    "no_right": gettext_lazy("Whoever asked for it may not do so any more."),
    "contradiction": gettext_lazy(
        "Verdicts contradict each other: two notifications are the same person through others, "
        "and are judged to be different people. Take one of these verdicts back."
    ),
    "no_memory": gettext_lazy(
        "There was not enough memory, and names are never put on a disk instead. Ask your "
        "administrator for more memory for the worker."
    ),
    "no_place": gettext_lazy(
        "Spark, which the settings ask for, cannot be used on this machine. Ask your administrator "
        "to run 'meerinbeeld check', which says what is missing. Nothing was changed."
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    notifiers, last = queries.notifiers(actor), queries.last_run(actor)
    data = request.POST if request.method == "POST" else None
    form = SearchForm(data, notifiers=notifiers, unique=actions.unique_of(last))
    if form.is_bound and form.is_valid():
        try:
            run = actions.ask_run(actor, unique=form.chosen())
            return redirect("linkage_run", run.pk)
        except ChangeError as error:
            form.add_error(None, str(error))
    context = {"form": form, "run": last}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "registry/linkage_ask.html", context, status=status)


@require_safe
def show(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far it is, and what came of it. The part alone for whoever keeps looking."""
    found = in_reach(request, lambda actor: queries.run_of(actor, run))
    context: dict[str, Any] = {"run": found, "problem": problem_words(found)}
    is_part = request.headers.get("HX-Request")
    name = "registry/parts/run.html" if is_part else "registry/linkage_run.html"
    return render(request, name, context)


@require_POST
def stop(request: HttpRequest, run: UUID) -> HttpResponse:
    found = in_reach(request, lambda actor: queries.run_of(actor, run))
    actions.stop_run(actor_of(request), found.pk)
    messages.success(request, _("The search was stopped."))
    return redirect("linkage_run", found.pk)


def problem_words(run: Run) -> str:
    if run.state != Run.State.FAILED:
        return ""
    other = _("Something went wrong (%(kind)s). Nothing was changed; tell your administrator.")
    return str(PROBLEMS.get(run.problem) or other % {"kind": run.problem})
