# SPDX-License-Identifier: EUPL-1.2
"""The bell: what somebody has to know, opened one at a time or put away all at once."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meerinbeeld.access import Role
from meerinbeeld.access.actor import actor_of
from meerinbeeld.signals.actions import notices as actions
from meerinbeeld.signals.models import Notice
from meerinbeeld.signals.queries import notices as queries
from meerinbeeld.signals.queries import own


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    shown = queries.latest(actor_of(request))
    context = {"notices": shown, "unread": sum(notice.unread for notice in shown)}
    return render(request, "signals/notices.html", context)


@require_POST
def open_one(request: HttpRequest, notice: UUID) -> HttpResponse:
    """Read from now on, and on to what it is about."""
    found = actions.open_notice(actor_of(request), notice)
    if found is None:
        raise Http404
    return _to_its_page(request, found)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    actions.mark_read(actor_of(request))
    messages.success(request, _("All notices are marked as read."))
    return redirect("notices")


def _to_its_page(request: HttpRequest, notice: Notice) -> HttpResponse:
    actor = actor_of(request)
    if subject := queries.SUBJECTS.get(notice.about):
        return redirect(subject.page(actor, notice))
    if notice.signal is None:
        return redirect("notices")
    if notice.kind == "break_glass" and actor.role == Role.PRIVACY_OFFICER:
        return redirect("after_login")
    if notice.kind in ("question", "feedback") and own.is_mine(actor, notice.signal):
        return redirect("own_signal", notice.signal.reference)
    if notice.kind == "access_asked":
        asked = queries.open_question_about(notice)
        if asked:
            return redirect("access_question", asked)
    return redirect("signal", notice.signal.reference)
