# SPDX-License-Identifier: EUPL-1.2
"""Figures that leave: exports by a standard, the yearly figures of the EU, and by organisation."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld.access import Actor, Verb, require, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.registry.actions import exporting
from meerinbeeld.registry.actions import union as giving
from meerinbeeld.registry.exports import eu
from meerinbeeld.registry.forms.figures import ExportForm, PeriodForm, SureForm
from meerinbeeld.registry.queries import figures as queries
from meerinbeeld.registry.queries import letters
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.rules import period as periods
from meerinbeeld.registry.rules.period import Period
from meerinbeeld.registry.views import eu_words, figures_words
from meerinbeeld.ui import sheets

#: In the address of what was given out before.
AGAIN = "opnieuw"
GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the room: for the keeper the organisations, for others their letters."""
    keeps = queries.is_keeper(actor_of(request))
    return redirect("figures_organisations" if keeps else "letters_own")


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    queries.keeper(actor)
    form = period_form(request, actor)
    period = form.period()
    lines = letters.lines(actor, period)
    context = {
        "tabs": figures_words.tabs(actor, "figures_organisations"),
        "form": form,
        "period": period,
        "lines": lines,
        "whole": letters.together(actor, period),
        "sentence": figures_words.sentence(lines, period),
        "columns": figures_words.columns(),
        "kinds": sheets.KINDS,
    }
    return render(request, "registry/figures/organisations.html", context)


@require_safe
@stepup.required
def organisations_export(request: HttpRequest, kind: str) -> HttpResponse:
    actor = actor_of(request)
    queries.keeper(actor, Verb.EXPORT)
    if kind not in sheets.KINDS:
        raise Http404
    period = period_form(request, actor).period()
    lines = exporting.give_out_organisations(actor, period)
    return sheets.download(figures_words.table(lines), f"doorgegeven-{period.code}", kind)


@require_http_methods(GET_POST)
@stepup.required
def export(request: HttpRequest) -> HttpResponse:
    """Check an export against its standard, and give it out to whoever is sure."""
    actor = actor_of(request)
    require(actor, Verb.EXPORT, KIND, PURPOSE)
    form = ExportForm(request.GET, *_choices(actor))
    period, kind = form.period(), form.kind()
    sure, status = SureForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if sure.is_valid():
            try:
                return _file(*exporting.give_out(actor, period, kind))
            except ChangeError as error:
                sure.add_error(None, str(error))
    context: dict[str, Any] = {
        "tabs": figures_words.tabs(actor, "figures_export"),
        "form": form,
        "sure": sure,
        "period": period,
        "kind": kind,
        "checked": exporting.check(actor, period, kind),
        "against": figures_words.against(kind),
    }
    return render(request, "registry/figures/export.html", context, status=status)


@require_safe
def union(request: HttpRequest) -> HttpResponse:
    """The yearly figures as they are, with what is hidden outside."""
    actor = actor_of(request)
    queries.keeper(actor)
    year = _year(request)
    found = eu.figures(year, queries.in_period(actor, Period(year)))
    context = {
        "tabs": figures_words.tabs(actor, "figures_union"),
        "found": found,
        "tables": eu_words.tables(found),
        "sentence": eu_words.sentence(found),
        "explained": eu_words.explained(found),
        "given_out": giving.days_of(queries.given_out(actor, year)),
        "years": figures_words.years(queries.first_year(actor), timezone.localdate()),
        "kinds": sheets.KINDS,
    }
    return render(request, "registry/figures/union.html", context)


@require_safe
@stepup.required
def union_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The protected figures only; those that left before when they are asked again."""
    actor = actor_of(request)
    queries.keeper(actor, Verb.EXPORT)
    if kind not in sheets.KINDS:
        raise Http404
    year = _year(request)
    give_out = giving.give_out_again if AGAIN in request.GET else giving.give_out
    try:
        found = give_out(actor, year)
    except ChangeError as error:
        before = queries.given_out(actor, year).exists()
        context = {"why": str(error), "year": year, "before": before, "kinds": sheets.KINDS}
        return render(request, "registry/figures/refused.html", context, status=422)
    return sheets.download(eu_words.as_table(found), f"slachtoffers-eu-{year}", kind)


def period_form(request: HttpRequest, actor: Actor) -> PeriodForm:
    return PeriodForm(request.GET, *_choices(actor))


def _choices(actor: Actor) -> tuple[list[Period], Period]:
    today = timezone.localdate()
    first = queries.first_year(actor) or today.year
    by_itself = periods.last_half(today)
    return periods.recent(today, min(first, by_itself.year)), by_itself


def _year(request: HttpRequest) -> int:
    """The year that was asked for, or the last whole one."""
    asked = periods.parse(request.GET.get("jaar", ""))
    return asked.year if asked else timezone.localdate().year - 1


def _file(name: str, data: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
