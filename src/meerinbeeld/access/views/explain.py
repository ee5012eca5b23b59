# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, and why: the table itself, and the policy's answer to one question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.forms.explain import QuestionForm
from meerinbeeld.access.policy import require
from meerinbeeld.access.queries import permissions as read
from meerinbeeld.access.roles import Purpose, Reach, Role, Verb
from meerinbeeld.access.words import thing_label
from meerinbeeld.ui.parts import Column


@require_GET
def permissions(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.LIST, "policy", Purpose.OVERSIGHT)
    form = QuestionForm(read.askable(actor), request.GET if "verb" in request.GET else None)
    answer = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        answer = read.why(
            actor, data["membership"].id, data["verb"], data["thing"], data["purpose"]
        )
    role = request.GET.get("role", "")
    return render(
        request,
        "access/permissions.html",
        {
            "form": form,
            "answer": answer,
            "answer_words": _words(answer),
            "roles": Role.choices,
            "role": role if role in Role.values else "",
            "rows": [_row(cell) for cell in read.cells(role if role in Role.values else "")],
            "columns": [
                Column(_("Role")),
                Column(_("What")),
                Column(_("For what purpose")),
                Column(_("How far")),
                Column(pgettext("policy", "May")),
            ],
        },
    )


def _row(cell: read.Cell) -> dict[str, object]:
    return {
        "role": Role(cell.role).label,
        "thing": thing_label(cell.thing),
        "purpose": Purpose(cell.purpose).label,
        "reach": Reach(cell.reach).label,
        "verbs": ", ".join(str(Verb(verb).label) for verb in cell.verbs),
    }


def _words(answer: read.Answer | None) -> dict[str, object]:
    if answer is None:
        return {}
    return {
        "verb": Verb(answer.verb).label,
        "thing": thing_label(answer.thing),
        "purpose": Purpose(answer.purpose).label,
        "reach": Reach(answer.decision.reach).label if answer.decision.reach else "",
    }
