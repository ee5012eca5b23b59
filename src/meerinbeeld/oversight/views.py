# SPDX-License-Identifier: EUPL-1.2
"""The desk of privacy officer and keeper. A view begins with what its actor may read."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meerinbeeld import vault
from meerinbeeld.access import Purpose, Verb, break_glass, may, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.oversight import actions, pages, queries
from meerinbeeld.oversight.forms import Chosen, HoldForm, JournalFilter, ReviewForm
from meerinbeeld.oversight.models import DossierKind, Job
from meerinbeeld.signals.queries.unattended import unattended as unattended_signals
from meerinbeeld.ui.counting import BoundedPaginator

PER_PAGE = 50


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    found = queries.desk(actor_of(request))
    context = {"desk": found, "tiles": pages.desk_tiles(found)}
    return render(request, "oversight/desk.html", context)


@require_GET
def unattended(request: HttpRequest) -> HttpResponse:
    """Open signals of which the owner has nobody left."""
    actor = actor_of(request)
    found = BoundedPaginator(unattended_signals(actor), PER_PAGE)
    context = {
        "page": found.get_page(request.GET.get("page")),
        "columns": pages.UNATTENDED_COLUMNS,
        "empty": pages.ALL_ATTENDED,
        "now": timezone.now(),
        "may_give_roles": may(actor, Verb.MANAGE, "person", Purpose.ADMINISTRATION),
    }
    return render(request, "oversight/unattended.html", context)


# --- The journal ---------------------------------------------------------------------------------


@require_GET
def journal_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = JournalFilter(request.GET or None)
    found = queries.entries(actor, form.cleaned_data if form.is_valid() else {})
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": queries.with_names(page),
        "columns": pages.JOURNAL_COLUMNS,
        "empty": pages.NOTHING_FOUND,
        "last_check": queries.jobs(actor, [Job.Kind.CHECK_JOURNAL]).first(),
        "print_purpose": _("oversight"),
    }
    return render(request, "oversight/journal.html", context)


@require_GET
def journal_entry(request: HttpRequest, entry: uuid.UUID) -> HttpResponse:
    found = queries.entry(actor_of(request), entry)
    if found is None:
        raise Http404
    context = {
        "row": queries.with_names([found])[0],
        "partner": queries.partner_of(found),
        "proof": queries.proof_of(found),
        "print_purpose": _("oversight"),
    }
    return render(request, "oversight/journal_entry.html", context)


@require_POST
def journal_check(request: HttpRequest) -> HttpResponse:
    job = actions.start_job(actor_of(request), Job.Kind.CHECK_JOURNAL)
    return redirect("job", job=job.id)


@require_POST
@stepup.required
def journal_export(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    form = JournalFilter(request.POST)
    lines = actions.export_journal(actor, form.cleaned_data if form.is_valid() else {})
    response = StreamingHttpResponse((f"{line}\n" for line in lines), "application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="logboek.jsonl"'
    return response


@require_GET
def job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    found = queries.jobs(actor_of(request), Job.Kind.values).filter(id=job).first()
    if found is None:
        raise Http404
    return render(request, "oversight/job.html", {"job": found})


# --- Emergency access ----------------------------------------------------------------------------


@require_GET
def emergency_list(request: HttpRequest) -> HttpResponse:
    found = queries.emergencies(actor_of(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "columns": pages.EMERGENCY_COLUMNS, "empty": pages.NO_EMERGENCIES}
    return render(request, "oversight/emergencies.html", context)


@require_http_methods(["GET", "POST"])
def emergency_review(request: HttpRequest, emergency: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = queries.emergency(actor, emergency)
    if found is None:
        raise Http404
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _reviewed(request, emergency, form):
        return redirect("emergencies")
    context = {
        "form": form,
        "emergency": found,
        "reason": _reason(request, emergency),
        "trail": queries.with_names(queries.during(actor, found)),
        "columns": pages.TRAIL_COLUMNS,
    }
    return render(request, "oversight/emergency.html", context)


def _reason(request: HttpRequest, emergency: uuid.UUID) -> str | None:
    """The reason in words; None when the dossier was destroyed."""
    try:
        return break_glass.reason_of(actor_of(request), emergency)
    except vault.Shredded:
        return None


def _reviewed(request: HttpRequest, emergency: uuid.UUID, form: ReviewForm) -> bool:
    given = form.cleaned_data
    try:
        break_glass.review(actor_of(request), emergency, given["verdict"], given["note"])
    except break_glass.NotPossible as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("Your review is kept."))
    return True


# --- Keeping and destroying ----------------------------------------------------------------------


@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    actor, kind = actor_of(request), _kind(request.GET)
    past = BoundedPaginator(queries.past_period(actor, kind), PER_PAGE)
    context = {
        "kind": kind,
        "kinds": pages.kind_tabs(kind),
        "page": past.get_page(request.GET.get("page")),
        "proposals": queries.proposals(actor),
        "holds": queries.holds(actor),
        "certificates": queries.certificates(actor)[:20],
        "actor": actor,
        "may_hold": may(actor, Verb.MANAGE, "retention", Purpose.OVERSIGHT),
        "past_columns": pages.PAST_COLUMNS,
        "nothing_past": pages.NOTHING_PAST,
        "proposal_columns": pages.PROPOSAL_COLUMNS,
        "hold_columns": pages.HOLD_COLUMNS,
        "certificate_columns": pages.CERTIFICATE_COLUMNS,
    }
    return render(request, "oversight/retention.html", context)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    actor, kind = actor_of(request), _kind(request.POST)
    form = Chosen(request.POST, queries.past_period(actor, kind))
    if form.is_valid():
        chosen = [one.id for one in form.cleaned_data["dossier"]]
        count = actions.propose_destruction(actor, kind, chosen)
        messages.success(request, _("%(count)d on the list to destroy.") % {"count": count})
    else:
        messages.error(request, " ".join(map(str, form.errors["dossier"])))
    return redirect(f"{reverse('retention')}?soort={kind}")


def _kind(asked: QueryDict) -> str:
    kind = asked.get("soort", "")
    return kind if kind in DossierKind.values else DossierKind.SIGNAL


@require_http_methods(["GET", "POST"])
@stepup.required
def decide(request: HttpRequest, destruction: uuid.UUID) -> HttpResponse:
    """Show what destroying means; destroy on confirmation."""
    actor = actor_of(request)
    proposal = queries.proposals(actor).filter(id=destruction).first()
    if proposal is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.destroy(actor, destruction)
        except actions.NotPossible as problem:
            messages.error(request, str(problem))
            return redirect("retention")
        return redirect("certificate", destruction=destruction)
    return render(request, "oversight/destroy.html", pages.destroy_context(proposal))


@require_POST
def withdraw(request: HttpRequest, destruction: uuid.UUID) -> HttpResponse:
    return _done(
        request,
        lambda: actions.withdraw_proposal(actor_of(request), destruction),
        _("Taken off the list."),
    )


@require_GET
def certificate(request: HttpRequest, destruction: uuid.UUID) -> HttpResponse:
    found = queries.certificates(actor_of(request)).filter(id=destruction).first()
    if found is None:
        raise Http404
    context = {"certificate": found, "print_reference": found.reference}
    return render(request, "oversight/certificate.html", context)


@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    queries.holds(actor)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.place_hold(actor, form.cleaned_data["reference"], form.cleaned_data["reason"])
        except actions.NotPossible as problem:
            form.add_error("reference", str(problem))
        else:
            messages.success(request, _("This is kept until the hold is lifted."))
            return redirect("retention")
    return render(request, "oversight/hold.html", {"form": form})


@require_POST
def lift(request: HttpRequest, hold: uuid.UUID) -> HttpResponse:
    return _done(
        request,
        lambda: actions.lift_hold(actor_of(request), hold),
        _("The hold is lifted. The retention period counts again."),
    )


def _done(request: HttpRequest, act: Any, word: str) -> HttpResponse:
    try:
        act()
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown
    except actions.NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, word)
    return redirect("retention")


# --- Keys ----------------------------------------------------------------------------------------


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "status": queries.keys(actor),
        "jobs": queries.jobs(actor, [Job.Kind.ROTATE_KEYS, Job.Kind.ROTATE_INTAKE])[:10],
        "may_rotate": may(actor, Verb.MANAGE, "keys", Purpose.ADMINISTRATION),
        "columns": pages.JOB_COLUMNS,
        "troubles": queries.not_taken_in(actor),
    }
    return render(request, "oversight/keys.html", context)


@require_http_methods(["GET", "POST"])
@stepup.required
def rotate(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in {Job.Kind.ROTATE_KEYS, Job.Kind.ROTATE_INTAKE}:
        raise Http404
    actor = actor_of(request)
    actions.may_rotate(actor)
    if request.method == "POST":
        return redirect("job", job=actions.start_job(actor, kind).id)
    context = {**pages.ROTATE[kind], "cancel_url": reverse("keys")}
    return render(request, "ui/confirm.html", context)
