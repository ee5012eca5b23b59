# SPDX-License-Identifier: EUPL-1.2
"""Letters back to partners: the list of a period, one letter, on paper, and what came to us."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.actions import letters as actions
from meerinbeeld.registry.queries import figures, letters
from meerinbeeld.registry.rules import period as periods
from meerinbeeld.registry.rules.period import Period
from meerinbeeld.registry.views import figures_words, letter_words
from meerinbeeld.registry.views.figures import period_form
from meerinbeeld.registry.views.letter_paper import pdf_of
from meerinbeeld.registry.views.passing_words import token_of
from meerinbeeld.ui.parts import Column


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    figures.keeper(actor)
    form = period_form(request, actor)
    period = form.period()
    lines = letters.lines(actor, period)
    context = {
        "tabs": figures_words.tabs(actor, "letters"),
        "form": form,
        "period": period,
        "words": letter_words.period_words(period),
        "lines": lines,
        "sent": sum(line.letter is not None for line in lines),
        "columns": [
            Column(_("Organisation")),
            Column(_("Notifications"), numeric=True),
            Column(_("Letter")),
        ],
    }
    return render(request, "registry/figures/letters.html", context)


@require_safe
def draft(request: HttpRequest, organisation: UUID, period: str) -> HttpResponse:
    """What the letter would say now; or, when it was sent, what it said."""
    actor, asked = actor_of(request), _period(period)
    to, found = in_reach(request, lambda one: letters.draft(one, organisation, asked))
    sent = letters.of_period(actor, organisation, asked)
    if sent is not None:
        return redirect("letter", sent.id)
    context = {
        "text": letter_words.text(to.name, asked.first, asked.last, found),
        "period": asked,
        "words": letter_words.period_words(asked),
        "to": to,
        "once": uuid.uuid4(),
        "keeps": True,
    }
    return render(request, "registry/figures/letter.html", context)


@require_safe
def draft_pdf(request: HttpRequest, organisation: UUID, period: str) -> HttpResponse:
    asked = _period(period)
    to, found = in_reach(request, lambda actor: letters.draft(actor, organisation, asked))
    text = letter_words.text(to.name, asked.first, asked.last, found)
    return _pdf(text, f"{to.slug}-{asked.code}.pdf")


@require_POST
def send(request: HttpRequest, organisation: UUID, period: str) -> HttpResponse:
    asked, once = _period(period), token_of(request)
    if once is None:
        raise Http404
    try:
        made = in_reach(
            request, lambda actor: actions.send_letter(actor, organisation, asked, once=once)
        )
        messages.success(request, _("The letter stands with the organisation now."))
        return redirect("letter", made.id)
    except ChangeError as error:
        messages.error(request, str(error))
        return redirect("letter_draft", organisation, period)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = letters.own(actor)
    context: dict[str, Any] = {
        "tabs": figures_words.tabs(actor, "letters_own"),
        "rows": [(one, letter_words.days_words(one.first, one.last)) for one in rows],
    }
    return render(request, "registry/figures/own_letters.html", context)


@require_safe
def one(request: HttpRequest, letter: UUID) -> HttpResponse:
    found, numbers = in_reach(request, lambda actor: letters.one(actor, letter))
    context = {
        "text": letter_words.text(found.organisation.name, found.first, found.last, numbers),
        "letter": found,
        "to": found.organisation,
        "keeps": figures.is_keeper(actor_of(request)),
    }
    return render(request, "registry/figures/letter.html", context)


@require_safe
def one_pdf(request: HttpRequest, letter: UUID) -> HttpResponse:
    found, numbers = in_reach(request, lambda actor: letters.one(actor, letter))
    text = letter_words.text(found.organisation.name, found.first, found.last, numbers)
    return _pdf(text, f"{found.organisation.slug}-{found.first}.pdf")


@require_POST
def take_back(request: HttpRequest, letter: UUID) -> HttpResponse:
    found = in_reach(request, lambda actor: actions.take_back_letter(actor, letter))
    messages.success(request, _("The organisation does not see this letter any more."))
    return redirect(
        reverse("letters") + f"?periode={periods.between(found.first, found.last).code}"
    )


def _period(text: str) -> Period:
    found = periods.parse(text)
    if found is None or found.first > timezone.localdate():
        raise Http404
    return found


def _pdf(text: letter_words.Text, name: str) -> HttpResponse:
    response = HttpResponse(pdf_of(text), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
